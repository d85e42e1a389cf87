package io.github.guichet.lookup.ldap;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.Table;
import io.github.guichet.lookup.TableContract;
import io.github.guichet.lookup.template.TemplateException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** On a real slapd. */
class LdapTableContractTest extends TableContract {

    @TempDir
    Path directory;

    private PrivateSlapd slapd;
    private LdapSource source;

    @BeforeEach
    void start() throws IOException {
        StringBuilder ldif = new StringBuilder(PrivateSlapd.resource("tree.ldif")
                .replace("@DIR@", directory.toString())
                .lines()
                .takeWhile(line -> !line.startsWith("dn: uid="))
                .reduce("", (a, b) -> a + b + "\n"));
        int number = 0;
        for (Map.Entry<String, String> entry : CONTENTS.entrySet()) {
            Entry person = new Entry(
                    "uid=" + ++number + ",ou=mail,dc=xoyize,dc=xyz",
                    new Attribute("objectClass", "account", "postfixUser"),
                    new Attribute("uid", String.valueOf(number)),
                    new Attribute("mailacceptinggeneralid", entry.getKey()),
                    new Attribute("maildrop", entry.getValue()));
            ldif.append(person.toLDIFString(0)).append('\n');
        }
        slapd = PrivateSlapd.start(directory, "localhost", "", ldif.toString());
        source = LdapSource.open(Asking.source("ldap://localhost:" + slapd.port), LookupObserver.NONE);
    }

    @AfterEach
    void stop() {
        source.close();
        slapd.close();
    }

    @Override
    protected Table table() throws TemplateException {
        return new LdapTable(Asking.table("(mailacceptinggeneralid=%s)", "maildrop"), source);
    }

    @Override
    protected boolean takeSourceAway() {
        slapd.stop();
        return true;
    }
}
