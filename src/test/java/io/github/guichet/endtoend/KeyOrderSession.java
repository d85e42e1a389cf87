package io.github.guichet.endtoend;

import java.util.List;

/**
 * One SMTP session with one message.
 *
 * @param name the client's name, as XCLIENT says it
 * @param address the client's address, as XCLIENT says it
 * @param helo what the client calls itself
 * @param login as whom it logs in; empty if it does not
 * @param sender the envelope sender
 * @param recipients the envelope recipients
 */
record KeyOrderSession(
        String name, String address, String helo, String login, String sender, List<String> recipients) {}
