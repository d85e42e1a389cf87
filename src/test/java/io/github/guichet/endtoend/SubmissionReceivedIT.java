package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The table for header_checks that hides what Postfix's own Received: tells of a client, read by Postfix as cleanup(8) reads it. */
@ExtendWith(Workspaces.class)
class SubmissionReceivedIT {

    private static final Path TABLE = Path.of(System.getProperty("guichet.checkout", "../.."))
            .resolve("docs/milter/submission-received")
            .toAbsolutePath();

    private static String checked(Workspace work, String header) {
        work.file("postmap/main.cf", "compatibility_level = 3.6\n");
        Command run = Command.run(
                List.of(
                        Program.POSTMAP.path(),
                        "-c",
                        work.directory("postmap").toString(),
                        "-h",
                        "-q",
                        "-",
                        "regexp:" + TABLE),
                header + "\n\n");
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    @Test
    void hidesTheClientOfOneRecipient(Workspace work) {
        String received = """
                Received: from laptop.home (dsl.example.net [203.0.113.9])
                \t(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)
                \t key-exchange X25519 server-signature RSA-PSS (2048 bits) server-digest SHA256)
                \t(No client certificate requested)
                \t(Authenticated sender: bob@example.org)
                \tby mx.example.org (Postfix) with ESMTPSA id 4cX9zQ1k2mz9
                \tfor <alice@example.com>; Sat, 21 Nov 2026 12:00:00 +0100 (CET)""";
        assertThat(checked(work, received))
                .isEqualTo(received
                        + "\tREPLACE Received: by mx.example.org (Postfix) with ESMTPSA id 4cX9zQ1k2mz9;"
                        + " Sat, 21 Nov 2026 12:00:00 +0100 (CET)\n");
    }

    @Test
    void hidesTheClientOfSeveral(Workspace work) {
        String received = """
                Received: from [192.0.2.7] (unknown [IPv6:2001:db8::7])
                \tby mx.example.org (Postfix) with ESMTPA id 4F2A00C;
                \tSat, 21 Nov 2026 12:00:00 +0100 (CET)""";
        assertThat(checked(work, received))
                .isEqualTo(received + "\tREPLACE Received: by mx.example.org (Postfix) with ESMTPA id 4F2A00C;\n"
                        + "\tSat, 21 Nov 2026 12:00:00 +0100 (CET)\n");
    }

    @Test
    void leavesOtherFieldsAlone(Workspace work) {
        assertThat(checked(work, "Subject: Received: from a by b (c) with SMTP id 1; x"))
                .isEmpty();
    }
}
