package io.github.guichet.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;

/** The programs of the peers, where Debian puts them. A missing one fails the test that needs it; nothing is skipped. */
public enum Program {
    CHMOD("coreutils", "/bin/chmod"),
    CHOWN("coreutils", "/bin/chown"),
    CHROMIUM("chromium", "/usr/bin/chromium"),
    DOVECONF("dovecot-core", "/usr/bin/doveconf"),
    DOVEADM("dovecot-core", "/usr/bin/doveadm"),
    DOVECOT("dovecot-core", "/usr/sbin/dovecot"),
    IP("iproute2", "/usr/sbin/ip"),
    JSVC("jsvc", "/usr/bin/jsvc"),
    GCC("gcc", "/usr/bin/gcc"),
    LDAPADD("ldap-utils", "/usr/bin/ldapadd"),
    LINTIAN("lintian", "/usr/bin/lintian"),
    MAN("man-db", "/usr/bin/man"),
    MARIADBD("mariadb-server", "/usr/sbin/mariadbd"),
    MARIADB_INSTALL_DB("mariadb-server", "/usr/bin/mariadb-install-db"),
    MASTER("postfix", "/usr/lib/postfix/sbin/master"),
    MILTERTEST("miltertest", "/usr/bin/miltertest"),
    NSENTER("util-linux", "/usr/bin/nsenter"),
    OPENSSL("openssl", "/usr/bin/openssl"),
    PERL("perl-base", "/usr/bin/perl"),
    POSTCONF("postfix", "/usr/sbin/postconf"),
    POSTMAP("postfix", "/usr/sbin/postmap"),
    POSTQUEUE("postfix", "/usr/sbin/postqueue"),
    POSTSUPER("postfix", "/usr/sbin/postsuper"),
    POSTFIX_LDAP("postfix-ldap", "/usr/lib/postfix/postfix-ldap.so"),
    POSTFIX_LMDB("postfix-lmdb", "/usr/lib/postfix/postfix-lmdb.so"),
    POSTFIX_CDB("postfix-cdb", "/usr/lib/postfix/postfix-cdb.so"),
    POSTFIX_MYSQL("postfix-mysql", "/usr/lib/postfix/postfix-mysql.so"),
    POSTFIX_PGSQL("postfix-pgsql", "/usr/lib/postfix/postfix-pgsql.so"),
    POSTFIX_SQLITE("postfix-sqlite", "/usr/lib/postfix/postfix-sqlite.so"),
    PROMETHEUS("prometheus", "/usr/bin/prometheus"),
    PROMTOOL("prometheus", "/usr/bin/promtool"),
    PYTHON("python3-milter", "/usr/bin/python3"),
    RUNUSER("util-linux", "/usr/sbin/runuser"),
    SCRIPT("bsdutils", "/usr/bin/script"),
    SENDMAIL("postfix", "/usr/sbin/sendmail"),
    SHELLCHECK("shellcheck", "/usr/bin/shellcheck"),
    SLAPD("slapd", "/usr/sbin/slapd"),
    SYSTEMD_ACTIVATE("systemd", "/usr/bin/systemd-socket-activate"),
    SYSTEMD_ANALYZE("systemd", "/usr/bin/systemd-analyze"),
    SYSTEMD_SYSUSERS("systemd", "/usr/bin/systemd-sysusers"),
    SYSTEMD_TMPFILES("systemd", "/usr/bin/systemd-tmpfiles"),
    UNSHARE("util-linux", "/usr/bin/unshare"),
    FAIL2BAN_REGEX("fail2ban", "/usr/bin/fail2ban-regex"),
    GUICHET("", System.getProperty("guichet.tree", "target/guichet") + "/bin/guichet");

    private final String debianPackage;
    private final String place;

    Program(String debianPackage, String place) {
        this.debianPackage = debianPackage;
        this.place = place;
    }

    /**
     * Where the program is.
     *
     * @throws AssertionError with the package to install, if it is not there
     */
    public String path() {
        if (!Files.exists(Path.of(place))) {
            String remedy = debianPackage.isEmpty() ? "mvn -DskipTests package" : "apt-get install " + debianPackage;
            throw new AssertionError(place + " is missing: " + remedy);
        }
        return place;
    }

    /**
     * The same place inside the tree of another Debian.
     *
     * @throws AssertionError if it is not there
     */
    String placeIn(Path tree) {
        if (!Files.exists(tree.resolve(place.substring(1)))) {
            throw new AssertionError(tree + place + " is missing: " + debianPackage + " belongs into .ci/debian-tree");
        }
        return place;
    }
}
