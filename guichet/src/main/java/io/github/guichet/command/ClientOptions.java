package io.github.guichet.command;

import io.github.guichet.lookup.Network;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Of whom a question about an account is to be. */
final class ClientOptions {

    @Option(
            names = "--service",
            paramLabel = "NAME",
            defaultValue = "doveadm",
            description = "For which service: smtp, imap, pop3, sieve, lmtp … Without: ${DEFAULT-VALUE}.")
    private String service = "";

    @Option(names = "--rip", paramLabel = "ADDRESS", description = "The address of the client; without, none is known.")
    private Optional<String> remoteIp = Optional.empty();

    /** By the long names of Dovecot's variables. */
    Map<String, String> facts() throws CommandFailure {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("service", service);
        if (remoteIp.isPresent()) {
            String address = remoteIp.get();
            if (address.contains("/") || Network.parse(address).isEmpty()) {
                throw new CommandFailure(ExitStatus.USAGE, "--rip: " + address + " is no address");
            }
            facts.put("rip", address);
        }
        return facts;
    }
}
