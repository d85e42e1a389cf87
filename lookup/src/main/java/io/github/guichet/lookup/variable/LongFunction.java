package io.github.guichet.lookup.variable;

import io.github.guichet.lookup.template.TemplateException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * 2.3's functions in braces.
 *
 * <pre>
 * %{sha256:user}   %{sha256;rounds=2,truncate=12,salt=%{session},format=base64:user}
 * %{if;%{service};eq;smtp;when it is;when it is not}
 * </pre>
 */
final class LongFunction {

    private static final Pattern HEAD = Pattern.compile("([A-Za-z0-9_-]+)[;:].*", Pattern.DOTALL);

    private final String content;
    private final int offset;
    private final Names names;

    LongFunction(String content, int offset, Names names) {
        this.content = content;
        this.offset = offset;
        this.names = names;
    }

    /** Whether what stands in braces, or begins there, is a function of 2.3. */
    static boolean isOne(String content) {
        return HEAD.matcher(content).matches();
    }

    Value value() throws TemplateException {
        Matcher head = HEAD.matcher(content);
        if (!head.matches()) {
            throw wrong("no function");
        }
        String name = head.group(1).toLowerCase(Locale.ROOT);
        if (name.equals("if")) {
            return condition();
        }
        if (Digests.has(name)) {
            return hash(name);
        }
        throw wrong("%{" + name + content.charAt(name.length()) + "…} is not supported; allowed are " + Digests.names()
                + " and if");
    }

    private TemplateException wrong(String message) {
        return new TemplateException(offset, message);
    }

    private Value hash(String name) throws TemplateException {
        int colon = content.indexOf(':');
        if (colon < 0) {
            throw wrong("%{" + name + "…} names no variable behind a colon");
        }
        String arguments = colon > name.length() ? content.substring(name.length() + 1, colon) : "";
        Value value = names.required(content.substring(colon + 1), offset + colon + 1);
        int rounds = 1;
        int bits = 0;
        Value salt = Value.EMPTY;
        boolean base64 = false;
        for (String argument : arguments.isEmpty() ? new String[0] : arguments.split(",", -1)) {
            String key = argument.substring(0, Math.max(0, argument.indexOf('=')));
            String text = argument.substring(argument.indexOf('=') + 1);
            switch (key) {
                case "rounds" -> rounds = number(key, text, 1, Digests.MOST_ROUNDS);
                case "truncate" -> bits = number(key, text, 0, 512);
                case "salt" -> salt = template(text);
                case "format" -> base64 = isBase64(text);
                default ->
                    throw wrong("\"" + Octets.name(argument) + "\" is no argument of " + name
                            + "; allowed are rounds=, truncate=, salt= and format=");
            }
        }
        return hash(name, value, salt, rounds, bits, base64);
    }

    private static Value hash(String name, Value value, Value salt, int rounds, int bits, boolean base64) {
        return request -> {
            String digest = Digests.hash(name, salt.of(request), value.of(request), rounds);
            String kept = bits > 0 ? Octets.firstBits(digest, bits) : digest;
            return base64 ? Octets.of(Base64.getEncoder().encode(Octets.bytes(kept))) : Octets.hex(kept);
        };
    }

    /** What Dovecot calls hexuc it writes in small letters too. */
    private boolean isBase64(String format) throws TemplateException {
        return switch (format) {
            case "hex", "hexuc" -> false;
            case "base64" -> true;
            default -> throw wrong("the format \"" + Octets.name(format) + "\" is none of hex, hexuc, base64");
        };
    }

    private int number(String key, String text, int least, int most) throws TemplateException {
        boolean valid = text.matches("[0-9]{1,9}");
        int number = valid ? Integer.parseInt(text) : -1;
        if (number < least || number > most) {
            throw wrong(key + " is no number from " + least + " to " + most);
        }
        return number;
    }

    private Value template(String text) throws TemplateException {
        try {
            return names.template(text);
        } catch (TemplateException e) {
            throw wrong("in \"" + Octets.name(text) + "\": " + e.getMessage());
        }
    }

    private Value condition() throws TemplateException {
        List<String> parameters = parameters();
        if (parameters.size() == 4) {
            parameters.add("");
        }
        if (parameters.size() != 5) {
            throw wrong("if needs a text, a comparison, a text and one or two results, with ; between them");
        }
        String comparison = parameters.get(1);
        Optional<String> problem = Comparison.problem(comparison);
        if (problem.isPresent()) {
            throw wrong(problem.get());
        }
        Value left = template(parameters.get(0));
        Value right = template(parameters.get(2));
        Value yes = template(parameters.get(3));
        Value no = template(parameters.get(4));
        return request -> (Comparison.holds(left.of(request), comparison, right.of(request)) ? yes : no).of(request);
    }

    /** Semicolons and colons inside other variables and behind backslashes do not count. */
    private List<String> parameters() throws TemplateException {
        List<String> parameters = new ArrayList<>();
        StringBuilder parameter = new StringBuilder();
        int depth = 0;
        for (int i = content.indexOf(';') + 1; i > 0 && i < content.length(); i++) {
            char c = content.charAt(i);
            if (c == '\\' && i + 1 < content.length()) {
                parameter.append(content.charAt(++i));
                continue;
            }
            if (c == '{' && content.charAt(i - 1) == '%') {
                depth++;
            } else if (c == '}' && depth > 0) {
                depth--;
            } else if (c == ';' && depth == 0) {
                parameters.add(parameter.toString());
                parameter.setLength(0);
                continue;
            } else if (c == ':' && depth == 0) {
                throw wrong("a colon in if needs a backslash before it");
            }
            parameter.append(c);
        }
        if (parameter.length() > 0) {
            parameters.add(parameter.toString());
        }
        return parameters;
    }
}
