package io.github.guichet.milter.message;

import io.github.guichet.lookup.key.MailAddress;

/** Characters in an address that make readers see another one. The grammar allows them, because it allows all that is not ASCII. */
final class AddressText {

    private AddressText() {}

    static void check(MailAddress address, Findings findings) {
        check(address.local(), findings);
        check(address.domain(), findings);
    }

    private static void check(String part, Findings findings) {
        int begin = part.indexOf("=?");
        if (begin >= 0 && part.indexOf("?=", begin + 2) >= 0) {
            findings.invalid("an encoded word in an address");
        }
        for (int i = 0; i < part.length(); i++) {
            char c = part.charAt(i);
            if (c >= 0x80) {
                checkForeign(c, i > 0 && part.charAt(i - 1) >= 0x80, findings);
            }
        }
    }

    /** Zero-width joiners belong to some scripts, between their letters. */
    private static void checkForeign(char c, boolean inScript, Findings findings) {
        boolean joiner = (c == 0x200c || c == 0x200d) && inScript;
        if (c == 0xff20 || c == 0xfe6b) {
            findings.invalid("a character that looks like @ in an address");
        } else if (!joiner && (VisibleText.isGap(c) || VisibleText.isUnseen(c))) {
            findings.invalid("a character that is not seen in an address");
        }
    }
}
