package io.github.guichet.endtoend;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The arrows of docs/architecture.md: a daemon knows server and lookup, guichet knows all, server and lookup do not know each other. */
class ArchitectureTest {

    private static final String LOOKUP = "io.github.guichet.lookup..";
    private static final String SERVER = "io.github.guichet.server..";
    private static final String SOCKETMAP = "io.github.guichet.socketmap..";
    private static final String DOVECOT_AUTH = "io.github.guichet.dovecotauth..";
    private static final String POLICYD = "io.github.guichet.policyd..";
    private static final String MILTER = "io.github.guichet.milter..";
    private static final String COMMAND = "io.github.guichet.command..";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.github.guichet");

    @Test
    void sawClassesOfEveryModule() {
        for (String module : List.of("lookup", "server", "socketmap", "dovecotauth", "policyd", "milter", "command")) {
            assertThat(CLASSES.stream()
                            .filter(c -> c.getPackageName().startsWith("io.github.guichet." + module))
                            .count())
                    .as(module)
                    .isGreaterThan(5);
        }
    }

    @Test
    void lookupKnowsNoServerNoProtocolAndNoMetrics() {
        noClasses()
                .that()
                .resideInAPackage(LOOKUP)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        SERVER,
                        SOCKETMAP,
                        DOVECOT_AUTH,
                        POLICYD,
                        MILTER,
                        COMMAND,
                        "io.netty..",
                        "io.prometheus..",
                        "picocli..",
                        "org.tomlj..")
                .check(CLASSES);
    }

    @Test
    void serverKnowsNoLookupAndNoProtocol() {
        noClasses()
                .that()
                .resideInAPackage(SERVER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        LOOKUP,
                        SOCKETMAP,
                        DOVECOT_AUTH,
                        POLICYD,
                        MILTER,
                        COMMAND,
                        "java.sql..",
                        "com.unboundid..",
                        "picocli..")
                .check(CLASSES);
    }

    @Test
    void aDaemonKnowsServerAndLookupOnly() {
        noClasses()
                .that()
                .resideInAnyPackage(SOCKETMAP, DOVECOT_AUTH, POLICYD, MILTER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(COMMAND, "java.sql..", "com.unboundid..", "picocli..", "org.tomlj..")
                .check(CLASSES);
    }

    @Test
    void noDaemonKnowsAnother() {
        List<String> daemons = List.of(SOCKETMAP, DOVECOT_AUTH, POLICYD, MILTER);
        for (String daemon : daemons) {
            noClasses()
                    .that()
                    .resideInAPackage(daemon)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            daemons.stream().filter(d -> !d.equals(daemon)).toArray(String[]::new))
                    .check(CLASSES);
        }
    }

    /** Codecs know what decides, never the other way round; schemes know nothing. */
    @Test
    void insideTheLogInDaemonArrowsPointFromTheWireToTheSchemes() {
        noClasses()
                .that()
                .resideInAPackage("io.github.guichet.dovecotauth.login..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.github.guichet.dovecotauth.client..",
                        "io.github.guichet.dovecotauth.master..",
                        "io.github.guichet.dovecotauth.dict..",
                        "io.github.guichet.dovecotauth.wire..",
                        "io.github.guichet.dovecotauth.sasl..",
                        "io.netty..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.github.guichet.dovecotauth.scheme..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.github.guichet.dovecotauth.login..", "io.github.guichet.dovecotauth.sasl..", LOOKUP, SERVER)
                .check(CLASSES);
    }

    /** What decides does not know how it was asked, nor what checks there are. */
    @Test
    void insideThePolicyServiceArrowsPointToTheRules() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.github.guichet.policyd.rule..",
                        "io.github.guichet.policyd.check..",
                        "io.github.guichet.policyd.notice..",
                        "io.github.guichet.policyd.accounting..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.github.guichet.policyd.wire..", "io.netty..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.github.guichet.policyd.rule..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.github.guichet.policyd.check..",
                        "io.github.guichet.policyd.notice..",
                        "io.github.guichet.policyd.accounting..")
                .check(CLASSES);
    }

    /** What an MTA says and hears is the middle: those who speak its protocol and those who decide both know it, and not each other. */
    @Test
    void insideTheMilterWireAndRulesMeetInTheSessionOnly() {
        milterKnowsNot("session", "message", "rule", "check", "wire");
        milterKnowsNot("message", "rule", "check", "wire");
        milterKnowsNot("rule", "check", "wire");
        milterKnowsNot("check", "wire");
        milterKnowsNot("wire", "message", "rule", "check");
        noClasses()
                .that()
                .resideInAPackage(MILTER)
                .and()
                .resideOutsideOfPackage("io.github.guichet.milter.wire..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(CLASSES);
    }

    private static void milterKnowsNot(String from, String... to) {
        noClasses()
                .that()
                .resideInAPackage("io.github.guichet.milter." + from + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(Stream.of(to)
                        .map(name -> "io.github.guichet.milter." + name + "..")
                        .toArray(String[]::new))
                .check(CLASSES);
    }

    @Test
    void nothingButTheCommandLineKnowsTheCommandLine() {
        classes()
                .that()
                .resideInAPackage(COMMAND)
                .should()
                .onlyHaveDependentClassesThat()
                .resideInAPackage(COMMAND)
                .check(CLASSES);
    }
}
