package io.github.guichet.lookup.variable;

import io.github.guichet.lookup.template.TemplateException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * 2.4's filters, one call of one of them. What lies outside a text is empty here; Dovecot fails.
 *
 * <pre>
 * lower  upper  default('x')  username  domain  domain_first  domain_last  reverse  ldap_dn
 * truncate(5)  truncate(bits=12)  substr(2)  substr(-4, 2)  index('-', 0)  lfill(5, '0')  rfill(5)  concat('a', user)
 * md5  sha1  sha256  sha384  sha512  hash('sha3-256', rounds=2, salt='x')  hexlify  hexlify(4)  hex  base64(pad=0, url=1)
 * if('eq', 'x', 'then', 'else')     and at the beginning: literal('x')  if(user, 'eq', 'x', 'then', 'else')  concat('a', user)
 * </pre>
 */
final class Filters {

    /**
     * What a filter gets and gives.
     *
     * @param binary whether it is bytes that are no text, such as a hash: at the end of a pipe they are written in hexadecimal
     */
    record Input(Value value, boolean binary) {}

    private static final int LONGEST_FILL = 1024;
    private static final Set<String> FIRST = Set.of("literal", "if", "concat");
    private static final String NAMES =
            "lower upper default username domain domain_first domain_last reverse ldap_dn truncate"
                    + " substr index lfill rfill concat md5 sha1 sha256 sha384 sha512 hash hexlify hex base64 if literal";

    private final String name;
    private final int offset;
    private final List<PipeParser.Argument> arguments;

    Filters(String name, int offset, List<PipeParser.Argument> arguments) {
        this.name = name;
        this.offset = offset;
        this.arguments = arguments;
    }

    /** Whether a filter can stand at the beginning of a pipe. */
    static boolean isFirst(String name) {
        return FIRST.contains(name);
    }

    /** The end of a pipe. */
    static Value text(Input input) {
        return input.binary() ? request -> Octets.hex(input.value().of(request)) : input.value();
    }

    Input apply(Optional<Input> input) throws TemplateException {
        if (input.isEmpty() && !isFirst(name)) {
            throw wrong(NAMES.contains(name) ? name + " needs a value before it" : unknown());
        }
        Input in = input.orElse(new Input(Value.EMPTY, false));
        return switch (name) {
            case "lower" -> plain(in, Octets::lower);
            case "upper" -> plain(in, Octets::upper);
            case "reverse" -> plain(in, Octets::reverse);
            case "ldap_dn" -> plain(in, Octets::ldapDn);
            case "username" -> plain(in, Variables::local);
            case "domain" -> plain(in, Variables::domain);
            case "domain_first" -> plain(in, Variables::firstDomain);
            case "domain_last" -> plain(in, Variables::lastDomain);
            case "default" -> otherwise(in);
            case "literal" -> new Input(argument(0, 1), false);
            case "concat" -> concat(in);
            case "truncate" -> truncate(in);
            case "substr" -> substr(in);
            case "index" -> index(in);
            case "lfill" -> fill(in, true);
            case "rfill" -> fill(in, false);
            case "md5", "sha1", "sha256", "sha384", "sha512" -> hash(in, name, 0);
            case "hash" -> hash(in, text(0, "an algorithm"), 1);
            case "hexlify" -> hexlify(in);
            case "hex" -> hex(in);
            case "base64" -> base64(in);
            case "if" -> condition(in, input.isEmpty());
            default -> throw wrong(unknown());
        };
    }

    private String unknown() {
        return "the filter \"" + Octets.name(name) + "\" is not supported; allowed are " + NAMES;
    }

    private TemplateException wrong(String message) {
        return new TemplateException(offset, message);
    }

    private static Input with(Input in, UnaryOperator<String> change) {
        return new Input(request -> change.apply(in.value().of(request)), in.binary());
    }

