package io.github.guichet.doctor;

/**
 * What a Dovecot is set to.
 *
 * @param root what differs from the defaults, as blocks
 * @param recipientDelimiter with its default
 * @param baseDir where its sockets are
 * @param internalUser as whom its auth service runs
 * @param loginUser as whom its log-in processes run
 */
record DovecotConfig(
        DovecotBlock root, String recipientDelimiter, String baseDir, String internalUser, String loginUser) {}
