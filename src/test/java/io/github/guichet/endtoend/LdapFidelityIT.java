package io.github.guichet.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.guichet.lookup.key.KeyCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * The same ldap_table(5) file, read by Postfix and by guichet, says the same to every key: the files use every parameter that
 * changes an answer, the directory holds groups, circles, LDAP URLs, aliases and referrals.
 */
class LdapFidelityIT {

    private static final Path CORPUS =
            Path.of(System.getProperty("guichet.checkout", "../.."), "src/test/resources/ldap-fidelity");
    private static final String ACCESS = """
            access to attrs=userPassword by anonymous auth by * none
            access to * by * read
            """;
    private static final int OVER_LONG = 12_000;
    private static final int SIDE_BY_SIDE = 8;

    private static final AtomicReference<Site> SITE = new AtomicReference<>();

    /** What all tests share: the servers run in the workspace. */
    private record Site(
            Workspace work,
            PostmapQuestions postmap,
            List<String> files,
            AtomicInteger pairs,
            List<String> differences) {

        private Site(Workspace work) {
            this(work, new PostmapQuestions(work), new ArrayList<>(), new AtomicInteger(), new ArrayList<>());
        }
    }

    @BeforeContainer
    static void start() throws IOException {
        Program.POSTFIX_LDAP.path();
        Site site = new Site(new Workspace());
        SITE.set(site);
        Workspace work = site.work();
        PrivateCa ca = PrivateCa.create(work, "ca");
        Files.copy(ca.file(), work.path("CA.pem"));
        PrivateCa.create(work, "other");
        PrivateCa.Certificate certificate = ca.issue("slapd", "DNS:localhost,IP:127.0.0.1");
        Acceptance.copy(work, "ldap-multidomain", Map.of());
        SlapdServer far = SlapdServer.start(work, work.path("postfix.schema"), ACCESS, certificate);
        far.add(work.file("far.ldif", text("far.ldif")));
        SlapdServer near = SlapdServer.start(work, work.path("postfix.schema"), ACCESS, certificate);
        near.add(work.file("near.ldif", text("tree.ldif").replace("@FAR@", far.url() + "/ou=people,dc=xoyize,dc=xyz")));
        work.file("domains", "b.example\nlist.example\n");
        tables(site, near);
        GuichetProcess.start(work);
    }

    private static void tables(Site site, SlapdServer near) throws IOException {
        Workspace work = site.work();
        String common = """
                server_host = %s
                version = 3
                search_base = dc=xoyize,dc=xyz
                bind_dn = cn=reader,dc=xoyize,dc=xyz
                bind_pw = readerpw""".formatted(near.url());
        StringBuilder toml =
                new StringBuilder("[socketmap]\nlisten = [\"unix:" + work.path("socketmap.sock") + "\"]\n");
        try (Stream<Path> all = Files.list(CORPUS)) {
            for (Path file :
                    all.filter(f -> f.toString().endsWith(".cf")).sorted().toList()) {
                String name = file.getFileName().toString().replace(".cf", "");
                work.file(
                        name + ".cf",
                        Files.readString(file)
                                .replace("@COMMON@", common)
                                .replace("@LDAPI@", near.socketUrl())
                                .replace("@LDAP@", near.url())
                                .replace("@HOST@", "127.0.0.1")
                                .replace("@PORT@", Integer.toString(near.port()))
                                .replace("@DEAD@", "ldap://127.0.0.1:" + work.freePort())
                                .replace("@DIR@", work.path().toString()));
                toml.append("[map.%s]\npostfix = \"ldap:%s\"\n".formatted(name, work.path(name + ".cf")));
                site.files().add(name);
            }
        }
        work.file("guichet.toml", toml.toString());
    }

    private static String text(String name) throws IOException {
        return Files.readString(CORPUS.resolve(name));
    }

    @AfterContainer
    static void stop() {
        Site site = Objects.requireNonNull(SITE.get());
        System.out.println("fidelity: " + site.pairs() + " (file, key) pairs, "
                + site.differences().size() + " differences (" + site.files().size() + " ldap_table files)");
        site.work().close();
    }

    @Example
    void saysTheSameToEveryKeyOfTheList() throws IOException {
        List<String> keys = new ArrayList<>(text("keys.txt").lines().toList());
        keys.add("x".repeat(OVER_LONG) + "@a.example");
        compare(keys);
    }

    /** So that the exception below stays as small as it is meant to be. */
    @Example
    void fewKeysOfTheListCannotExist() throws IOException {
        assertThat(text("keys.txt").lines().filter(key -> !KeyCheck.canExist(key)))
                .containsExactly("tab\tkey@a.example", "a'b\"c");
    }

    @Property(tries = 4, shrinking = ShrinkingMode.OFF)
    void saysTheSameToGeneratedKeys(@ForAll("keys") List<String> keys) {
        compare(keys);
    }

    @Provide
    Arbitrary<List<String>> keys() {
        Arbitrary<String> local = Arbitraries.oneOf(
                Arbitraries.of("alice", "bob", "star*", "par(en)", "back\\slash", "o'neil", "plain", "nested", "mixed"),
                Arbitraries.strings()
                        .withChars("ab*()\\ \"#+,;<>=&|!~:%_'/.@äÄß中")
                        .ofMinLength(0)
                        .ofMaxLength(12));
        Arbitrary<String> domain = Arbitraries.oneOf(
                Arbitraries.of(
                        "@a.example", "@A.Example", "@b.example", "@list.example", "@sub.dept.a.example", "@", ""),
                Arbitraries.strings().withChars("@.ab*ü%-").ofMinLength(1).ofMaxLength(8));
        return Combinators.combine(local, domain)
                .as((l, d) -> l + d)
                .list()
                .uniqueElements()
                .ofSize(60);
    }

    /** Several files at once: where a key is an error, postmap does nothing but sleep. */
    private static void compare(List<String> keys) {
        Site site = Objects.requireNonNull(SITE.get());
        ExecutorService threads = Executors.newFixedThreadPool(SIDE_BY_SIDE);
        try {
            List<Future<List<String>>> running = site.files().stream()
                    .map(file -> threads.submit(() -> compare(site, file, keys)))
                    .toList();
            List<String> found = new ArrayList<>();
            for (Future<List<String>> one : running) {
                found.addAll(one.get());
            }
            site.differences().addAll(found);
            assertThat(found).isEmpty();
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<String> compare(Site site, String file, List<String> keys) {
        String postfix = "ldap:" + site.work().path(file + ".cf");
        // Where every key is an error two will do: each costs postmap a second.
        List<String> few = keys.subList(0, 2);
        Map<String, String> first = site.postmap().ask(postfix, few);
        boolean allErrors = first.values().stream().allMatch("error"::equals);
        List<String> asked = allErrors ? few : keys;
        Map<String, String> expected = allErrors ? first : site.postmap().ask(postfix, keys);
        Map<String, String> actual =
                site.postmap().ask("socketmap:unix:" + site.work().path("socketmap.sock") + ":" + file, asked);
        List<String> found = new ArrayList<>();
        for (String key : asked) {
            site.pairs().incrementAndGet();
            // A key that cannot exist is not found, even where Postfix's table would not look at the key at all.
            String right = KeyCheck.canExist(key) ? String.valueOf(expected.get(key)) : "not found";
            if (!right.equals(actual.get(key))) {
                found.add(file + " <" + key + ">: postfix " + expected.get(key) + ", guichet " + actual.get(key));
            }
        }
        return found;
    }
}
