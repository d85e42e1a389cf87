package io.github.guichet.status;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A table of the page. On a telephone each row is a block whose cells repeat the heads of their columns; the roles say that it is a
 * table nevertheless.
 */
final class HtmlTable {

    private final Html html;
    private final List<String> heads;
    private int column;

    /**
     * Begins a table.
     *
     * @param heads of the columns; those of figures begin with {@code #}, which is not shown
     */
    HtmlTable(Html html, String caption, String... heads) {
        this.html = html;
        this.heads = Stream.of(heads).map(HtmlTable::shown).toList();
        html.tags("<table role=\"table\"><caption class=\"unseen\">").text(caption);
        html.tags("</caption><thead role=\"rowgroup\"><tr role=\"row\">");
        for (String head : heads) {
            html.tags("<th role=\"columnheader\" scope=\"col\"" + (head.startsWith("#") ? " class=\"n\">" : ">"))
                    .text(shown(head))
                    .tags("</th>");
        }
        html.tags("</tr></thead><tbody role=\"rowgroup\">\n");
    }

    private static String shown(String head) {
        return head.startsWith("#") ? head.substring(1) : head;
    }

    /** A row; its first cell names it. */
    void row(String name, Consumer<HtmlTable> cells) {
        html.tags("<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">")
                .text(name)
                .tags("</th>");
        column = 1;
        cells.accept(this);
        html.tags("</tr>\n");
    }

    /** A cell with a figure. */
    HtmlTable figure(String text) {
        return cell("n", h -> h.text(text));
    }

    /** A cell with a figure that is no good news if it is not zero. */
    HtmlTable trouble(long count) {
        return cell(count > 0 ? "n bad" : "n", h -> h.text(Words.count(count)));
    }

    /** A cell with words. */
    HtmlTable words(String text) {
        return cell("w", h -> h.text(text));
    }

    /** A cell. */
    HtmlTable cell(String kind, Consumer<Html> content) {
        html.tags("<td role=\"cell\" class=\"" + kind + "\" data-head=\"")
                .text(heads.get(column))
                .tags("\"><span>");
        content.accept(html);
        html.tags("</span></td>");
        column++;
        return this;
    }

    /** Ends it. */
    void end() {
        html.tags("</tbody></table>\n");
    }
}
