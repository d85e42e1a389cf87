package io.github.guichet.command;

import io.github.guichet.server.AdminCommand;
import java.util.List;

/** Answers {@code guichet status}: a first line, {@code healthy} or {@code unhealthy}, and the text to print. */
final class AdminStatus implements AdminCommand {

    static final String NAME = "status";
    static final String HEALTHY = "healthy\n";
    static final String UNHEALTHY = "unhealthy\n";

    private final ServerStatus status;

    AdminStatus(ServerStatus status) {
        this.status = status;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String run(List<String> arguments) {
        String text = arguments.contains("json") ? status.json() : status.text();
        return (status.healthy() ? HEALTHY : UNHEALTHY) + text;
    }
}
