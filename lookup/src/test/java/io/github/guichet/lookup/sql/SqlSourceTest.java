package io.github.guichet.lookup.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.guichet.lookup.Answer;
import io.github.guichet.lookup.LookupObserver;
import io.github.guichet.lookup.SourceException;
import io.github.guichet.lookup.SourceFailure;
import io.github.guichet.lookup.SourceState;
import io.github.guichet.lookup.Trail;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of questions when the server is slow, gone, stopped, or says no. */
class SqlSourceTest {

    private static final MariaDbServer SERVER = MariaDbServer.start("--max-connections=20");
    private static final String QUERY = "SELECT v FROM map WHERE k='%s'";

    private final List<SourceFailure> failures = new CopyOnWriteArrayList<>();
    private final List<SqlSource> opened = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void fill() throws Exception {
        SERVER.sql(
                "CREATE TABLE map (k VARCHAR(100) PRIMARY KEY, v VARCHAR(100))", "INSERT INTO map VALUES ('a', 'b')");
    }

    @AfterAll
    static void stop() {
        SERVER.close();
    }

    @AfterEach
    void closeAll() {
        opened.forEach(SqlSource::close);
    }

    @Test
    void asksOverTheUnixSocket() throws Exception {
        assertThat(ask(open(config(SERVER.socketUrl())), QUERY, "a")).isEqualTo(new Answer.Found("b"));
    }

