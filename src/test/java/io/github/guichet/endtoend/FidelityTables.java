package io.github.guichet.endtoend;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Table files that together use every parameter of mysql_table(5), pgsql_table(5) and sqlite_table(5). */
final class FidelityTables {

    /** Name of the map, and its table as main.cf names it. */
    private final Map<String, String> tables = new LinkedHashMap<>();

    private final Workspace work;

    FidelityTables(Workspace work) {
        this.work = work;
        work.file("domains", "# ours\nexample.com\n  EXAMPLE.net, müller.example\n!a.b.c.example.net\n");
        work.file("domains.text", "example.com yes\nexample.net yes\n");
    }

    Map<String, String> all() {
        return tables;
    }

    private void add(String type, String name, String text) {
        Path file = work.file(type + "-" + name + ".cf", text);
        tables.put(type + "-" + name, type + ":" + file);
    }

    /** What does not depend on the database: queries, results, domains, limits. */
    private void common(String type, String connection) {
        String alias = connection + "query = SELECT goto FROM alias WHERE address='%s'\n";
        add(type, "plain", alias);
        add(type, "parts", connection + "query = SELECT goto FROM alias WHERE address='%u@%d'\n");
        add(type, "two-columns", connection + "query = SELECT home FROM users WHERE name='%u' AND domain='%d'\n");
        add(type, "upper", connection + "query = SELECT goto FROM alias WHERE address='%U@%D' OR address='%S'\n");
        add(type, "labels", connection + "query = SELECT goto FROM alias WHERE address='%u@%3.%2.%1'\n");
        add(type, "many-labels", connection + "query = SELECT goto FROM alias WHERE address='deep@%5.%4.%3.%2.%1'\n");
        add(type, "user-only", connection + "query = SELECT domain FROM users WHERE name='%u' ORDER BY domain\n");
        add(type, "domain-only", connection + "query = SELECT name FROM users WHERE domain='%d' ORDER BY name\n");
        add(type, "like", connection + "query = SELECT goto FROM alias WHERE address LIKE '%%@%d' ORDER BY address\n");
        add(type, "like-key", connection + "query = SELECT goto FROM alias WHERE address LIKE '%s' ORDER BY address\n");
        add(type, "constant", connection + "query = SELECT 'it''s 100%%' AS x\n");
        add(type, "echo", connection + "query = SELECT '%s' AS x\n");
        add(type, "nulls", connection + "query = SELECT NULL, goto, '' FROM alias WHERE address='%s'\n");
        add(type, "columns", connection + "query = SELECT id, goto, active FROM alias WHERE address='%s'\n");
        add(type, "number", connection + "query = SELECT goto FROM alias WHERE address='%s' AND active='1'\n");
        add(type, "format", alias + "result_format = <%u>-%d-%%-[%s]\n");
        add(type, "format-key", alias + "result_format = %s/%S/%U/%D/%1\n");
        add(type, "format-user", alias + "result_format = %u\n");
        add(type, "format-constant", alias + "result_format = OK\n");
        add(type, "domain", alias + "domain = example.com, !example.net\n Müller.EXAMPLE\n");
        add(type, "domain-not", alias + "domain = !example.com, example.com, example.net\n");
        add(type, "domain-file", alias + "domain = " + work.path("domains") + "\n");
        add(type, "domain-not-file", alias + "domain = !" + work.path("domains") + " xn--mller-kva.example\n");
        add(type, "domain-table", alias + "domain = texthash:" + work.path("domains.text") + " a.b.c.example.net\n");
        add(type, "domain-inline", alias + "domain = inline:{ example.com=1, { example.net = 2 } }\n");
        add(type, "domain-static", alias + "domain = !example.com static:all\n");
        add(
                type,
                "limit",
                connection + "expansion_limit = 2\nquery = SELECT goto FROM alias WHERE address LIKE '%%@%d'\n");
        add(type, "limit-one", alias + "expansion_limit = 1\n");
        add(type, "pieces", connection + "table = alias\nselect_field = goto\nwhere_field = address\n");
        add(
                type,
                "pieces-more",
                connection
                        + "table = alias\nselect_field = goto\nwhere_field = address\nadditional_conditions = and active = 1\n");
        add(
                type,
                "odd-lines",
                "# comment\n\n" + connection.replace(" = ", "=")
                        + "query = SELECT goto\n # not this\n\n\tFROM alias\n   WHERE address='%s'\n"
                        + "result_format = wrong\nresult_format = %s \nunheard_of = yes\n");
        add(type, "broken", connection + "query = SELECT nothing FROM nowhere WHERE x='%s'\n");
    }

