package dev.jdock.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.record.ContainerState;
import dev.jdock.runtime.container.record.Health;
import dev.jdock.runtime.container.record.MountPoint;
import dev.jdock.runtime.container.start.Programs;
import dev.jdock.runtime.engine.ContainerQuery;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.ContainerSummary;
import dev.jdock.runtime.engine.Devices;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.Isolation;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Storage;
import dev.jdock.runtime.io.OutputPump;
import dev.jdock.runtime.network.NetworkDefaults;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.volume.VolumeStore;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One of two containers has a file in which one value is another than it should be. */
class DamagedRecordsIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String GOOD = "a".repeat(64);
  private static final String ODD = "b".repeat(64);
  private static final List<String> VALUES =
      List.of("null", "\"x\"", "-1e99", "[null]", "{\"a\":null}");
  private static final List<Map<String, List<String>>> FILTERS =
      List.of(
          Map.of(),
          Map.of("expose", List.of("80")),
          Map.of("volume", List.of("/data")),
          Map.of("label", List.of("l=m")),
          Map.of("network", List.of("bridge")),
          Map.of("health", List.of("healthy")),
          Map.of("ancestor", List.of("busybox")),
          Map.of("publish", List.of("80")),
          Map.of("status", List.of("exited", "created", "running")),
          Map.of("since", List.of(GOOD)));

  @TempDir Path root;
  private final ExecutorService background = Executors.newSingleThreadExecutor();
  private final OutputPump pump = new OutputPump();
  private ImageStore store;
  private Networks networks;

  @BeforeEach
  void open() {
    store = ImageStore.open(root);
    networks = Networks.open(root.resolve("networks"), () -> NetworkDefaults.NONE);
    Image image =
        store.importArchive(
            new ByteArrayInputStream(new byte[1024]), null, "empty", ImageConfig.empty());
    ContainerFiles files = files();
    for (String id : List.of(GOOD, ODD)) {
      try {
        Files.createDirectories(files.upper(id));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      files.save(record(id, image));
      files.save(
          id, ContainerState.created().started(1, 2, Instant.EPOCH).exited(3, true, Instant.EPOCH));
      files.save(
          id,
          new Health(Health.Status.HEALTHY, 1, List.of(new Health.Probe("s", "e", 0, "output"))));
    }
  }

  @AfterEach
  void close() {
    background.shutdownNow();
    pump.close();
    networks.close();
    store.close();
  }

  private ContainerFiles files() {
    return new ContainerFiles(root, root.resolve("run"));
  }

  private static ContainerRecord record(String id, Image image) {
    Resources.DeviceRate rate = new Resources.DeviceRate("/dev/null", 1);
    ContainerSpec spec =
        new ContainerSpec(
            null,
            "busybox",
            new TreeMap<>(Map.of("l", "m")),
            new ContainerSpec.Command(
                List.of("e"),
                List.of("a"),
                List.of("A=b"),
                "0",
                "/w",
                true,
                true,
                true,
                true,
                true,
                true),
            new Resources(
                1 << 23,
                1,
                2,
                new Resources.Memory(1, 2, 3, 4, true),
                new Resources.Cpu(1, 2, 3, 4, 5, "0", "0"),
                new Resources.BlockIo(
                    10, List.of(rate), List.of(rate), List.of(rate), List.of(rate), List.of(rate)),
                List.of(new Resources.Ulimit("nofile", 1, 2))),
            new Isolation(
                false,
                List.of("SYS_PTRACE"),
                List.of("CHOWN"),
                List.of("no-new-privileges"),
                true,
                true,
                Isolation.Namespaces.OWN,
                new Devices(
                    List.of(new Devices.Device("/dev/null", "/dev/n", "rwm")),
                    List.of("c 1:3 rwm"),
                    List.of(
                        new Devices.DeviceRequest(
                            "cdi", 1, List.of("i"), List.of(List.of("gpu")), Map.of("o", "p")))),
                List.of("1"),
                Map.of("net.x", "1"),
                1,
                "",
                ""),
            new Storage(
                List.of("/tmp:/tmp"),
                List.of("/anon"),
                Map.of("/t", "size=1m"),
                1 << 20,
                List.of(
                    new Storage.Mount(
                        "bind",
                        "/tmp",
                        "/m",
                        true,
                        "",
                        new Storage.BindOptions("rprivate", true, true, true),
                        new Storage.VolumeOptions(true, Map.of("a", "b"), "local", Map.of(), ""),
                        new Storage.TmpfsOptions(1, 2))),
                List.of(GOOD),
                "",
                Map.of()),
            new Networking(
                "default",
                "h",
                "d",
                List.of("80/tcp"),
                List.of(new PortMapping("127.0.0.1", 0, 80, "tcp")),
                true,
                List.of("h:1.2.3.4"),
                List.of("1.1.1.1"),
                List.of("s"),
                List.of("o"),
                List.of(GOOD + ":alias"),
                Networking.Address.ANY,
                List.of(
                    new Networking.Attachment(
                        "bridge", Networking.Address.ANY, List.of("alias"), 3))),
            new ContainerSpec.Lifecycle(
                false,
                "on-failure",
                "TERM",
                3,
                new ImageConfig.HealthCheck(List.of("CMD", "x"), 1, 2, 3, 4, 5),
                3),
            Map.of("a", "b"));
    ImageConfig config =
        new ImageConfig(
            "u",
            new TreeSet<>(List.of("80/tcp")),
            List.of("A=b"),
            List.of("e"),
            List.of("c"),
            new TreeSet<>(List.of("/data")),
            "/w",
            new TreeMap<>(Map.of("l", "m")),
            "TERM",
            3,
            new ImageConfig.HealthCheck(List.of("CMD", "x"), 1, 2, 3, 4, 5),
            List.of("RUN x"),
            List.of("/bin/sh"),
            false);
    return new ContainerRecord(
        id,
        "name-" + id.charAt(0),
        "2024-01-02T03:04:05Z",
        spec,
        image.id(),
        image.diffIds(),
        config,
        List.of("e", "c"),
        "h",
        List.of(new MountPoint("volume", "v", "/source", "/data", "z", true, "", true)));
  }

  private static JsonNode tree(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void replace(JsonNode old, Consumer<JsonNode> set, Runnable replaced) {
    for (String value : VALUES) {
      set.accept(tree(value));
      replaced.run();
    }
    set.accept(old);
    replaceInside(old, replaced);
  }

  private static void replaceInside(JsonNode parent, Runnable replaced) {
    switch (parent) {
      case ObjectNode object -> {
        for (Map.Entry<String, JsonNode> field : List.copyOf(object.properties())) {
          replace(field.getValue(), value -> object.set(field.getKey(), value), replaced);
          object.remove(field.getKey());
          replaced.run();
          object.set(field.getKey(), field.getValue());
        }
      }
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          int at = i;
          replace(array.get(i), value -> array.set(at, value), replaced);
        }
      }
      default -> {
        // It has no parts.
      }
    }
  }

  /** What a new engine finds. */
  private EngineContainers engine(ContainerFiles files) {
    ContainerParts parts =
        new ContainerParts(
            store,
            files,
            new VolumeStore(root),
            networks,
            pump,
            background,
            new Programs(null, null));
    files.load().forEach(parts.registry::register);
    return new EngineContainers(parts);
  }

  private void othersWork() {
    ContainerFiles files = files();
    EngineContainers containers = engine(files);
    for (Map<String, List<String>> filters : FILTERS) {
      assertThat(containers.list(new ContainerQuery(true, 0, true, filters)))
          .as("filter " + filters)
          .extracting(ContainerSummary::id)
          .satisfies(ids -> assertThat(ids.contains(GOOD)).isEqualTo(fits(filters)));
    }
    assertThat(containers.inspect(GOOD, true).path("Id").asText()).isEqualTo(GOOD);
    assertThat(containers.layers()).isNotEmpty();
    assertThat(containers.anyRunning()).isIn(true, false);
    Filters none = Filters.of("until", "1").with("label", "none").with("label!", "l");
    assertThat(containers.prune(none).names()).isEmpty();
    try {
      containers.inspect(ODD, true);
    } catch (JdockException told) {
      assertThat(told).hasMessageNotContainingAny("Exception", "java.", "null\"");
    }
  }

  private static boolean fits(Map<String, List<String>> filters) {
    return !filters.containsKey("since")
        && !filters.containsKey("publish")
        && !filters.containsKey("ancestor");
  }

  private void everyDamageIsTheContainersOwn(String file) throws IOException {
    Path path = root.resolve("containers").resolve(ODD).resolve(file);
    String whole = Files.readString(path);
    ObjectNode document = (ObjectNode) tree(whole);
    Runnable check =
        () -> {
          write(path, document.toString());
          try {
            othersWork();
          } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("with " + document, e);
          }
        };
    replaceInside(document, check);
    for (String value : VALUES) {
      write(path, value);
      othersWork();
    }
    write(path, whole);
    othersWork();
    assertThat(files().load()).hasSize(2);
  }

  private static void write(Path path, String text) {
    try {
      Files.writeString(path, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aDamagedRecordIsItsContainersAlone() throws IOException {
    everyDamageIsTheContainersOwn("config.json");
  }

  @Test
  void aDamagedStateIsItsContainersAlone() throws IOException {
    everyDamageIsTheContainersOwn("state.json");
  }

  @Test
  void damagedHealthIsItsContainersAlone() throws IOException {
    everyDamageIsTheContainersOwn("health.json");
  }

  @Test
  void whatIsNullIsNamed() throws IOException {
    Path path = root.resolve("containers").resolve(ODD).resolve("config.json");
    ObjectNode document = (ObjectNode) tree(Files.readString(path));
    ((ObjectNode) document.at("/spec/networking")).putNull("mode");
    write(path, document.toString());
    EngineContainers containers = engine(files());
    assertThatThrownBy(() -> containers.inspect(ODD.substring(0, 12), false))
        .isInstanceOf(JdockException.class)
        .hasMessage(
            "container "
                + ODD
                + " is damaged: the record has a null in spec.networking.mode (see jdock system"
                + " check)");
  }
}
