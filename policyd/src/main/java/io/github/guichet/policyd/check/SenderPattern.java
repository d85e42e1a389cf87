package io.github.guichet.policyd.check;

import io.github.guichet.lookup.key.MailAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stays the same in a sender from one mail to the next. Who sends a newsletter, forwards mail or signs his bounces writes
 * something new into each sender, and would be put off for ever if each was a stranger.
 *
 * <p>All of it in small letters, the domain in one form, and in the local part:
 *
 * <ul>
 *   <li>BATV ({@code prvs=3087ab12cd=user}, {@code btv1==…==user}): the tag becomes {@code #};
 *   <li>SRS ({@code SRS0=hash=time=domain=user}, {@code SRS1=hash=forwarder==hash=time=…}): hash and time become {@code #};
 *   <li>VERP and numbers of mails: each word between {@code . - _ + =} becomes {@code #} if it has digits only, or is hexadecimal with a
 *       digit in it and of four letters or more, or has eight letters or more and digits in two places.
 * </ul>
 *
 * <p>{@code alice99} stays as it is: that is how people are called.
 */
final class SenderPattern {

    private static final Pattern BATV = Pattern.compile("^(prvs=|btv1==)[^=]+(=+)(.+)$");
    private static final Pattern SRS = Pattern.compile("^(srs0[=+-])[^=]+=[^=]+=(.+)$");
    private static final Pattern SRS_TWICE = Pattern.compile("^(srs1[=+-])[^=]+=(.+?==?)[^=]+=[^=]+=(.+)$");
    private static final Pattern WORD = Pattern.compile("[^.\\-_+=#]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern HEXADECIMAL = Pattern.compile("(?=.*[0-9])[0-9a-f]{4,}");
    private static final Pattern RANDOM = Pattern.compile("(?=.{8})[^0-9]*[0-9]+[^0-9]+[0-9].*");

    private SenderPattern() {}

    /** The pattern of a sender; that of the null sender is empty. */
    static String of(String sender) {
        if (sender.isEmpty()) {
            return "";
        }
        MailAddress address = MailAddress.of(sender);
        String local = local(address.local().toLowerCase(Locale.ROOT));
        return address.hasDomain() ? local + "@" + MailAddress.domainIdentity(address.domain()) : local;
    }

    private static String local(String local) {
        Matcher twice = SRS_TWICE.matcher(local);
        if (twice.matches()) {
            return twice.group(1) + "#=" + twice.group(2) + "#=#=" + twice.group(3);
        }
        Matcher srs = SRS.matcher(local);
        if (srs.matches()) {
            return srs.group(1) + "#=#=" + words(srs.group(2));
        }
        Matcher batv = BATV.matcher(local);
        return batv.matches() ? batv.group(1) + "#" + batv.group(2) + words(batv.group(3)) : words(local);
    }

    private static String words(String local) {
        return WORD.matcher(local)
                .replaceAll(word -> isVariable(word.group()) ? "#" : Matcher.quoteReplacement(word.group()));
    }

    private static boolean isVariable(String word) {
        return NUMBER.matcher(word).matches()
                || HEXADECIMAL.matcher(word).matches()
                || RANDOM.matcher(word).matches();
    }
}
