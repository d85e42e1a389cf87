package io.github.guichet.command;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes: {@code 500000}, {@code 500M}, {@code 5G}; K, M, G and T are powers of 1024. */
final class ByteCount implements ITypeConverter<Long> {

    private static final Pattern FORM = Pattern.compile("([0-9]{1,15})([KMGT]?)");

    @Override
    public Long convert(String text) {
        Matcher matcher = FORM.matcher(text.toUpperCase(Locale.ROOT));
        if (matcher.matches()) {
            int shift = matcher.group(2).isEmpty() ? 0 : 10 * (1 + "KMGT".indexOf(matcher.group(2)));
            long number = Long.parseLong(matcher.group(1));
            if (number <= Long.MAX_VALUE >> shift) {
                return number << shift;
            }
        }
        throw new TypeConversionException("'" + text + "' is no number of bytes such as 500M or 5G");
    }
}
