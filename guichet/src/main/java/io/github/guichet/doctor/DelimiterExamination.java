package io.github.guichet.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** {@code recipient_delimiter}: Postfix, Dovecot and guichet must cut {@code user+tag} at the same characters. */
final class DelimiterExamination implements Examination {

    private final Setup setup;
    private final Postfix postfix;
    private final Dovecot dovecot;

    DelimiterExamination(Setup setup, Postfix postfix, Dovecot dovecot) {
        this.setup = setup;
        this.postfix = postfix;
        this.dovecot = dovecot;
    }

    @Override
    public String name() {
        return "delimiter";
    }

    @Override
    public List<Finding> examine() throws CannotLookException, InterruptedException {
        List<Finding> findings = new ArrayList<>();
        boolean seen = false;
        try {
            String live = postfix.config().get("recipient_delimiter");
            seen = true;
            compare("Postfix", live, findings);
        } catch (CannotLookException e) {
            if (!e.isAbsent()) {
                throw e;
            }
        }
        try {
            String live = dovecot.config().recipientDelimiter();
            seen = true;
            compare("Dovecot", live, findings);
        } catch (CannotLookException e) {
            if (!e.isAbsent()) {
                findings.add(Finding.unknown(String.valueOf(e.getMessage()), ""));
            }
        }
        return seen
                ? Finding.or(findings, "recipient-delimiter is \"" + setup.delimiters() + "\" everywhere")
                : List.of(Finding.note("neither Postfix nor Dovecot is on this host, so nothing can be compared", ""));
    }

    private void compare(String who, String live, List<Finding> findings) {
        if (characters(live).equals(characters(setup.delimiters()))) {
            return;
        }
        String what = who + "'s recipient_delimiter is \"" + live + "\", guichet's recipient-delimiter is \""
                + setup.delimiters() + "\": they disagree about whose mail user" + example(live) + "tag@… is";
        findings.add(
                who.equals("Postfix")
                        ? Finding.warning(
                                what,
                                "Set it in " + setup.config()
                                        + " below [address], then guichet reload; or change Postfix",
                                "recipient-delimiter = \""
                                        + live.replace("\\", "\\\\").replace("\"", "\\\"") + "\"",
                                "postconf -e " + Finding.quoted("recipient_delimiter = " + setup.delimiters()))
                        : Finding.warning(
                                what,
                                "Set it in dovecot.conf, then doveadm reload",
                                "recipient_delimiter = " + setup.delimiters()));
    }

    private String example(String live) {
        String either = live.isEmpty() ? setup.delimiters() : live;
        return either.isEmpty() ? "+" : either.substring(0, 1);
    }

    private static Set<Integer> characters(String text) {
        Set<Integer> characters = new TreeSet<>();
        text.codePoints().forEach(characters::add);
        return characters;
    }
}
