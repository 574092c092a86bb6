package dev.jdock.runtime.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.cgroup.DeviceRule;
import dev.jdock.linux.mount.Mounts;
import dev.jdock.runtime.engine.Devices.DeviceRequest;
import dev.jdock.runtime.launch.Hook;
import dev.jdock.runtime.rootfs.HostDevice;
import dev.jdock.runtime.rootfs.MountSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CdiDevicesTest {
  private static final String FAILED = "CDI device injection failed: ";

  @TempDir private Path folder;
  private Path lower;
  private Path upper;

  @BeforeEach
  void makeFolders() throws IOException {
    lower = Files.createDirectory(folder.resolve("lower"));
    upper = Files.createDirectory(folder.resolve("upper"));
  }

  private DeviceEdits edits(String... names) {
    return CdiDevices.in(List.of(lower, upper, folder.resolve("nosuch"))).edits(List.of(names));
  }

  private static void spec(Path file, String kind, String device, String edits) throws IOException {
    Files.writeString(
        file,
        """
        {"cdiVersion": "0.6.0", "kind": "%s",
         "containerEdits": {"env": ["ALL=%s"]},
         "devices": [{"name": "%s", "containerEdits": %s}]}
        """
            .formatted(kind, file.getFileName(), device, edits));
  }

  private void refuses(String edits, String reason) throws IOException {
    spec(lower.resolve("a.json"), "v.com/c", "d", edits);
    assertThatThrownBy(() -> edits("v.com/c=d"))
        .isInstanceOf(JdockException.class)
        .hasMessageStartingWith(FAILED)
        .hasMessageContaining(reason);
  }

  @Test
  void nodeTakesFromTheHostWhatIsNotSaid() throws IOException {
    spec(
        lower.resolve("a.json"),
        "v.com/c",
        "0",
        """
        {"deviceNodes": [
           {"path": "/dev/x", "hostPath": "/dev/null", "fileMode": 384, "permissions": "wr"},
           {"path": "/dev/y", "type": "b", "major": 7, "minor": 9, "permissions": "none"}]}
        """);
    DeviceEdits edits = edits("v.com/c=0");
    assertThat(edits.nodes())
        .containsExactly(
            new HostDevice("/dev/x", 0020600, 1, 3, 0, 0),
            new HostDevice("/dev/y", 0060666, 7, 9, 0, 0));
    assertThat(edits.rules()).containsExactly(new DeviceRule('c', 1, 3, "rw"));
  }

  @Test
  void mountsHooksGroupsAndVariablesAreTaken() throws IOException {
    Files.writeString(
        lower.resolve("a.yaml"),
        """
        ---
        cdiVersion: 0.7.0
        kind: v.com/c
        devices:
        - name: one
          containerEdits:
            env: [A=1]
            additionalGids: [0, 44]
            mounts:
            - hostPath: /etc
              containerPath: /vendor
              options: [ro, nosuid, nodev, rbind, rprivate]
            hooks:
            - {hookName: createContainer, path: /bin/ln, args: [ln, -s], timeout: 3}
        """);
    DeviceEdits edits = edits("v.com/c=one");
    assertThat(edits.environment()).containsExactly("A=1");
    assertThat(edits.groups()).containsExactly("44");
    assertThat(edits.mounts())
        .containsExactly(
            new MountSpec.Bind(
                Path.of("/etc"),
                "/vendor",
                true,
                true,
                "rprivate",
                true,
                Mounts.NOSUID | Mounts.NODEV));
    assertThat(edits.hooks())
        .containsExactly(
            new Hook(
                "createContainer",
                Hook.Moment.CREATE_CONTAINER,
                "/bin/ln",
                List.of("ln", "-s"),
                List.of(),
                3));
  }

  @Test
  void editsOfAllDevicesComeOnceAndFirst() throws IOException {
    Files.writeString(
        lower.resolve("a.json"),
        """
        {"cdiVersion": "0.6.0", "kind": "v.com/c", "containerEdits": {"env": ["ALL=1"]},
         "devices": [{"name": "a", "containerEdits": {"env": ["A=1"]}},
                     {"name": "b", "containerEdits": {"env": ["B=1"]}}]}
        """);
    assertThat(edits("v.com/c=b", "v.com/c=a").environment())
        .containsExactly("ALL=1", "B=1", "A=1");
  }

  @Test
  void laterFolderWinsAndTwoFilesOfOneConflict() throws IOException {
    spec(lower.resolve("a.json"), "v.com/c", "d", "{\"env\": [\"D=lower\"]}");
    spec(upper.resolve("b.json"), "v.com/c", "d", "{\"env\": [\"D=upper\"]}");
    assertThat(edits("v.com/c=d").environment()).containsExactly("ALL=b.json", "D=upper");
    spec(upper.resolve("c.json"), "v.com/c", "d", "{\"env\": [\"D=other\"]}");
    assertThatThrownBy(() -> edits("v.com/c=d"))
        .hasMessageContaining("unresolvable CDI devices v.com/c=d (")
        .hasMessageContaining("conflicting device");
  }

  @Test
  void missingDevicesAreAllNamed() throws IOException {
    assertThatThrownBy(() -> edits("v.com/c=x", "v.com/c=y"))
        .hasMessage(FAILED + "unresolvable CDI devices v.com/c=x, v.com/c=y");
    Files.writeString(lower.resolve("broken.json"), "{");
    Files.writeString(lower.resolve("notes.txt"), "{");
    assertThatThrownBy(() -> edits("v.com/c=x"))
        .hasMessageContaining("broken.json: ")
        .hasMessageNotContaining("notes.txt");
  }

  @Test
  void fileThatMakesNoSenseTellsWhy() throws IOException {
    refuses("{\"magic\": 1}", "magic");
    refuses("{\"env\": [\"=x\"]}", "invalid environment variable \"=x\"");
    refuses("{\"deviceNodes\": [{\"path\": \"x\"}]}", "invalid device path \"x\"");
    refuses("{\"deviceNodes\": [{\"path\": \"/x\", \"type\": \"q\"}]}", "invalid type \"q\"");
    refuses("{\"mounts\": [{\"hostPath\": \"/x\"}]}", "container path");
    refuses("{\"hooks\": [{\"hookName\": \"late\", \"path\": \"/x\"}]}", "hook name \"late\"");
  }

  @Test
  void whatCannotBeDoneIsRefused() throws IOException {
    refuses("{\"deviceNodes\": [{\"path\": \"/dev/nosuch\"}]}", "no such file or directory");
    refuses(
        "{\"deviceNodes\": [{\"path\": \"/dev/null\", \"type\": \"b\"}]}",
        "host type mismatch (b, c)");
    refuses(
        "{\"mounts\": [{\"hostPath\": \"/nosuch\", \"containerPath\": \"/x\"}]}",
        "/nosuch: no such file or directory");
    refuses(
        "{\"hooks\": [{\"hookName\": \"poststop\", \"path\": \"/x\"}]}",
        "hooks at poststop are not supported (v.com/c=d)");
    refuses("{\"intelRdt\": {}}", "intelRdt of v.com/c=d is not supported");
    refuses("{\"netDevices\": []}", "netDevices of v.com/c=d is not supported");
  }

  private DeviceEdits gpus(String driver, int count, List<String> ids, String... capabilities) {
    DeviceRequest request =
        new DeviceRequest(driver, count, ids, List.of(List.of(capabilities)), Map.of());
    return RequestedDevices.of(List.of(request), () -> CdiDevices.in(List.of(lower, upper)));
  }

  @Test
  void gpusAreThoseOfTheVendorThatIsThere() throws IOException {
    assertThatThrownBy(() -> gpus("", -1, List.of(), "gpu"))
        .hasMessage("could not select device driver \"\" with capabilities: [[gpu]]");
    spec(lower.resolve("n.json"), "nvidia.com/gpu", "all", "{\"env\": [\"N=all\"]}");
    spec(upper.resolve("o.json"), "nvidia.com/gpu", "0", "{\"env\": [\"N=0\"]}");
    assertThat(gpus("", -1, List.of(), "gpu").environment()).contains("N=all");
    assertThat(gpus("nvidia", 1, List.of(), "compute", "gpu").environment()).contains("N=0");
    assertThat(gpus("", 0, List.of("0"), "gpu").environment()).contains("N=0");
    assertThatThrownBy(() -> gpus("", 2, List.of(), "gpu"))
        .hasMessage(FAILED + "unresolvable CDI devices nvidia.com/gpu=1");
    assertThatThrownBy(() -> gpus("amd", -1, List.of(), "gpu"))
        .hasMessage("could not select device driver \"amd\" with capabilities: [[gpu]]");
    assertThatThrownBy(() -> gpus("", -1, List.of(), "tea", "gpu"))
        .hasMessage("could not select device driver \"\" with capabilities: [[tea gpu]]");
    assertThatThrownBy(() -> gpus("", 1, List.of("0"), "gpu"))
        .hasMessageContaining("cannot set both Count and DeviceIDs");
  }
}
