package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.runtime.network.NetworkDefinition.Ipam;
import dev.jdock.runtime.network.NetworkDefinition.Pool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkFilesTest {
  private static final String ID = "0123456789abcdef".repeat(4);

  @TempDir Path root;
  private final List<String> damaged = new ArrayList<>();
  private NetworkFiles files;

  @BeforeEach
  void open() {
    files = new NetworkFiles(root);
  }

  private static final Pool SIX =
      new Pool(
          Subnet.parse("fd00::/64"),
          null,
          Subnet.parse("fd00::1000/116"),
          new TreeMap<>(Map.of("printer", Subnet.parseAddress("fd00::7"))));

  private static NetworkDefinition network() {
    return network(new Ipam("default", new TreeMap<>(Map.of("i", "1")), List.of(pool())));
  }

  private static Pool pool() {
    return new Pool(
        Subnet.parse("10.5.0.0/16"),
        Subnet.parseAddress("10.5.0.9"),
        Subnet.parse("10.5.1.0/24"),
        new TreeMap<>(Map.of("printer", Subnet.parseAddress("10.5.1.7"))));
  }

  private static NetworkDefinition network(Ipam ipam) {
    return new NetworkDefinition(
        ID,
        "mine",
        Instant.parse("2026-01-02T03:04:05.678Z"),
        "bridge",
        "local",
        true,
        true,
        ipam,
        new TreeMap<>(Map.of("com.docker.network.driver.mtu", "1400")),
        new TreeMap<>(Map.of("a", "b", "c", "")),
        false,
        "model",
        List.of("data.example.org:443"));
  }

  @Test
  void whatIsWrittenIsRead() {
    files.write(network());

    assertThat(files.readAll(damaged::add)).containsExactly(network());
    assertThat(damaged).isEmpty();
  }

  @Test
  void whatIsWrittenOfIpv6IsRead() {
    for (Ipam ipam :
        List.of(
            new Ipam("default", new TreeMap<>(), List.of(pool(), SIX), true, true),
            new Ipam("default", new TreeMap<>(), List.of(SIX, pool()), false, true),
            new Ipam("default", new TreeMap<>(), List.of(SIX, pool()), true, false))) {
      files.write(network(ipam));

      assertThat(files.readAll(damaged::add)).containsExactly(network(ipam));
    }
    assertThat(damaged).isEmpty();
  }

  @Test
  void whatIsDeletedIsGone() throws IOException {
    files.write(network());
    Files.createDirectories(files.endpoints(ID));

    files.delete(ID);

    assertThat(root).isEmptyDirectory();
    assertThat(files.readAll(damaged::add)).isEmpty();
  }

  @Test
  void damagedOnesAreNamedAndStay() throws IOException {
    files.write(network());
    Path file = root.resolve(ID).resolve("network.json");
    for (String content :
        List.of(
            "",
            "{",
            "[]",
            "{}",
            "{\"version\":99,\"name\":\"x\"}",
            Files.readString(file).replace("10.5.0.0/16", "10.5.0.0"),
            Files.readString(file).replace("2026-01", "2026-31"),
            Files.readString(file).replace("\"subnet\"", "\"sub\""))) {
      Files.writeString(file, content);
      damaged.clear();

      assertThat(files.readAll(damaged::add)).isEmpty();
      assertThat(damaged).singleElement().asString().contains("network " + ID);
      assertThat(file).exists();
    }
  }

  @Test
  void whatDidNotComeToBeIsDeleted() throws IOException {
    Files.createDirectories(files.endpoints(ID));
    Files.createDirectories(root.resolve("endpoints"));

    assertThat(files.readAll(damaged::add)).isEmpty();
    assertThat(root.resolve(ID)).doesNotExist();
    assertThat(root.resolve("endpoints")).exists();
  }
}
