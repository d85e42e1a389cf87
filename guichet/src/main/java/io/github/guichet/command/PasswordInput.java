package io.github.guichet.command;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Reads a password as the bytes that were typed: from the terminal without showing them, or else the first line of standard input.
 * Java's own console is not used, because it decodes what it reads, and is none when the output goes to a file.
 */
final class PasswordInput {

    private static final String TERMINAL = "/dev/tty";

    /** No stored password is made of more, and no log-in could send it. */
    private static final int LONGEST = 4096;

    private final InputStream piped;

    PasswordInput() {
        this(System.in);
    }

    /**
     * @param piped read if standard input is no terminal
     */
    PasswordInput(InputStream piped) {
        this.piped = piped;
    }

    /**
     * One password that has to be given twice where nobody sees what he types.
     *
     * @throws CommandFailure if the two differ, there is none, it is empty, which would let nobody in, or it is longer than 4096
     *     bytes
     */
    byte[] twice() throws CommandFailure {
        byte[] password = read("Password: ", "The same again: ");
        if (password.length == 0) {
            throw new CommandFailure(ExitStatus.USAGE, "the password is empty, which lets nobody in");
        }
        return password;
    }

    /**
     * One password.
     *
     * @throws CommandFailure if there is none, or it is longer than 4096 bytes
     */
    byte[] once() throws CommandFailure {
        return read("Password: ");
    }

    private byte[] read(String... prompts) throws CommandFailure {
        try {
            return Terminal.isStdin() ? typed(prompts) : line(piped);
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.USAGE, "cannot read a password: " + e.getMessage());
        }
    }

    private static byte[] typed(String... prompts) throws IOException, CommandFailure {
        // Also when the command is interrupted, the shell has to get a terminal that shows what is typed.
        Thread showAgain = new Thread(() -> echo(true), "echo");
        Runtime.getRuntime().addShutdownHook(showAgain);
        echo(false);
        try (InputStream in = new FileInputStream(TERMINAL);
                OutputStream out = new FileOutputStream(TERMINAL)) {
            byte[] password = ask(in, out, prompts[0]);
            if (prompts.length > 1 && !Arrays.equals(password, ask(in, out, prompts[1]))) {
                throw new CommandFailure(ExitStatus.USAGE, "the two are different");
            }
            return password;
        } finally {
            echo(true);
            Runtime.getRuntime().removeShutdownHook(showAgain);
        }
    }

    private static byte[] ask(InputStream in, OutputStream out, String prompt) throws IOException, CommandFailure {
        out.write(prompt.getBytes(StandardCharsets.US_ASCII));
        byte[] password = line(in);
        out.write('\n');
        return password;
    }

    private static void echo(boolean on) {
        try {
            Process stty = new ProcessBuilder("stty", on ? "echo" : "-echo")
                    .redirectInput(new File(TERMINAL))
                    .start();
            stty.waitFor();
        } catch (IOException e) {
            // Without stty it is read all the same, and shown.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] line(InputStream in) throws IOException, CommandFailure {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int next = in.read();
        if (next < 0) {
            throw new CommandFailure(ExitStatus.USAGE, "there is no password on standard input");
        }
        while (next >= 0 && next != '\n') {
            if (line.size() == LONGEST) {
                throw new CommandFailure(ExitStatus.USAGE, "a password has at most " + LONGEST + " bytes");
            }
            line.write(next);
            next = in.read();
        }
        return line.toByteArray();
    }
}
