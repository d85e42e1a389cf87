package io.github.guichet.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** {@code smtpd_sasl_type} and {@code smtpd_sasl_path} of every smtpd that takes log-ins. */
final class SaslExamination implements Examination {

    private final Setup setup;
    private final Postfix postfix;

    SaslExamination(Setup setup, Postfix postfix) {
        this.setup = setup;
        this.postfix = postfix;
    }

    @Override
    public String name() {
        return "sasl";
    }

    @Override
    public List<Finding> examine() throws CannotLookException, InterruptedException {
        if (setup.of(Listening.Role.AUTH_CLIENT).isEmpty()) {
            return List.of(Finding.ok("guichet is not configured to check log-ins for Postfix"));
        }
        PostfixConfig config = postfix.config();
        List<Finding> findings = new ArrayList<>();
        int asking = 0;
        for (PostfixService service : config.running("smtpd")) {
            if (!config.get("smtpd_sasl_auth_enable", service).equals("yes")) {
                continue;
            }
            asking++;
            String type = config.get("smtpd_sasl_type", service);
            String path = config.get("smtpd_sasl_path", service);
            Optional<PeerAddress> address = PeerAddress.parseSasl(path);
            String ours = place(config);
            if (!type.equals("dovecot")) {
                findings.add(Finding.warning(
                        service.name() + " checks log-ins with smtpd_sasl_type = " + type + ", not with guichet",
                        "guichet speaks the protocol of Dovecot",
                        set(config, service, "smtpd_sasl_type", "dovecot"),
                        set(config, service, "smtpd_sasl_path", ours)));
            } else if (!setup.inherits(Listening.Role.AUTH_CLIENT)
                    && address.filter(a -> setup.isOurs(Listening.Role.AUTH_CLIENT, a, config.queue()))
                            .isEmpty()) {
                findings.add(Finding.warning(
                        service.name() + " checks log-ins at smtpd_sasl_path = " + path
                                + ", where guichet does not listen: it listens on "
                                + setup.places(Listening.Role.AUTH_CLIENT),
                        "If guichet is to be asked; a relative path counts from " + config.queue(),
                        set(config, service, "smtpd_sasl_path", ours)));
            }
        }
        if (asking == 0) {
            return List.of(Finding.note(
                    "no smtpd of Postfix takes log-ins (smtpd_sasl_auth_enable), though [dovecot-auth] listens for them",
                    "docs/log-ins.md has the lines for main.cf"));
        }
        return Finding.or(findings, asking + " smtpd services check log-ins with guichet");
    }

    private String place(PostfixConfig config) {
        String address = setup.of(Listening.Role.AUTH_CLIENT).get(0).address().toString();
        return MapsExamination.relative(address, config).replaceFirst("^unix:", "");
    }

    /** The command that sets a parameter where it was set. */
    static String set(PostfixConfig config, PostfixService service, String parameter, String value) {
        boolean inMaster = config.services().contains(service)
                && service.override(parameter).isPresent();
        return inMaster
                ? "postconf -P " + Finding.quoted(service.name() + "/" + parameter + "=" + value)
                : "postconf -e " + Finding.quoted(parameter + " = " + value);
    }
}
