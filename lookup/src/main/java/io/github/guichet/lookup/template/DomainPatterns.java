package io.github.guichet.lookup.template;

import io.github.guichet.lookup.CaseFold;
import io.github.guichet.lookup.file.LogicalLines;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads lists of domain patterns, by {@code match_list.c} of Postfix. */
final class DomainPatterns {

    private static final int MAX_PATTERNS = 100_000;
    private static final int MAX_DEPTH = 10;
    private static final long MAX_FILE_BYTES = 4 << 20;
    private static final String DELIMITERS = ", \t\r\n";

    private final TableOpener tables;
    private final List<DomainFilter.Pattern> patterns = new ArrayList<>();

    DomainPatterns(TableOpener tables) {
        this.tables = tables;
    }

    List<DomainFilter.Pattern> parse(String text) throws DomainFilterException {
        parse(text, true, 0);
        return patterns;
    }

    private void parse(String text, boolean accept, int depth) throws DomainFilterException {
        for (String token : tokens(text)) {
            int start = 0;
            boolean accepts = accept;
            while (start < token.length() && token.charAt(start) == '!') {
                accepts = !accepts;
                start++;
            }
            String item = token.substring(start);
            if (item.isEmpty()) {
                throw new DomainFilterException("no pattern after '!'");
            }
            if (patterns.size() >= MAX_PATTERNS) {
                throw new DomainFilterException("more than " + MAX_PATTERNS + " domain patterns; use a table instead");
            }
            int colon = item.indexOf(':');
            if (item.startsWith("/")) {
                file(Path.of(item), accepts, depth);
            } else if (colon >= 0 && !item.startsWith("[")) {
                Table table = new Table(item.substring(0, colon), item.substring(colon + 1));
                patterns.add(new DomainFilter.Pattern.Reference(tables.open(table.type, table.name), accepts));
            } else {
                patterns.add(new DomainFilter.Pattern.Domain(CaseFold.fold(item), accepts));
            }
        }
    }

    private record Table(String type, String name) {}

    private void file(Path file, boolean accepts, int depth) throws DomainFilterException {
        if (depth == MAX_DEPTH) {
            throw new DomainFilterException(file + ": files name each other more than " + MAX_DEPTH + " deep");
        }
        List<LogicalLines.Line> lines;
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw new DomainFilterException(
                        file + ": more than " + MAX_FILE_BYTES + " bytes of patterns; use a table instead");
            }
            lines = LogicalLines.of(Files.readString(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            patterns.add(new DomainFilter.Pattern.Unreadable("domain filter: cannot read " + file + ": " + e, accepts));
            return;
        }
        for (LogicalLines.Line line : lines) {
            parse(line.text(), accepts, depth + 1);
        }
    }

    /** Splits at commas and white space, but not inside braces: {@code inline:{ a=b, c=d }} is one token. */
    private static List<String> tokens(String text) {
        List<String> tokens = new ArrayList<>();
        StringBuilder token = new StringBuilder();
        int level = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (level == 0 && DELIMITERS.indexOf(c) >= 0) {
                if (token.length() > 0) {
                    tokens.add(token.toString());
                    token.setLength(0);
                }
                continue;
            }
            if (c == '{') {
                level++;
            } else if (c == '}' && level > 0) {
                level--;
            }
            token.append(c);
        }
        if (token.length() > 0) {
            tokens.add(token.toString());
        }
        // Since Postfix 3.9 a comment after other text ends the list; before, its words were patterns that match
        // nothing.
        int comment = 0;
        while (comment < tokens.size() && !tokens.get(comment).startsWith("#")) {
            comment++;
        }
        return tokens.subList(0, comment);
    }
}
