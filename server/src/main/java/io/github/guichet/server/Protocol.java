package io.github.guichet.server;

import io.netty.channel.Channel;

/** What a daemon says on a connection. */
@FunctionalInterface
public interface Protocol {

    /**
     * Furnishes the pipeline of a new connection with the handlers that speak the protocol.
     *
     * @param channel the connection, not yet active; called on its event loop
     * @return the conversation, for the limits
     */
    Conversation open(Channel channel);
}
