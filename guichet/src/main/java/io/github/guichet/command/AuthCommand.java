package io.github.guichet.command;

import io.github.guichet.dovecotauth.login.LoginRequest;
import io.github.guichet.dovecotauth.login.LoginResult;
import io.github.guichet.log.Printable;
import io.github.guichet.lookup.account.AccountRecord;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code guichet auth}. */
@Command(
        name = "auth",
        description = {
            "Says whether a log-in would succeed, and with which fields. Asks for the password on a terminal, or takes the first"
                    + " line of standard input. Asks the sources itself, by the rules of the daemon, without its cache, as for a client"
                    + " on a secured connection; the reason of a refusal, which no client is told, is on standard error.",
            "Exit status: 0 ok, 1 failed, 75 a source was unavailable, 78 there are no accounts."
        })
final class AuthCommand implements Callable<Integer> {

    @Mixin
    private ConfigOption config = new ConfigOption();

    @Mixin
    private ClientOptions client = new ClientOptions();

    @Parameters(index = "0", paramLabel = "USER", description = "As the user would type it.")
    private String user = "";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws BadConfigurationException, CommandFailure {
        Configuration configuration = config.read();
        LoginRequest request = new LoginRequest("PLAIN", client.facts()).with("secured", "");
        try (AccountsTool tool = AccountsTool.open(configuration)) {
            LoginResult result =
                    tool.authenticator().password(request, "", user, password()).join();
            PrintWriter out = spec.commandLine().getOut();
            int status = print(result, out);
            out.flush();
            return status;
        }
    }

    private static String password() throws CommandFailure {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(new PasswordInput().once()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CommandFailure(ExitStatus.USAGE, "the password is not UTF-8, so no client could send it");
        }
    }

    private static int print(LoginResult result, PrintWriter out) {
        if (result instanceof LoginResult.Accepted accepted) {
            out.println("ok");
            out.println("user=" + Printable.escaped(accepted.user()));
            fields(accepted.fields(), "", out);
            fields(accepted.prefetched(), "userdb_", out);
            return ExitStatus.OK;
        }
        if (result instanceof LoginResult.Refused refused) {
            out.println("failed");
            out.println("code=" + refused.reason().name().toLowerCase(Locale.ROOT));
            if (!refused.text().isEmpty()) {
                out.println("reason=" + Printable.escaped(refused.text()));
            }
            return ExitStatus.NO;
        }
        out.println("unavailable");
        out.println("reason=" + Printable.clipped(((LoginResult.Unavailable) result).reason()));
        return ExitStatus.TEMPORARY;
    }

    private static void fields(AccountRecord record, String prefix, PrintWriter out) {
        record.fields().forEach((name, value) -> {
            // What a proxy is to log in with is the password that was typed, or another secret.
            String shown = name.equals("pass") ? "(not shown)" : Printable.escaped(value);
            out.println(prefix + name + "=" + shown);
        });
    }
}
