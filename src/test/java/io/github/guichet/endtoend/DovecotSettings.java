package io.github.guichet.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** dovecot.conf of one private instance: harmless defaults for a test, and what the test puts after them. Not thread-safe. */
public final class DovecotSettings {

    private final Debian debian;
    private final StringBuilder text = new StringBuilder();
    private boolean links;

    /** Settings for the Dovecot of one generation. Mail goes into {@code Maildir} in the user's home. */
    public DovecotSettings(Debian debian) {
        this.debian = debian;
        add("""
                disable_plaintext_auth = no
                mail_location = maildir:~/Maildir
                protocols = imap pop3 lmtp sieve submission
                ssl = no
                """, """
                auth_allow_cleartext = yes
                mail_driver = maildir
                mail_path = ~/Maildir
                protocols {
                  imap = yes
                  pop3 = yes
                  lmtp = yes
                  sieve = yes
                  submission = yes
                }
                ssl = no
                """);
        // Accounts here have the ids that the acceptance cases give them, such as group 8.
        add("first_valid_uid = 100\nfirst_valid_gid = 1\nauth_debug = yes\n");
    }

    /** Whether the links of docs/dovecot-tmpfiles.conf belong to these settings. */
    boolean links() {
        return links;
    }

    /** The generation that these are for. */
    public Debian debian() {
        return debian;
    }

    /** Settings that both generations write alike. */
    public DovecotSettings add(String settings) {
        text.append(settings);
        return this;
    }

    /** The same settings as each generation writes them. */
    public DovecotSettings add(String before24, String since24) {
        return add(debian == Debian.BOOKWORM ? before24 : since24);
    }

    /** IMAP without and with TLS under this certificate; a client may show one that {@code clients} issued. */
    public DovecotSettings tls(PrivateCa.Certificate certificate, Path clients) {
        return add("""
                ssl = yes
                ssl_cert = <%1$s
                ssl_key = <%2$s
                ssl_ca = <%3$s
                ssl_verify_client_cert = yes
                ssl_require_crl = no
                auth_ssl_username_from_cert = yes
                """.formatted(certificate.file(), certificate.key(), clients), """
                ssl = yes
                ssl_server_cert_file = %1$s
                ssl_server_key_file = %2$s
                ssl_server_ca_file = %3$s
                ssl_server_request_client_cert = yes
                ssl_server_require_crl = no
                auth_ssl_username_from_cert = yes
                """.formatted(
                        certificate.file(), certificate.key(), clients));
    }

    /**
     * Without what Dovecot's own auth service holds answers back for: a delay after each failure, and a penalty for the client's
     * address, which all of doveadm's questions without an address share.
     */
    public DovecotSettings withoutDelays() {
        return add("""
                auth_failure_delay = 0
                service anvil {
                  unix_listener anvil-auth-penalty {
                    mode = 0
                  }
                }
                """);
    }

    /** Dovecot's own auth service with the accounts of a passwd-file. */
    public DovecotSettings passwdFile(Path users) {
        return add("""
                passdb {
                  driver = passwd-file
                  args = %1$s
                }
                userdb {
                  driver = passwd-file
                  args = %1$s
                }
                """.formatted(users), """
                passdb passwd-file {
                  passwd_file_path = %1$s
                }
                userdb passwd-file {
                  passwd_file_path = %1$s
                }
                """.formatted(users));
    }

    /**
     * guichet is the only auth service: the settings file in docs/ as it is, with the paths of this workspace, in which guichet
     * listens on {@code auth-client.sock} and {@code auth-master.sock}. {@link DovecotServer} makes the links.
     */
    public DovecotSettings authReplaced(Workspace work) {
        links = true;
        return add(shipped(work, "dovecot-" + debian.dovecot() + "/auth-replaced.conf"));
    }

    /** Dovecot's own auth service asks guichet by the dict protocol, on {@code dict.sock}: the files in docs/ as they are. */
    public DovecotSettings authByDict(Workspace work) {
        Path dict = work.file("guichet-dict.conf.ext", shipped(work, "dovecot-2.3/guichet-dict.conf.ext"));
        return add(shipped(work, "dovecot-2.3/auth-by-dict.conf")
                .replace("/etc/dovecot/guichet-dict.conf.ext", dict.toString()));
    }

    /** A file of docs/ with this workspace for {@code /run/guichet}. */
    static String shipped(Workspace work, String file) {
        try {
            return Files.readString(Path.of(System.getProperty("guichet.checkout", "../.."), "docs", file))
                    .replace("/run/guichet/", work.path() + "/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The text so far. */
    @Override
    public String toString() {
        return text.toString();
    }
}
