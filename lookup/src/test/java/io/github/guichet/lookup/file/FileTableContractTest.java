package io.github.guichet.lookup.file;

import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.TableContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class FileTableContractTest extends TableContract {

    @TempDir
    private Path directory;

    @Override
    protected Table table() throws IOException {
        StringBuilder text = new StringBuilder("# the contract's contents\n\n");
        CONTENTS.forEach(
                (key, value) -> text.append(key).append("\t ").append(value).append(" \n"));
        Path file = Files.writeString(directory.resolve("table"), text);
        return new FileTable("file", file, Runnable::run);
    }

    /** A file that goes away leaves what was read from it. */
    @Override
    protected boolean takeSourceAway() throws IOException {
        Files.delete(directory.resolve("table"));
        return false;
    }
}
