package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Containers that find each other by name. */
@EndToEnd
class NameServerIT {
  private static final String READER_OF_MESSAGES = "org.xbill.DNS.Message/";

  private final Jdock jdock;

  NameServerIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private String network(Jdock jdock) {
    String name = jdock.network();
    jdock.run("network", "create", name).ok();
    return name;
  }

  private String sleeper(Jdock jdock, String... flags) {
    String name = jdock.container();
    List<String> line = new ArrayList<>(List.of("run", "-d", "--name", name));
    line.addAll(List.of(flags));
    line.addAll(List.of(jdock.busybox(), "sleep", "600"));
    jdock.run(line.toArray(String[]::new)).ok();
    return name;
  }

  private static String address(Jdock jdock, String container, String network) {
    return jdock.format(
        container, "{{(index .NetworkSettings.Networks \"" + network + "\").IPAddress}}");
  }

  private static List<String> lookUp(Jdock jdock, String from, String name) {
    return jdock
        .run("exec", from, "nslookup", "-type=a", name, "127.0.0.11")
        .out()
        .lines()
        .filter(line -> line.startsWith("Address: "))
        .map(line -> line.substring("Address: ".length()))
        .toList();
  }

  @Test
  void containersKnowEachOtherByAllTheirNames() {
    String network = network(jdock);
    String database =
        sleeper(jdock, "--network", network, "--network-alias", "db", "--hostname", "store");
    String app = sleeper(jdock, "--network", network);
    String id = jdock.format(database, "{{.Id}}").substring(0, 12);
    String address = address(jdock, database, network);
    for (String name :
        List.of(database, "db", "DB", "store", id, database + "." + network, "db." + network)) {
      assertThat(lookUp(jdock, app, name)).as(name).containsExactly(address);
    }
    jdock.run("exec", app, "ping", "-c", "1", "db").ok();
    jdock
        .run("exec", app, "nslookup", address, "127.0.0.11")
        .saysOnOut("name = " + database + "." + network);
    String renamed = jdock.container();
    jdock.run("rename", database, renamed).ok();
    assertThat(lookUp(jdock, app, renamed)).containsExactly(address);
    assertThat(lookUp(jdock, app, database)).isEmpty();
  }

  @Test
  void anAliasOfSeveralIsAllOfThem() {
    String network = network(jdock);
    String one = sleeper(jdock, "--network", "name=" + network + ",alias=all");
    String other = sleeper(jdock, "--network", "name=" + network + ",alias=all");
    assertThat(lookUp(jdock, one, "all"))
        .containsExactlyInAnyOrder(address(jdock, one, network), address(jdock, other, network));
    jdock.run("rm", "-f", other).ok();
    assertThat(lookUp(jdock, one, "all")).containsExactly(address(jdock, one, network));
  }

  @Test
  void namesAreOfOneNetworkOnly() {
    String near = network(jdock);
    String far = network(jdock);
    String one = sleeper(jdock, "--network", near);
    String other = sleeper(jdock, "--network", far);
    assertThat(lookUp(jdock, one, other)).isEmpty();
    jdock.run("network", "connect", "--alias", "friend", near, other).ok();
    assertThat(lookUp(jdock, one, "friend")).containsExactly(address(jdock, other, near));
    jdock.run("network", "disconnect", near, other).ok();
    assertThat(lookUp(jdock, one, "friend")).isEmpty();
  }

  @Test
  void aLinkIsANameForOneContainerAlone() {
    String network = network(jdock);
    String database = sleeper(jdock, "--network", network);
    String app = sleeper(jdock, "--network", network, "--link", database + ":db");
    assertThat(lookUp(jdock, app, "db")).containsExactly(address(jdock, database, network));
    assertThat(lookUp(jdock, database, "db")).isEmpty();
  }

  @Test
  void aContainerOfTheDefaultNetworkGetsNamesWithAnother() {
    String network = network(jdock);
    String database = sleeper(jdock, "--network", network);
    String app = sleeper(jdock);
    jdock.run("exec", app, "grep", "127.0.0.11", "/etc/resolv.conf").exits(1);
    jdock.run("network", "connect", network, app).ok();
    jdock.run("exec", app, "cat", "/etc/resolv.conf").saysOnOut("nameserver 127.0.0.11\n");
    jdock.run("exec", app, "ping", "-c", "1", database).ok();
  }

  @Test
  @JdockOnly("Docker's daemon is not killed")
  void theNextEngineAnswersAgain() {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      String network = network(own.jdock());
      String database = sleeper(own.jdock(), "--network", network);
      String app = sleeper(own.jdock(), "--network", network);
      String address = address(own.jdock(), database, network);
      own.jdock().killEngine();
      assertThat(lookUp(own.jdock(), app, database)).containsExactly(address);
      own.jdock().run("rm", "-f", database, app).ok();
      own.jdock().run("network", "rm", network).ok();
    }
  }

  @Test
  @JdockOnly("it is about the engine's own memory")
  void nothingOfNamesIsLoadedForTheDefaultNetwork() {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      own.jdock().run("run", "--rm", own.jdock().busybox(), "true").ok();
      // A few of the library's types are in the cache that the engine starts with.
      assertThat(classes(own.jdock())).contains("dev.jdock.").doesNotContain(READER_OF_MESSAGES);
      String box = sleeper(own.jdock(), "--network", network(own.jdock()));
      assertThat(lookUp(own.jdock(), box, box)).hasSize(1);
      assertThat(classes(own.jdock())).contains(READER_OF_MESSAGES);
    }
  }

  private static String classes(Jdock jdock) {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    return Host.run(jcmd, jdock.engine(), "VM.class_hierarchy").ok().out();
  }
}
