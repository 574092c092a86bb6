package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that a vendor describes in files of the machine (CDI). */
@EndToEnd
@JdockOnly("Docker before 28.3 reads no such files unless it is told to")
class VendorDevicesIT {

  private static final Path FOLDER = Path.of("/var/run/cdi");
  private static final String KIND = "jdock-e2e.example/thing";

  private final Jdock jdock;
  private final Path yaml = FOLDER.resolve("jdock-e2e.yaml");
  private final Path json = FOLDER.resolve("jdock-e2e.json");
  private boolean made;

  VendorDevicesIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void makeFolder() throws IOException {
    made = !Files.exists(FOLDER);
    Files.createDirectories(FOLDER);
  }

  @AfterEach
  void removeSpecifications() throws IOException {
    Files.deleteIfExists(yaml);
    Files.deleteIfExists(json);
    if (made) {
      Files.deleteIfExists(FOLDER);
    }
  }

  private void thing(String edits) {
    Host.write(
        yaml,
        """
        cdiVersion: "0.6.0"
        kind: %s
        devices:
        - name: "0"
          containerEdits: %s
        """
            .formatted(KIND, edits));
  }

  private Result sh(String script, String... flags) {
    List<String> line = new ArrayList<>(List.of("run", "--rm", "--network", "none"));
    line.addAll(List.of(flags));
    line.addAll(List.of(jdock.busybox(), "sh", "-c", script));
    return jdock.run(line.toArray(String[]::new));
  }

  @Test
  void nodesMountsVariablesAndGroupsAreGiven() {
    thing(
        """
        {env: [THING=on],
         additionalGids: [4321],
         deviceNodes: [{path: /dev/thing, hostPath: /dev/fuse, permissions: r}],
         mounts: [{hostPath: /etc/hostname, containerPath: /vendor/name,
                   options: [ro, nosuid, nodev, rbind, rprivate]}]}
        """);
    String flag = "--device=" + KIND + "=0";
    sh("echo $THING; stat -c '%t %T' /dev/thing", flag).prints("on\na e5");
    sh("head -c 0 < /dev/thing", flag).ok();
    sh(": > /dev/thing", flag).exits(1).saysOnErr("Operation not permitted");
    sh("cat /vendor/name", flag).prints(Host.read(Path.of("/etc/hostname")).strip());
    sh(": > /vendor/name", flag).exits(1).saysOnErr("Read-only file system");
    sh("grep -c 'ro,nosuid,nodev.*vendor\\|vendor.*ro,nosuid,nodev' /proc/mounts", flag)
        .prints("1");
    assertThat(sh("id -G", flag).text().split(" ")).contains("4321");
  }

  @Test
  void hooksPrepareTheContainer(@TempDir Path here) {
    thing(
        """
        {hooks: [
          {hookName: createRuntime, path: /bin/sh,
           args: [tool, -c, 'grep -q ''"status":"creating"'' && echo $0 $A > HERE/first'],
           env: [A=b]},
          {hookName: createContainer, path: /bin/sh,
           args: [sh, -c, 'grep -q rootfs config.json && uname -n > rootfs/second'],
           env: ['PATH=/usr/bin:/bin']}]}
        """
            .replace("HERE", here.toString()));
    sh("cat /second", "--device", KIND + "=0", "-h", "its-name").prints("its-name");
    assertThat(here.resolve("first")).hasContent("tool b");
  }

  @Test
  void hookThatFailsKeepsItFromStarting() {
    thing(
        "{hooks: [{hookName: createContainer, path: /bin/sh, args: [sh, -c, 'echo no; exit 7']}]}");
    String name = jdock.container();
    jdock.run("create", "--name", name, "--device", KIND + "=0", jdock.busybox(), "true").ok();
    jdock
        .run("start", name)
        .exits(1)
        .saysOnErr("error running createContainer hook /bin/sh: exit status 7, output: no");
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("created");
    thing(
        "{hooks: [{hookName: createRuntime, path: /bin/sleep, args: [sleep, '60'], timeout: 1}]}");
    jdock.run("start", name).exits(1).saysOnErr("it took longer than 1 seconds");
    thing("{env: [A=1]}");
    jdock.run("start", name).ok();
  }

  @Test
  void deviceThatIsNotThereIsMissedAtTheStart() {
    String name = jdock.container();
    jdock.run("create", "--name", name, "--device", KIND + "=7", jdock.busybox(), "true").ok();
    jdock
        .run("start", name)
        .exits(1)
        .saysOnErr("CDI device injection failed: unresolvable CDI devices " + KIND + "=7");
    JsonNode request = jdock.inspect(name).path("HostConfig").path("DeviceRequests").path(0);
    assertThat(request.path("Driver").asText()).isEqualTo("cdi");
    assertThat(request.path("DeviceIDs").path(0).asText()).isEqualTo(KIND + "=7");
  }

  @Test
  void gpusAreThoseOfTheMachinesSpecification() throws IOException {
    Assumptions.assumeFalse(hasGpus(), "the machine has GPUs of its own");
    sh("true", "--gpus", "all")
        .exits(125)
        .saysOnErr("could not select device driver \"\" with capabilities: [[gpu]]");
    Host.write(
        json,
        """
        {"cdiVersion": "0.5.0", "kind": "nvidia.com/gpu", "devices": [
          {"name": "0", "containerEdits": {"env": ["GPU=0"]}},
          {"name": "all", "containerEdits": {"env": ["GPU=all"]}}]}
        """);
    sh("echo $GPU", "--gpus", "all").prints("all");
    sh("echo $GPU", "--gpus", "1").prints("0");
    sh("echo $GPU", "--gpus", "device=0").prints("0");
    sh("true", "--gpus", "2").exits(125).saysOnErr("unresolvable CDI devices nvidia.com/gpu=1");
  }

  private static boolean hasGpus() throws IOException {
    for (Path folder : List.of(Path.of("/etc/cdi"), FOLDER)) {
      if (Files.isDirectory(folder)) {
        try (Stream<Path> files = Files.list(folder)) {
          for (Path file : files.toList()) {
            if (Files.readString(file).contains(".com/gpu")) {
              return true;
            }
          }
        }
      }
    }
    return false;
  }
}