    private Input plain(Input in, UnaryOperator<String> change) throws TemplateException {
        most(0);
        return with(in, change);
    }

    private Input otherwise(Input in) throws TemplateException {
        Value instead = arguments.isEmpty() ? Value.EMPTY : argument(0, 1);
        return new Input(
                request -> {
                    String value = Filters.text(in).of(request);
                    return value.isEmpty() ? instead.of(request) : value;
                },
                false);
    }

    private Input concat(Input in) throws TemplateException {
        argument(0, Integer.MAX_VALUE);
        List<Value> more = arguments.stream().map(PipeParser.Argument::value).toList();
        return new Input(
                request -> {
                    StringBuilder all = new StringBuilder(in.value().of(request));
                    more.forEach(value -> all.append(value.of(request)));
                    return all.toString();
                },
                in.binary());
    }

    private Input truncate(Input in) throws TemplateException {
        Optional<Integer> bits = keyed("bits", 0, 1 << 20);
        most(bits.isPresent() ? 0 : 1);
        known("bits");
        if (bits.isPresent()) {
            return with(in, value -> Octets.firstBits(value, bits.get()));
        }
        int length = number(0, 0, 1 << 20);
        return with(in, value -> value.substring(0, Math.min(length, value.length())));
    }

    private Input substr(Input in) throws TemplateException {
        most(2);
        int from = number(0, -(1 << 20), 1 << 20);
        int length = arguments.size() > 1 ? number(1, -(1 << 20), 1 << 20) : Integer.MAX_VALUE;
        return with(in, value -> {
            int start = Math.max(0, Math.min(value.length(), from < 0 ? value.length() + from : from));
            long end = length < 0 ? value.length() + length : (long) start + length;
            return value.substring(start, (int) Math.max(start, Math.min(value.length(), end)));
        });
    }

    private Input index(Input in) throws TemplateException {
        most(2);
        String separator = text(0, "a separator");
        int position = number(1, -1000, 1000);
        if (separator.isEmpty()) {
            throw wrong("the separator of index is empty");
        }
        return new Input(
                request -> {
                    String[] parts = in.value().of(request).split(java.util.regex.Pattern.quote(separator), -1);
                    int i = position < 0 ? parts.length + position : position;
                    return i < 0 || i >= parts.length ? "" : parts[i];
                },
                false);
    }

    private Input fill(Input in, boolean left) throws TemplateException {
        most(2);
        int length = number(0, 1, LONGEST_FILL);
        String filler = arguments.size() > 1 ? text(1, "a filler") : "0";
        if (filler.isEmpty()) {
            throw wrong("the filler is empty");
        }
        return with(in, value -> {
            int missing = Math.max(0, length - value.length());
            String padding = filler.repeat((missing + filler.length() - 1) / filler.length());
            return left ? padding + value : value + padding;
        });
    }

    private Input hash(Input in, String algorithm, int byPlace) throws TemplateException {
        if (!Digests.has(algorithm)) {
            throw wrong("the hash \"" + Octets.name(algorithm) + "\" is not supported; allowed are " + Digests.names());
        }
        most(byPlace);
        int rounds = keyed("rounds", 1, Digests.MOST_ROUNDS).orElse(1);
        Value salt = arguments.stream()
                .filter(a -> a.key().equals("salt"))
                .map(PipeParser.Argument::value)
                .findFirst()
                .orElse(Value.EMPTY);
        known("rounds", "salt");
        return new Input(
                request -> Digests.hash(algorithm, salt.of(request), in.value().of(request), rounds), true);
    }

    private Input hexlify(Input in) throws TemplateException {
        most(1);
        int width = arguments.isEmpty() ? 0 : number(0, 0, LONGEST_FILL);
        return new Input(
                request -> {
                    String hex = Octets.hex(in.value().of(request));
                    String padded = Octets.padLeft(hex, width, "0");
                    return width == 0 ? padded : padded.substring(0, width);
                },
                false);
    }

