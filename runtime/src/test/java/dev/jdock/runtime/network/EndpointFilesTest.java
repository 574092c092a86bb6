package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.recorded.RecordedFiles;
import dev.jdock.linux.netlink.AddressFamily;
import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.runtime.engine.PortMapping;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointFilesTest {
  private static final Place PLACE = place("172.17.0.2", "172.17.0.0/16", "172.17.0.1");

  @TempDir Path directory;

  private static Place place(String address, String subnet, String gateway) {
    return new Place(
        Subnet.parseAddress(address), Subnet.parse(subnet), Subnet.parseAddress(gateway));
  }

  private static EndpointFiles.Saved saved(String containerId) {
    return new EndpointFiles.Saved(
        new Endpoint(
            "e".repeat(64),
            containerId,
            "some name",
            List.of(PLACE),
            "veth1234567",
            containerId.equals("b") ? MacAddress.parse("02:42:00:00:00:0b") : null,
            Endpoint.ContainerLink.USUAL),
        List.of(new PortMapping("", 8080, 80, "tcp"), new PortMapping("fd00::1", 53, 53, "udp")));
  }

  @Test
  void readsBackWhatItWrote() {
    new EndpointFiles(directory).write(saved("a"));
    new EndpointFiles(directory).write(saved("b"));
    new EndpointFiles(directory).delete("b");
    new EndpointFiles(directory).delete("missing");

    assertThat(new EndpointFiles(directory).readAll()).containsExactly(saved("a"));
  }

  @Test
  void temporaryFileOfACrashIsNoEndpoint() throws Exception {
    EndpointFiles files = new EndpointFiles(directory);
    files.write(saved("a"));
    Files.copy(directory.resolve("a"), directory.resolve(".a"));

    assertThat(files.readAll()).containsExactly(saved("a"));
    assertThat(directory.resolve(".a")).doesNotExist();
  }

  @Test
  void linkOfAFurtherNetworkIsKept() {
    EndpointFiles files = new EndpointFiles(directory);
    Endpoint usual = saved("a").endpoint();
    for (Endpoint.ContainerLink link :
        List.of(new Endpoint.ContainerLink("eth1", -7), new Endpoint.ContainerLink("eth0", 0))) {
      for (List<Place> places :
          List.of(
              List.of(PLACE),
              List.of(new Place(PLACE.address(), PLACE.subnet(), null)),
              List.of(PLACE, place("fd00::2", "fd00::/64", "fd00::1")),
              List.of(
                  new Place(Subnet.parseAddress("fd00::2"), Subnet.parse("fd00::/64"), null)))) {
        EndpointFiles.Saved saved =
            new EndpointFiles.Saved(
                new Endpoint(
                    usual.id(),
                    usual.containerId(),
                    usual.containerName(),
                    places,
                    usual.hostLink(),
                    usual.chosenMac(),
                    link),
                List.of());
        files.write(saved);

        assertThat(files.readAll()).containsExactly(saved);
      }
    }
  }

  @Test
  void linkWithoutAnotherEndIsKept() {
    EndpointFiles files = new EndpointFiles(directory);
    Endpoint usual = saved("a").endpoint();
    for (MacAddress mac : new MacAddress[] {MacAddress.parse("02:00:00:00:00:01"), null}) {
      Endpoint endpoint =
          new Endpoint(
              usual.id(),
              usual.containerId(),
              usual.containerName(),
              List.of(new Place(PLACE.address(), PLACE.subnet(), AddressFamily.IPV4.any())),
              "",
              mac,
              usual.link());
      files.write(new EndpointFiles.Saved(endpoint, List.of()));

      assertThat(files.readAll()).containsExactly(new EndpointFiles.Saved(endpoint, List.of()));
      assertThat(endpoint.mac()).isEqualTo(Optional.ofNullable(mac));
    }
  }

  /** If its address were given away, two containers would have it. */
  @Test
  void fileOfALaterVersionIsRefusedAndStays() throws Exception {
    EndpointFiles files = new EndpointFiles(directory);
    files.write(saved("a"));
    Path file = directory.resolve("a");
    String boot = Files.readAllLines(file).getFirst();
    Files.writeString(file, boot + " version 5\nin another form\n");

    assertThatThrownBy(files::readAll)
        .hasMessage(
            "the endpoint in "
                + file
                + " was written by a newer jdock (record version 5): this one reads versions up to"
                + " 4");
    assertThat(file).exists();

    Files.writeString(file, "another boot version 5\nin another form\n");
    assertThat(files.readAll()).isEmpty();
    assertThat(file).doesNotExist();
  }

  @Test
  void fileThatVersion1HasWrittenIsRead() throws Exception {
    EndpointFiles files = new EndpointFiles(directory);
    files.write(saved("a"));
    String boot = Files.readAllLines(directory.resolve("a")).getFirst();
    String recorded =
        new String(new RecordedFiles(1).read("running/endpoint"), StandardCharsets.UTF_8);
    Files.writeString(directory.resolve("a"), boot + recorded.substring(recorded.indexOf('\n')));

    EndpointFiles.Saved read = files.readAll().getFirst();
    assertThat(read.endpoint())
        .isEqualTo(
            new Endpoint(
                "61f78ea1c760c4f83088e33cc7ec4b4621072ff694702bd7920262e7b72652cf",
                "a",
                "running",
                List.of(PLACE),
                "vethbb9db87",
                MacAddress.parse("02:42:ac:11:00:63"),
                Endpoint.ContainerLink.USUAL));
    assertThat(read.ports())
        .containsExactly(
            new PortMapping("127.0.0.1", 18080, 80, "tcp"), new PortMapping("", 18081, 81, "udp"));
  }

  /** One file that makes no sense keeps nobody from the others. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "172.17.0.2|x",
        "172.17.0.0/16|172.17.0.0",
        "172.17.0.0/16|nonsense/999",
        "tcp 8080 80 |tcp",
        "8080|many",
        "mac 02:42:00:00:00:0b|mac x",
        "some name|\u00ff\u0000"
      })
  void filesThatMakeNoSenseAreRemoved(String change) throws Exception {
    EndpointFiles files = new EndpointFiles(directory);
    files.write(saved("a"));
    files.write(saved("b"));
    String text = Files.readString(directory.resolve("b"));
    String[] fromTo = change.split("\\|", -1);
    assertThat(text).contains(fromTo[0]);
    Files.writeString(
        directory.resolve("b"), text.replace(fromTo[0], fromTo[1]), StandardCharsets.ISO_8859_1);

    assertThat(files.readAll()).contains(saved("a")).hasSizeLessThanOrEqualTo(2);
  }

  @Test
  void filesOfAnotherBootAndTornOnesAreRemoved() throws Exception {
    EndpointFiles files = new EndpointFiles(directory);
    files.write(saved("a"));
    files.write(saved("b"));
    List<String> lines = Files.readAllLines(directory.resolve("a"));
    Files.write(directory.resolve("a"), lines.subList(0, lines.size() - 1));
    Files.writeString(directory.resolve("b"), "x" + Files.readString(directory.resolve("b")));

    assertThat(files.readAll()).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @ParameterizedTest
  @CsvSource({"8080, 80800", "8080, x", "172.17.0.2, 172.17.0.256", "172.17.0.0/16, 172.17.0.0"})
  void damagedOneIsRemovedAndTheOthersStay(String right, String wrong) throws Exception {
    EndpointFiles files = new EndpointFiles(directory);
    files.write(saved("a"));
    files.write(saved("b"));
    Path damaged = directory.resolve("b");
    Files.writeString(damaged, Files.readString(damaged).replace(right, wrong));

    assertThat(files.readAll()).containsExactly(saved("a"));
    assertThat(damaged).doesNotExist();
  }
}
