package io.github.guichet.doctor;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** {@code check_policy_service}: asks us, at the stage that the rules need, and waits long enough. */
final class PolicyExamination implements Examination {

    private static final String END = "smtpd_end_of_data_restrictions";
    private static final List<String> BEFORE = List.of(
            "smtpd_client_restrictions",
            "smtpd_helo_restrictions",
            "smtpd_sender_restrictions",
            "smtpd_relay_restrictions",
            "smtpd_recipient_restrictions");

    private final Setup setup;
    private final Postfix postfix;

    PolicyExamination(Setup setup, Postfix postfix) {
        this.setup = setup;
        this.postfix = postfix;
    }

    @Override
    public String name() {
        return "policy";
    }

    @Override
    public List<Finding> examine() throws CannotLookException, InterruptedException {
        PostfixConfig config = postfix.config();
        List<Finding> findings = new ArrayList<>();
        int asking = 0;
        for (PostfixService service : config.running("smtpd")) {
            boolean before = BEFORE.stream().anyMatch(p -> asksUs(config, service, p, findings));
            boolean atEnd = asksUs(config, service, END, findings);
            boolean atData = asksUs(config, service, "smtpd_data_restrictions", findings);
            asking += before || atEnd || atData ? 1 : 0;
            stages(config, service, before, atEnd, findings);
        }
        if (setup.of(Listening.Role.POLICY).isEmpty()) {
            return Finding.or(findings, "guichet is not configured as a policy service");
        }
        if (asking == 0 && !setup.inherits(Listening.Role.POLICY)) {
            findings.add(Finding.note(
                    "no smtpd of Postfix asks the policy service, though there is a section [policy]",
                    "To have it asked, add this to smtpd_recipient_restrictions and " + END,
                    "check_policy_service { " + place(config) + ", default_action=DUNNO, timeout=5s }"));
        }
        if (asking > 0) {
            idle(config, findings);
        }
        return Finding.or(
                findings, asking + " smtpd services ask the policy service at the stages that its rules need");
    }

    private String place(PostfixConfig config) {
        return MapsExamination.relative(
                setup.of(Listening.Role.POLICY).get(0).address().toString(), config);
    }

    private boolean asksUs(PostfixConfig config, PostfixService service, String parameter, List<Finding> findings) {
        boolean ours = false;
        for (PolicyReference reference : PolicyReference.in(config.get(parameter, service))) {
            if (setup.isOurs(Listening.Role.POLICY, reference.address(), config.queue())) {
                ours = true;
                patience(config, service, parameter, reference, findings);
            } else if (reference
                            .address()
                            .place(config.queue())
                            .filter(p -> !service.chrooted() && Files.notExists(p))
                            .isPresent()
                    && !setup.inherits(Listening.Role.POLICY)) {
                findings.add(Finding.warning(
                        parameter + " of " + service.name() + " asks the policy service "
                                + reference.address().text()
                                + ", and there is no such socket: mail is put off with 451 4.3.5",
                        setup.of(Listening.Role.POLICY).isEmpty()
                                ? "Take it away, or start that service"
                                : "guichet's policy service listens on " + setup.places(Listening.Role.POLICY)));
            }
        }
        return ours;
    }

    /** Whoever gives up before guichet does takes its default action instead of the rule's on-unavailable. */
    private void patience(
            PostfixConfig config,
            PostfixService service,
            String parameter,
            PolicyReference reference,
            List<Finding> findings) {
        OptionalLong own = reference.timeout();
        long millis = own.orElseGet(() -> PostfixConfig.millis(config.get("smtpd_policy_service_timeout", service)));
        if (millis <= setup.policyDeadline().toMillis()) {
            findings.add(Finding.warning(
                    parameter + " of " + service.name() + " waits " + millis
                            + " ms for the policy service, whose rules may take "
                            + setup.policyDeadline().toMillis()
                            + " ms: Postfix gives up first, and on-unavailable never comes into force",
                    "Give it more time than [policy] deadline: in that check_policy_service",
                    "timeout=" + (setup.policyDeadline().toSeconds() + 3) + "s"));
        }
    }

    private void stages(
            PostfixConfig config, PostfixService service, boolean before, boolean atEnd, List<Finding> findings) {
        List<String> ends = setup.rules().stream()
                .filter(RuleFacts::atEnd)
                .map(RuleFacts::name)
                .toList();
        List<String> recipients = setup.rules().stream()
                .filter(RuleFacts::atRecipient)
                .map(RuleFacts::name)
                .toList();
        if (before && !atEnd && !ends.isEmpty()) {
            findings.add(Finding.warning(
                    service.name()
                            + " asks the policy service about recipients, but not at the end of the data: the rules "
                            + Finding.some(ends, 5) + " count nothing, and their limits are never reached",
                    "Ask there, too",
                    SaslExamination.set(
                            config,
                            service,
                            END,
                            "check_policy_service { " + place(config) + ", default_action=DUNNO, timeout=5s }")));
        }
        if (!before && atEnd && !recipients.isEmpty()) {
            findings.add(Finding.warning(
                    service.name()
                            + " asks the policy service only at the end of the data, where Postfix names a recipient"
                            + " only if there is one: the rules " + Finding.some(recipients, 5) + " see too little",
                    "Put this in front of smtpd_recipient_restrictions of that service",
                    "check_policy_service { " + place(config) + ", default_action=DUNNO, timeout=5s }"));
        }
    }

    private void idle(PostfixConfig config, List<Finding> findings) {
        long idle = PostfixConfig.millis(config.get("smtpd_policy_service_max_idle"));
        if (idle != Long.MAX_VALUE && idle >= setup.policyIdle().toMillis()) {
            findings.add(Finding.warning(
                    "smtpd_policy_service_max_idle is " + config.get("smtpd_policy_service_max_idle")
                            + ", and guichet closes a policy connection after "
                            + setup.policyIdle().toSeconds() + " s: Postfix then waits a second and asks again",
                    "Let Postfix be the one who closes",
                    "postconf -e 'smtpd_policy_service_max_idle = 300s'"));
        }
    }
}
