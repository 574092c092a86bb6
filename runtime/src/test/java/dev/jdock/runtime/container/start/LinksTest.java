package dev.jdock.runtime.container.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class LinksTest {

  @Test
  void linksKeepToIdsAndToTheNamesTheyWereMadeWith() {
    assertThat(Links.byId(List.of("db", "cache:store", "x:"), name -> "id-of-" + name))
        .containsExactly("id-of-db:db", "id-of-cache:store", "id-of-x:x");
  }

  @Test
  void lineOfAnAliasGetsTheNewAddress() {
    String hosts =
        """
        127.0.0.1\tlocalhost
        172.17.0.2\tstore 0123456789ab cache
        172.17.0.2\tdb 0123456789ab
        10.0.0.1 mine store
        # a remark
        """;
    assertThat(Links.moved(hosts, List.of("store"), "172.17.0.9"))
        .isEqualTo(hosts.replace("172.17.0.2\tstore", "172.17.0.9\tstore"));
    assertThat(Links.moved(hosts, List.of("nobody"), "172.17.0.9")).isEqualTo(hosts);
  }

  @Test
  void removedLinkLosesItsLine() {
    String hosts = "127.0.0.1\tlocalhost\n172.17.0.2\tdb 0123 store\n10.0.0.1 store\n# db\n";
    assertThat(Links.without(hosts, "db"))
        .isEqualTo("127.0.0.1\tlocalhost\n10.0.0.1 store\n# db\n");
    assertThat(Links.without(hosts, "0123")).isEqualTo(hosts);
    assertThat(Links.container("/web/db")).isEqualTo("web");
  }
}
