package io.github.guichet.lookup.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlUrlTest {

    @Test
    void cutsAUrlIntoServers() throws SqlUrlException {
        SqlUrl url = SqlUrl.parse("jdbc:mariadb:sequential://db1,db2:3307,[2001:db8::1]/mail?user=u&password=p%26q");
        assertThat(url.order()).isEqualTo(SqlSourceConfig.Order.SEQUENTIAL);
        assertThat(url.servers())
                .extracting(SqlServer::url)
                .containsExactly(
                        "jdbc:mariadb://db1:3306/mail",
                        "jdbc:mariadb://db2:3307/mail",
                        "jdbc:mariadb://[2001:db8::1]:3306/mail");
        assertThat(url.servers().get(0).properties()).containsEntry("password", "p&q");
    }

    @Test
    void knowsThisHost() throws SqlUrlException {
        for (String host : List.of("localhost", "127.0.0.1", "127.1.2.3", "[::1]", "LOCALHOST")) {
            assertThat(SqlUrl.parse("jdbc:postgresql://" + host + "/mail")
                            .servers()
                            .get(0)
                            .reach())
                    .isEqualTo(SqlServer.Reach.THIS_HOST);
        }
        for (String host : List.of("localhost.example", "127.0.0.1.example", "1270.0.0.1", "db")) {
            assertThat(SqlUrl.parse("jdbc:mariadb://" + host + "/mail")
                            .servers()
                            .get(0)
                            .reach())
                    .isEqualTo(SqlServer.Reach.NETWORK);
        }
        assertThat(SqlUrl.parse("jdbc:mariadb:///mail?localSocket=/run/mysqld/mysqld.sock")
                        .servers())
                .extracting(SqlServer::reach)
                .containsExactly(SqlServer.Reach.UNIX);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mariadb://db/mail",
                "jdbc:oracle://db/mail",
                "jdbc:mariadb:replication://a,b/s3cret",
                "jdbc:mariadb://address=(host=a)(port=1)/s3cret",
                "jdbc:mariadb://a:port/s3cret",
                "jdbc:mariadb://a,,b/s3cret",
                "jdbc:mariadb://a/mail?s3cret",
                "jdbc:mariadb://a/mail?password=%zzs3cret",
                "jdbc:sqlite:",
                "jdbc:sqlite::memory:",
            })
    void refusesOtherUrlsWithoutRepeatingThem(String url) {
        assertThatThrownBy(() -> SqlUrl.parse(url))
                .isInstanceOf(SqlUrlException.class)
                .hasMessageNotContaining("s3cret");
    }
}
