package io.github.guichet.command;

import io.github.guichet.server.ListenAddress;
import java.nio.file.Path;

/**
 * Where the running daemon takes commands.
 *
 * @param listen a Unix socket, or one that systemd has opened
 * @param path where commands find it
 */
public record AdminConfig(ListenAddress listen, Path path) {}
