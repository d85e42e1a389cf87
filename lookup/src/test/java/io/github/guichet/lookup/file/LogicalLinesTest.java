package io.github.guichet.lookup.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogicalLinesTest {

    @Test
    void joinsContinuationLines() {
        assertThat(LogicalLines.of("abc\n def\nghi\n"))
                .containsExactly(new LogicalLines.Line("abc def", 1), new LogicalLines.Line("ghi", 3));
    }

    @Test
    void continuesAcrossCommentsAndEmptyLines() {
        assertThat(LogicalLines.of("abc\n#x\n\n \n # y\n ghi")).containsExactly(new LogicalLines.Line("abc ghi", 1));
    }

    @Test
    void passesOverWhiteSpaceBeforeTheFirstLine() {
        assertThat(LogicalLines.of(" abcde\n  more\nfghij\n")).containsExactly(new LogicalLines.Line("fghij", 3));
    }

    @Test
    void hasNoLinesInNothing() {
        assertThat(LogicalLines.of("")).isEmpty();
        assertThat(LogicalLines.of("\n#a\n  \n")).isEmpty();
    }
}