    @Test
    void asksAgainWhenTheServerHasClosedTheConnection() throws Exception {
        for (String url : List.of(SERVER.url(), SERVER.socketUrl())) {
            SqlSource source = open(config(url));
            assertThat(ask(source, QUERY, "a")).isEqualTo(new Answer.Found("b"));
            for (int i = 0; i < 5; i++) {
                killConnections();
                assertThat(ask(source, QUERY, "a")).isEqualTo(new Answer.Found("b"));
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void opensWhileTheServerIsDownAndAnswersWhenItIsBack() throws Exception {
        MariaDbServer server = MariaDbServer.start();
        try {
            server.stop();
            SqlSource source = open(config(server.url()));
            assertThat(ask(source, "SELECT 1", "a"))
                    .isInstanceOfSatisfying(
                            Answer.Unavailable.class,
                            a -> assertThat(a.reason()).contains("127.0.0.1:" + server.port()));
            assertThatThrownBy(source::connect)
                    .isInstanceOfSatisfying(
                            SourceException.class, e -> assertThat(e.failure()).isEqualTo(SourceFailure.CONNECT));
            server.restart();
            Answer answer = Answer.NOT_FOUND;
            for (int i = 0; i < 300 && !(answer instanceof Answer.Found); i++) {
                Thread.sleep(100);
                answer = ask(source, "SELECT 1", "a");
            }
            assertThat(answer).isEqualTo(new Answer.Found("1"));
            assertThat(source.state()).isInstanceOf(SourceState.Up.class);
        } finally {
            server.close();
        }
    }

    @Test
    void freesItsWorkersFromAServerThatIsStopped() throws Exception {
        for (String url : List.of(SERVER.url(), SERVER.socketUrl())) {
            SqlSource source = open(config(url).withBounds(2, 10, Duration.ofSeconds(1)));
            assertThat(ask(source, QUERY, "a")).isEqualTo(new Answer.Found("b"));
            SERVER.freeze();
            try {
                for (int i = 0; i < 4; i++) {
                    assertThat(ask(source, QUERY, "a")).isInstanceOf(Answer.Unavailable.class);
                }
                for (int i = 0; i < 300 && source.pool().active() > 0; i++) {
                    Thread.sleep(100);
                }
                assertThat(source.pool().active()).isZero();
            } finally {
                SERVER.thaw();
            }
            Answer answer = Answer.NOT_FOUND;
            for (int i = 0; i < 300 && !(answer instanceof Answer.Found); i++) {
                Thread.sleep(100);
                answer = ask(source, QUERY, "a");
            }
            assertThat(answer).isEqualTo(new Answer.Found("b"));
        }
    }

    @Test
    void givesUpASlowQueryAtTheDeadline() throws Exception {
        SqlSource source = open(config(SERVER.url()).withBounds(1, 10, Duration.ofSeconds(1)));
        assertThat(ask(source, "SELECT SLEEP(30)", "a")).isInstanceOf(Answer.Unavailable.class);
        assertThat(failures).contains(SourceFailure.DEADLINE);
        Answer answer = Answer.NOT_FOUND;
        for (int i = 0; i < 300 && !(answer instanceof Answer.Found); i++) {
            answer = ask(source, QUERY, "a");
            Thread.sleep(50);
        }
        assertThat(answer).isEqualTo(new Answer.Found("b"));
    }

    @Test
    void goesToTheNextServer() throws Exception {
        int closed = freePort();
        String urls = "jdbc:mariadb:sequential://127.0.0.1:" + closed + ",127.0.0.1:" + SERVER.port() + "/mail";
        assertThat(ask(open(config(urls)), QUERY, "a")).isEqualTo(new Answer.Found("b"));
        assertThat(failures).isEmpty();
    }

    @Test
    void namesEveryServerThatRefused() throws Exception {
        int one = freePort();
        int other = freePort();
        Answer answer =
                ask(open(config("jdbc:mariadb://127.0.0.1:" + one + ",127.0.0.1:" + other + "/mail")), QUERY, "a");
        assertThat(answer)
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        a -> assertThat(a.reason()).contains("127.0.0.1:" + one, "127.0.0.1:" + other));
        assertThat(failures).containsExactly(SourceFailure.CONNECT);
    }

    @Test
    void tellsAWrongQueryFromABrokenConnection() throws Exception {
        SqlSource source = open(config(SERVER.url()));
        assertThat(ask(source, "SELECT v FROM nonexistent WHERE k='%s'", "a")).isInstanceOf(Answer.Unavailable.class);
        assertThat(ask(source, "SELEC '%s'", "a")).isInstanceOf(Answer.Unavailable.class);
        assertThat(ask(source, "SELECT password FROM mysql.user WHERE user='%s'", "a"))
                .isInstanceOf(Answer.Unavailable.class);
        assertThat(failures).containsExactly(SourceFailure.QUERY, SourceFailure.QUERY, SourceFailure.QUERY);
        assertThat(source.state()).isNotInstanceOf(SourceState.Down.class);
    }

    @Test
    void saysNoPasswordWhenTheLoginIsRefused() throws Exception {
        SqlSource source = open(config(SERVER.url()).withLogin("postfix", "wr0ng-pass"));
        assertThat(ask(source, QUERY, "a"))
                .isInstanceOfSatisfying(
                        Answer.Unavailable.class,
                        a -> assertThat(a.reason()).contains("Access denied").doesNotContain("wr0ng-pass"));
        assertThat(source.toString()).doesNotContain("wr0ng-pass");
        assertThat(config("jdbc:mariadb://h/d?user=u&password=wr0ng-pass").toString())
                .doesNotContain("wr0ng-pass");
    }

    private static void killConnections() throws Exception {
        SERVER.sql("BEGIN NOT ATOMIC FOR c IN (SELECT id FROM information_schema.processlist WHERE user='postfix')"
                + " DO EXECUTE IMMEDIATE CONCAT('KILL ', c.id); END FOR; END");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void doesNotRepeatAPasswordInAUrl() {
        for (String host : new String[] {"pf:geheim@h", "pf:geheim", "a,pf:geheim@b"}) {
            assertThatThrownBy(() -> SqlUrl.parse("jdbc:mariadb://" + host + "/x"))
                    .isInstanceOf(SqlUrlException.class)
                    .hasMessageContaining("of the URL is none")
                    .message()
                    .doesNotContain("geheim");
        }
    }

    private static SqlSourceConfig config(String url) throws SqlUrlException {
        return SqlSourceConfig.of("db", SqlUrl.parse(url))
                .withLogin("postfix", "secret")
                .withBounds(2, 10, Duration.ofSeconds(20));
    }

    private SqlSource open(SqlSourceConfig config) {
        SqlSource source = SqlSource.open(config, new LookupObserver() {
            @Override
            public void sourceFailed(String name, SourceFailure cause) {
                failures.add(cause);
            }
        });
        opened.add(source);
        return source;
    }

    private static Answer ask(SqlSource source, String query, String key) throws Exception {
        SqlTable table = new SqlTable(SqlTableConfig.of("map", query), source);
        return table.lookup(key, new Trail()).get(60, TimeUnit.SECONDS);
    }
}
