package dev.jdock.runtime.container.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.oci.ImageConfig.HealthCheck;
import dev.jdock.image.recorded.RecordedFiles;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.ContainerSpec.Command;
import dev.jdock.runtime.engine.ContainerSpec.Lifecycle;
import dev.jdock.runtime.engine.ContainerSpec.Logging;
import dev.jdock.runtime.engine.Devices;
import dev.jdock.runtime.engine.Isolation;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Resources.DeviceRate;
import dev.jdock.runtime.engine.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The records of containers that every version has written. */
class RecordedVersionsTest {
  private static final RecordedFiles FIRST = new RecordedFiles(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PLAIN =
      "5e7269187b864247ae58b586ca93befd2c6c0d2cd3a604101a878c74cb90a3bd";
  private static final String RUNNING =
      "60fc3c047d924094fc7fdf8dec3aacea30d47007a1137c1beabd8ed2434ddd7b";
  private static final String EXITED =
      "ca0664c32845c1b8aee06b93c14f735cf70d804875d2cfa1020512404224a14f";
  private static final String EVERYTHING =
      "c8d02963518e37b38830c4a0e7d71ff54eea85f406416545188c950974ad4f5a";
  private static final String BUSYBOX =
      "sha256:a560a29f6be3db17a1826699ee029b2f73fe4b735ab6da0c82ac40678e70f34a";
  private static final String LAYER =
      "sha256:fda1ea2415bc58623437ceabba1718b24c2162d8967a256b6a36c1e221cbddf3";
  private static final String ROOT = "/var/tmp/jdock-records/root";

  @TempDir Path root;

  /** If this fails, a file has been changed that is not to be: see {@link RecordedFiles}. */
  @Test
  void filesAreAsTheyWereRecorded() {
    assertThat(FIRST.digest())
        .isEqualTo("sha256:d61fc05eb42e136dfbba152225b905bbdcfef6f3a488a39c684428d9439301f4");
  }

  private static String id(String name) {
    return Map.of("plain", PLAIN, "running", RUNNING, "exited", EXITED, "everything", EVERYTHING)
        .get(name);
  }

  private Path folder(String name) {
    return root.resolve("containers").resolve(id(name));
  }

  /** A state root in which that container is the only one. */
  private ContainerFiles with(String name) throws IOException {
    Files.createDirectories(folder(name));
    for (String file : List.of("config.json", "state.json", "health.json")) {
      if (Files.exists(FIRST.path(name + "/" + file))) {
        Files.copy(FIRST.path(name + "/" + file), folder(name).resolve(file));
      }
    }
    return new ContainerFiles(root, root.resolve("run"));
  }

  private ContainerRecord record(String name) throws IOException {
    ContainerFiles files = with(name);
    List<ContainerRecord> records = files.load();
    assertThat(files.damaged()).isEmpty();
    assertThat(records).hasSize(1);
    return records.getFirst();
  }

  private static ObjectNode tree(Path file) throws IOException {
    return (ObjectNode) JSON.readTree(Files.readAllBytes(file));
  }

  /** No field is lost or comes to mean another, for each is written as it was read. */
  @ParameterizedTest
  @ValueSource(strings = {"plain", "running", "exited", "everything"})
  void whatIsReadIsWrittenTheSame(String name) throws IOException {
    ContainerFiles files = with(name);
    files.load().forEach(files::save);
    files.save(id(name), files.loadState(id(name)));
    Health health = files.loadHealth(id(name));
    if (health != null) {
      files.save(id(name), health);
    }
    for (String file : List.of("config.json", "state.json", "health.json")) {
      Path recorded = FIRST.path(name + "/" + file);
      if (Files.exists(recorded)) {
        assertThat(tree(folder(name).resolve(file))).isEqualTo(tree(recorded).put("version", 1));
      }
    }
  }

  @Test
  void plainContainerOfVersion1() throws IOException {
    ContainerRecord record = record("plain");
    assertThat(record.id()).isEqualTo(PLAIN);
    assertThat(record.name()).isEqualTo("plain");
    assertThat(record.created()).isEqualTo("2026-11-21T17:50:54.699463427Z");
    assertThat(record.imageId()).isEqualTo(BUSYBOX);
    assertThat(record.layers()).containsExactly(LAYER);
    assertThat(record.commandLine()).containsExactly("true");
    assertThat(record.hostname()).isEqualTo("5e7269187b86");
    assertThat(record.mounts()).isEmpty();
    assertThat(record.config().cmd()).containsExactly("true");
    assertThat(record.config().entrypoint()).isNull();
    assertThat(record.config().healthcheck()).isNull();
    ContainerSpec spec = record.spec();
    assertThat(spec.name()).isEqualTo("plain");
    assertThat(spec.image()).isEqualTo("busybox");
    assertThat(spec.command())
        .isEqualTo(
            new Command(
                null,
                List.of("true"),
                List.of(),
                null,
                null,
                false,
                false,
                false,
                false,
                true,
                true));
    assertThat(spec.resources()).isEqualTo(new Resources(0, 0, 0));
    assertThat(spec.isolation())
        .isEqualTo(new Isolation(false, List.of(), List.of(), List.of(), false, false));
    assertThat(spec.storage()).isEqualTo(new Storage(List.of(), List.of(), Map.of(), 64L << 20));
    assertThat(spec.networking().mode()).isEqualTo("default");
    assertThat(spec.networking().hostname()).isNull();
    assertThat(spec.networking().address()).isEqualTo(Networking.Address.ANY);
    assertThat(spec.lifecycle()).isEqualTo(new Lifecycle(false, "no", null, null, null, 0, false));
    assertThat(spec.logging()).isEqualTo(new Logging("json-file", Map.of()));
    ContainerFiles files = new ContainerFiles(root, root.resolve("run"));
    assertThat(files.loadState(PLAIN)).isEqualTo(ContainerState.created());
    assertThat(files.loadHealth(PLAIN)).isNull();
  }

  @Test
  void runningContainerOfVersion1() throws IOException {
    ContainerRecord record = record("running");
    Networking networking = record.spec().networking();
    assertThat(networking.publish())
        .containsExactly(
            new PortMapping("127.0.0.1", 18080, 80, "tcp"), new PortMapping("", 18081, 81, "udp"));
    assertThat(networking.exposed()).containsExactly("80/tcp", "81/udp");
    assertThat(networking.address().mac()).isEqualTo("02:42:ac:11:00:63");
    assertThat(record.spec().storage().binds())
        .containsExactly("data:/data", "/var/tmp/jdock-records/data:/host:ro");
    HealthCheck check =
        new HealthCheck(List.of("CMD-SHELL", "echo well"), 1_000_000_000, 0, 0, 0, 0);
    assertThat(record.spec().lifecycle())
        .isEqualTo(new Lifecycle(false, "on-failure", null, null, check, 5, true));
    assertThat(record.config().healthcheck()).isEqualTo(check);
    assertThat(record.mounts())
        .containsExactly(
            volume("data", "/data", "z", true, false), bind("/host", "ro", "rprivate", false));
    ContainerFiles files = new ContainerFiles(root, root.resolve("run"));
    assertThat(files.loadState(RUNNING))
        .isEqualTo(
            new ContainerState(
                ContainerState.Status.RUNNING,
                3368,
                1274858,
                "2026-11-21T17:50:54.951108037Z",
                ContainerState.NEVER,
                0,
                "",
                false,
                0,
                false));
    assertThat(files.loadHealth(RUNNING))
        .isEqualTo(
            new Health(
                Health.Status.HEALTHY,
                0,
                List.of(
                    new Health.Probe(
                        "2026-11-21T17:50:55.969841520Z",
                        "2026-11-21T17:50:55.985603591Z",
                        0,
                        "well\n"))));
  }

  @Test
  void containerOfVersion1ThatHasEnded() throws IOException {
    assertThat(record("exited").commandLine()).containsExactly("sh", "-c", "exit 3");
    assertThat(new ContainerFiles(root, root.resolve("run")).loadState(EXITED))
        .isEqualTo(
            new ContainerState(
                ContainerState.Status.EXITED,
                0,
                0,
                "2026-11-21T17:50:56.189703072Z",
                "2026-11-21T17:50:56.203179649Z",
                3,
                "",
                false,
                0,
                false));
  }

  private static MountPoint volume(
      String name, String at, String mode, boolean writable, boolean anonymous) {
    String source = ROOT + "/volumes/" + name + "/_data";
    return new MountPoint(
        "volume", name, source, at, mode, writable, "", anonymous, false, false, false);
  }

  private static MountPoint bind(String at, String mode, String propagation, boolean explicit) {
    String source = "/var/tmp/jdock-records/data";
    return new MountPoint(
        "bind", "", source, at, mode, false, propagation, false, explicit, false, false);
  }

  private static MountPoint tmpfs(String at, String options, boolean explicit) {
    return new MountPoint("tmpfs", "", "", at, options, true, "", false, explicit, false, false);
  }

  private static final HealthCheck CHECK =
      new HealthCheck(
          List.of("CMD-SHELL", "test -e /"),
          10_000_000_000L,
          11_000_000_000L,
          12_000_000_000L,
          13_000_000_000L,
          14);

  @Test
  void commandLimitsAndIsolationOfVersion1() throws IOException {
    ContainerSpec spec = record("everything").spec();
    assertThat(spec.labels()).isEqualTo(Map.of("of", "container"));
    assertThat(spec.annotations()).isEqualTo(Map.of("note", "a"));
    assertThat(spec.logging()).isEqualTo(new Logging("local", Map.of("max-size", "1m")));
    assertThat(spec.lifecycle())
        .isEqualTo(new Lifecycle(false, "unless-stopped", "TERM", 3, CHECK, 0, false));
    assertThat(spec.command())
        .isEqualTo(
            new Command(
                List.of("/bin/sh"),
                List.of("-c", "sleep 1"),
                List.of("A=b", "FROM"),
                "1:2",
                "/w",
                true,
                true,
                false,
                false,
                true,
                false));
    assertThat(spec.resources())
        .isEqualTo(
            new Resources(
                64L << 20,
                0,
                99,
                new Resources.Memory(32L << 20, 128L << 20, 30, 0, true),
                new Resources.Cpu(512, 100_000, 50_000, 0, 0, "0", "0"),
                new Resources.BlockIo(
                    0,
                    List.of(),
                    List.of(new DeviceRate("/dev/loop0", 1024)),
                    List.of(new DeviceRate("/dev/loop0", 2048)),
                    List.of(new DeviceRate("/dev/loop0", 10)),
                    List.of(new DeviceRate("/dev/loop0", 20))),
                List.of(
                    new Resources.Ulimit("core", -1, -1), new Resources.Ulimit("nofile", 10, 20))));
    assertThat(spec.isolation())
        .isEqualTo(
            new Isolation(
                false,
                List.of("NET_ADMIN"),
                List.of("CHOWN"),
                List.of("no-new-privileges"),
                true,
                true,
                new Isolation.Namespaces("host", "shareable", "", "", "private", "/records"),
                new Devices(
                    List.of(new Devices.Device("/dev/null", "/dev/nothing", "rw")),
                    List.of("c 1:3 rwm"),
                    List.of(
                        new Devices.DeviceRequest(
                            "cdi", 0, List.of("records.example/thing=one"), List.of(), Map.of()))),
                List.of("7"),
                Map.of("net.ipv4.ip_forward", "1"),
                100,
                "jdock",
                "default"));
  }

  @Test
  void storageAndNetworkingOfVersion1() throws IOException {
    ContainerRecord record = record("everything");
    assertThat(record.spec().storage())
        .isEqualTo(
            new Storage(
                List.of("/var/tmp/jdock-records/data:/bound:ro", "named:/named:nocopy"),
                List.of("/anonymous"),
                Map.of("/t", "size=1m"),
                1 << 20,
                List.of(
                    new Storage.Mount(
                        "bind",
                        "/var/tmp/jdock-records/data",
                        "/m1",
                        true,
                        "cached",
                        new Storage.BindOptions("rslave", false, false, false),
                        null,
                        null),
                    new Storage.Mount(
                        "volume",
                        "vol",
                        "/m2",
                        false,
                        "",
                        null,
                        new Storage.VolumeOptions(true, Map.of(), "local", Map.of(), ""),
                        null),
                    new Storage.Mount(
                        "tmpfs",
                        "",
                        "/m3",
                        false,
                        "",
                        null,
                        null,
                        new Storage.TmpfsOptions(1 << 20, 0700))),
                List.of("running:ro"),
                "local",
                Map.of()));
    assertThat(record.spec().networking())
        .isEqualTo(
            new Networking(
                "default",
                "h",
                "d",
                List.of("90/tcp", "91/tcp"),
                List.of(
                    new PortMapping("127.0.0.1", 0, 90, "tcp"), new PortMapping("", 0, 91, "tcp")),
                true,
                List.of("other:1.2.3.4"),
                List.of("9.9.9.9"),
                List.of("example.org"),
                List.of("ndots:2"),
                List.of(RUNNING + ":friend"),
                new Networking.Address("", "", "02:42:ac:11:00:64", List.of()),
                null));
    assertThat(record.mounts())
        .containsExactly(
            bind("/bound", "ro", "rprivate", false),
            volume("named", "/named", "nocopy", true, false),
            tmpfs("/t", "size=1m", false),
            bind("/m1", "", "rslave", true),
            volume("vol", "/m2", "z", true, false),
            tmpfs("/m3", "size=1048576,mode=700", true),
            volume("data", "/data", "", false, false),
            bind("/host", "", "rprivate", false),
            volume(
                "a06023e53ccf87b23e0dc4bc6fb98cd0fde3d769880455276921a0b5a64bf965",
                "/anonymous",
                "",
                true,
                true),
            volume(
                "d20982da2b6910658cf642cbd6da9234639e3ec9ce6f89077bd0e451b87f7e2a",
                "/image-volume",
                "",
                true,
                true));
  }

  @Test
  void configurationOfVersion1() throws IOException {
    ContainerRecord record = record("everything");
    assertThat(record.commandLine()).containsExactly("/bin/sh", "-c", "sleep 1");
    assertThat(record.hostname()).isEqualTo("h");
    assertThat(record.layers())
        .containsExactly(
            LAYER, "sha256:ad8bcf55cfd794dd522b8d1a16c8d11b4f5298fd39dc162f180d1de7ecf5ffdf");
    assertThat(record.config())
        .isEqualTo(
            new ImageConfig(
                "1:2",
                new TreeSet<>(List.of("53/udp", "90/tcp", "91/tcp")),
                List.of("PATH=/bin:/sbin", "A=b"),
                List.of("/bin/sh"),
                List.of("-c", "sleep 1"),
                new TreeSet<>(List.of("/anonymous", "/image-volume")),
                "/w",
                new TreeMap<>(Map.of("of", "container")),
                "TERM",
                3,
                CHECK,
                List.of("RUN true"),
                List.of("/bin/sh", "-ec"),
                false));
  }

  /** What the first records of version 1 did not have. */
  @Test
  void recordsFromBeforeARequestHadAllItsFieldsAreRead() throws IOException {
    ContainerFiles files = with("plain");
    ObjectNode tree = tree(FIRST.path("plain/config.json"));
    ContainerRecord whole = files.load().getFirst();
    ObjectNode spec = (ObjectNode) tree.path("spec");
    spec.remove(List.of("annotations", "logging"));
    ((ObjectNode) spec.path("resources")).remove(List.of("memory", "cpu", "blockIo", "ulimits"));
    ((ObjectNode) spec.path("isolation"))
        .remove(List.of("namespaces", "devices", "groups", "sysctls", "runtime", "technology"));
    ((ObjectNode) spec.path("storage"))
        .remove(List.of("mounts", "volumesFrom", "volumeDriver", "options"));
    ((ObjectNode) spec.path("networking")).remove(List.of("links", "address"));
    Files.writeString(folder("plain").resolve("config.json"), tree.toString());
    assertThat(files.load()).containsExactly(whole);
  }
}