    private Input hex(Input in) throws TemplateException {
        most(1);
        int width = arguments.isEmpty() ? 0 : number(0, 0, LONGEST_FILL);
        return new Input(
                request -> {
                    String hex = Octets.padLeft(Octets.hexNumber(in.value().of(request)), width, "0");
                    return width == 0 ? hex : hex.substring(hex.length() - width);
                },
                false);
    }

    private Input base64(Input in) throws TemplateException {
        most(0);
        boolean url = keyed("url", 0, 1).orElse(0) == 1;
        Base64.Encoder alphabet = url ? Base64.getUrlEncoder() : Base64.getEncoder();
        Base64.Encoder encoder = keyed("pad", 0, 1).orElse(1) == 1 ? alphabet : alphabet.withoutPadding();
        known("url", "pad");
        return new Input(
                request -> Octets.of(encoder.encode(Octets.bytes(in.value().of(request)))), false);
    }

    private Input condition(Input in, boolean atBeginning) throws TemplateException {
        int shift = atBeginning ? 1 : 0;
        if (arguments.size() != 4 + shift) {
            throw wrong("if needs a comparison, a text and two results" + (atBeginning ? ", behind a text" : ""));
        }
        argument(0, 4 + shift);
        String comparison = text(shift, "a comparison");
        Optional<String> problem = Comparison.problem(comparison);
        if (problem.isPresent()) {
            throw wrong(problem.get());
        }
        Value left = atBeginning ? arguments.get(0).value() : in.value();
        Value right = arguments.get(1 + shift).value();
        Value yes = arguments.get(2 + shift).value();
        Value no = arguments.get(3 + shift).value();
        return new Input(
                request -> (Comparison.holds(left.of(request), comparison, right.of(request)) ? yes : no).of(request),
                false);
    }

    private void most(int count) throws TemplateException {
        long given = arguments.stream().filter(a -> a.key().isEmpty()).count();
        if (given > count) {
            throw wrong(
                    name + " takes " + (count == 0 ? "no" : "at most " + count) + " arguments in brackets by place");
        }
        if (!Set.of("truncate", "hash", "md5", "sha1", "sha256", "sha384", "sha512", "base64")
                .contains(name)) {
            known();
        }
    }

    private void known(String... keys) throws TemplateException {
        for (PipeParser.Argument argument : arguments) {
            if (!argument.key().isEmpty() && !List.of(keys).contains(argument.key())) {
                throw new TemplateException(
                        argument.offset(), "\"" + Octets.name(argument.key()) + "\" is no argument of " + name);
            }
        }
    }

    /** An argument by its place, of which there are at least that many and at most so many. */
    private Value argument(int place, int most) throws TemplateException {
        most(most);
        if (arguments.size() <= place) {
            throw wrong(name + " needs an argument");
        }
        return arguments.get(place).value();
    }

    private String text(int place, String what) throws TemplateException {
        Optional<String> text =
                arguments.size() > place && arguments.get(place).key().isEmpty()
                        ? arguments.get(place).constant()
                        : Optional.empty();
        return text.orElseThrow(() -> wrong(name + " needs " + what + " in quotes"));
    }

    private int number(int place, int least, int most) throws TemplateException {
        return number(text(place, "a number"), least, most);
    }

    private Optional<Integer> keyed(String key, int least, int most) throws TemplateException {
        for (PipeParser.Argument argument : arguments) {
            if (argument.key().equals(key)) {
                return Optional.of(number(argument.constant().orElse(""), least, most));
            }
        }
        return Optional.empty();
    }

    private int number(String text, int least, int most) throws TemplateException {
        boolean valid = text.matches("-?[0-9]{1,9}");
        int number = valid ? Integer.parseInt(text) : 0;
        if (!valid || number < least || number > most) {
            throw wrong(name + " needs a number from " + least + " to " + most);
        }
        return number;
    }
}