    void mysql(MariaDbServer server, Path authority, Path stranger, PrivateCa.Certificate client) {
        String login = "user = postfix\npassword = secret\ndbname = postfixadmin\n";
        String connection = "hosts = " + server.host() + "\n" + login;
        common("mysql", connection);
        String alias = "query = SELECT goto FROM alias WHERE address='%s'\n";
        add("mysql", "socket", "hosts = unix:" + server.socket() + "\n" + login + alias);
        add("mysql", "hosts", "hosts = 127.0.0.1:1, unix:/nonexistent/sock " + server.host() + "\n" + login + alias);
        add("mysql", "times", connection + alias + "idle_interval = 10\nretry_interval = 5\ncharset = utf8mb4\n");
        add("mysql", "double-quotes", connection + "query = SELECT goto FROM alias WHERE address=\"%s\"\n");
        add(
                "mysql",
                "escapes",
                connection + "query = SELECT goto FROM alias WHERE address='%s' AND goto <> 'it\\'s'\n");
        add(
                "mysql",
                "like-escape",
                connection + "query = SELECT goto FROM alias WHERE address LIKE '%u\\_%%' ORDER BY address\n");
        add("mysql", "id", connection + "query = SELECT goto FROM alias WHERE id='%u' ORDER BY address\n");
        add("mysql", "binary", connection + "query = SELECT goto FROM alias WHERE address=BINARY '%s'\n");
        add("mysql", "concat", connection + "query = SELECT CONCAT('%u', '/', '%d', '/') AS maildir\n");
        add("mysql", "hex", connection + "query = SELECT HEX('%s'), CHARSET('%s'), COLLATION('%s')\n");
        add("mysql", "types", connection + "query = SELECT i, t, b, u, d, f, x, y, dt, da, ti, bl, e, s FROM types\n");
        add("mysql", "procedure", connection + "query = CALL lookup('%s')\n");
        add("mysql", "procedure-parts", connection + "query = CALL lookup_parts('%u','%d')\n");
        add("mysql", "procedure-none", connection + "query = CALL nothing('%s')\n");
        add("mysql", "procedure-none-allowed", connection + "require_result_set = no\nquery = CALL nothing('%s')\n");
        add("mysql", "procedure-two", connection + "query = CALL two('%s')\n");
        Path options = work.file(
                "my.cnf",
                "[client]\nuser = \"postfix\"\n[mail]\n" + "socket = " + server.socket() + "\n[other]\nuser = wrong\n");
        add(
                "mysql",
                "option-file",
                "hosts = " + server.host() + "\npassword = secret\ndbname = postfixadmin\noption_file = " + options
                        + "\noption_group = mail\n" + alias);
        add(
                "mysql",
                "option-socket",
                "hosts = localhost\npassword = secret\ndbname = postfixadmin\noption_file = " + options
                        + "\noption_group = mail\n" + alias);
        add("mysql", "tls", connection + alias + "tls_CAfile = " + authority + "\ntls_verify_cert = no\n");
        add(
                "mysql",
                "tls-verified",
                connection + "tls_CAfile = " + authority
                        + "\ntls_verify_cert = yes\nquery = SELECT goto FROM alias WHERE address='%s'\n");
        add("mysql", "tls-stranger", connection + alias + "tls_CAfile = " + stranger + "\ntls_verify_cert = yes\n");
        add(
                "mysql",
                "tls-client",
                connection.replace("user = postfix", "user = strict") + alias + "tls_CAfile = "
                        + authority + "\ntls_cert_file = " + client.file() + "\ntls_key_file = "
                        + client.key() + "\ntls_ciphers = ECDHE-RSA-AES256-GCM-SHA384\n");
        add("mysql", "denied", connection.replace("secret", "wrong") + alias);
        add("mysql", "down", "hosts = 127.0.0.1:1\n" + login + alias);
    }

    void sqlite(Path database) {
        common("sqlite", "dbpath = " + database + "\n");
        add("sqlite", "gone", "dbpath = /nonexistent/mail.db\nquery = SELECT goto FROM alias WHERE address='%s'\n");
        add("sqlite", "id", "dbpath = " + database + "\nquery = SELECT goto FROM alias WHERE id='%u'\n");
        add("sqlite", "types", "dbpath = " + database + "\nquery = SELECT v FROM kinds ORDER BY n\n");
    }

    void pgsql(PostgresServer server) {
        // Postfix before 3.8 always uses LATIN1; since then the default is UTF8. With this line all versions agree.
        String login = "user = postfix\npassword = secret\ndbname = mail\nencoding = LATIN1\n";
        String connection = "hosts = inet:127.0.0.1:" + server.port() + "\n" + login;
        common("pgsql", connection);
        String alias = "query = SELECT goto FROM alias WHERE address='%s'\n";
        add("pgsql", "hosts", "hosts = 127.0.0.1:1, /nonexistent 127.0.0.1:" + server.port() + "\n" + login + alias);
        add("pgsql", "times", connection + alias + "idle_interval = 10\nretry_interval = 5\n");
        add(
                "pgsql",
                "uri",
                "hosts = postgresql://postfix:s%65cret@127.0.0.1:" + server.port() + "/mail?sslmode=disable\n"
                        + "dbname = mail\nencoding = LATIN1\n" + alias);
        add("pgsql", "function", connection + "select_function = lookup\n");
        add("pgsql", "types", connection + "query = SELECT i, t, b, d, f, x, dt, da, ti, bl, a FROM types\n");
        add("pgsql", "concat", connection + "query = SELECT concat('%u', '/', '%d')\n");
        add("pgsql", "cast", connection + "query = SELECT goto FROM alias WHERE id = length('%s')::int ORDER BY 1\n");
        add("pgsql", "denied", connection.replace("dbname = mail", "dbname = nonexistent") + alias);
    }
}
