package dev.jdock.runtime.machine;

import static dev.jdock.runtime.machine.SpecBuilder.command;
import static dev.jdock.runtime.machine.SpecBuilder.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.runtime.container.start.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a container's processes see of the machine, and what they may do to it. */
class IsolationIT extends MachineRoomFixture {

  @Test
  void firstProcessIsNumberOneAndHasNothingOpenButItsStreams() throws Exception {
    assertThat(run(shell("echo $$; ls /proc/self/fd")).out()).isEqualTo("1\n0\n1\n2\n3\n");
  }

  @Test
  void processesAndMountsOfTheHostAreOutOfSight() throws Exception {
    Result result = run(shell("ls -d /proc/[0-9]*; cat /proc/self/mountinfo"));
    assertThat(result.out().lines().filter(line -> line.startsWith("/proc/"))).hasSizeLessThan(4);
    assertThat(result.out()).doesNotContain("put_old");
    assertThat(run(command("ls", "/")).out()).doesNotContain("var");
  }

  @Test
  void masksAreReadOnlyAndLeaveTheHostsNullDeviceAlone() throws Exception {
    var before = Files.getPosixFilePermissions(Path.of("/dev/null"));
    Result result = run(shell("chmod 600 /proc/keys; wc -c < /proc/keys"));
    assertThat(result).isEqualTo(new Result(0, "0\n", result.err()));
    assertThat(result.err()).contains("Read-only file system");
    assertThat(Files.getPosixFilePermissions(Path.of("/dev/null")))
        .isEqualTo(before)
        .isEqualTo(PosixFilePermissions.fromString("rw-rw-rw-"));
  }

  @Test
  void kernelSettingsAreReadOnly() throws Exception {
    Result result =
        run(shell("echo x > /proc/sys/kernel/hostname; echo 1 > /proc/sys/kernel/panic"));
    assertThat(result.err()).contains("/proc/sys/kernel/panic", "/proc/sys/kernel/hostname");
    assertThat(result.err().lines()).allMatch(line -> line.contains("Read-only file system"));
  }

  @Test
  void standardSetOfCapabilitiesUnlessDropped() throws Exception {
    assertThat(status(run(shell("cat /proc/self/status"))))
        .containsEntry("CapEff", "00000000a80425fb");
    Map<String, String> none = status(run(shell("cat /proc/self/status").capDrop("ALL")));
    assertThat(none).containsEntry("CapEff", "0000000000000000");
    assertThat(none).containsEntry("CapBnd", "0000000000000000");
  }

  @Test
  void privilegedHasAllThatThereIsAndNoFilter() throws Exception {
    Map<String, String> status = status(run(shell("cat /proc/self/status").privileged()));
    assertThat(status)
        .containsEntry("CapEff", String.format("%016x", CapabilitySet.bounding().mask()))
        .containsEntry("Seccomp", "0");
    assertThat(run(shell("mount -t tmpfs none /tmp && echo mounted").privileged()).out())
        .isEqualTo("mounted\n");
  }

  @Test
  void noNewPrivilegesIsSetWhenAskedFor() throws Exception {
    assertThat(status(run(shell("cat /proc/self/status")))).containsEntry("NoNewPrivs", "0");
    assertThat(status(run(shell("cat /proc/self/status").security("no-new-privileges"))))
        .containsEntry("NoNewPrivs", "1");
  }

  @Test
  void filterForbidsWhatTheCapabilitiesDoNotCallFor() throws Exception {
    assertThat(status(run(shell("cat /proc/self/status")))).containsEntry("Seccomp", "2");
    Result forbidden = run(command("unshare", "-U", "true"));
    assertThat(forbidden.exitCode()).isNotZero();
    assertThat(forbidden.err()).contains("Operation not permitted");
  }

  private static Map<String, String> status(Result result) {
    Map<String, String> fields = new HashMap<>();
    result
        .out()
        .lines()
        .forEach(line -> {
          String[] parts = line.split(":\\s*", 2);
          fields.put(parts[0], parts.length > 1 ? parts[1] : "");
        });
    return fields;
  }

  @Test
  void userComesFromTheImageAndItsGroups() throws Exception {
    assertThat(run(shell("id; echo $HOME").user("user")).out())
        .contains("uid=1000(user) gid=1000(user)", "2000(extra)", "/home/user");
    assertThat(run(command("id", "-u").user("4321:5")).out()).isEqualTo("4321\n");
    String id = create(command("id").user("nobody-here"));
    assertThatThrownBy(() -> containers().start(id))
        .hasMessageContaining(
            "unable to find user nobody-here: no matching entries in passwd file");
  }

  @Test
  void workingDirectoryIsMadeAndMustBeEnterable() throws Exception {
    assertThat(run(command("pwd").workingDir("/new/one")).out()).isEqualTo("/new/one\n");
    String id = create(command("pwd").user("user").workingDir("/secret"));
    assertThatThrownBy(() -> containers().start(id)).hasMessageContaining("permission denied");
    assertThat(children("run/c")).noneMatch(folder -> folder.endsWith(id));
  }

  @Test
  void rootFileSystemIsReadOnlyWhenAskedFor() throws Exception {
    Result result = run(shell("touch /x; touch /dev/shm/y && echo shm").readOnly());
    assertThat(result.err()).contains("Read-only file system");
    assertThat(result.out()).isEqualTo("shm\n");
  }

  @Test
  void limitsAreInTheCgroup() throws Exception {
    String id = start(command("sleep", "1000").limits(64 << 20, 500_000_000, 37));
    String values = "";
    for (Path cgroup : cgroups(id)) {
      for (String file :
          new String[] {
            "memory.limit_in_bytes", "memory.max", "pids.max", "cpu.cfs_quota_us", "cpu.max"
          }) {
        if (Files.exists(cgroup.resolve(file))) {
          values += Files.readString(cgroup.resolve(file)).trim() + " ";
        }
      }
    }
    assertThat(values).contains("67108864", "37", "50000");
    for (int i = 0; i < 3; i++) {
      exec(id, exec(null, false, false, "true"), null);
    }
    assertThat(pidsLimit(id)).isEqualTo("37");
  }

  private static String pidsLimit(String id) throws IOException {
    for (Path cgroup : cgroups(id)) {
      if (Files.exists(cgroup.resolve("pids.max"))) {
        return Files.readString(cgroup.resolve("pids.max")).trim();
      }
    }
    return "no pids controller";
  }

  @Test
  void bindsAreWritableOrNotAsAsked() throws Exception {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Result result =
        run(
            shell("echo x > /rw/file; cat /ro/file; echo y > /ro/file")
                .bind(shared + ":/rw")
                .bind(shared + ":/ro:ro"));
    assertThat(result.out()).isEqualTo("x\n");
    assertThat(result.err()).contains("Read-only file system");
    assertThat(shared.resolve("file")).hasContent("x\n");
  }

  @Test
  void mountTargetsNeverLeaveTheImage() throws Exception {
    Path shared = Files.createDirectory(folder.resolve("shared"));
    Path victim = Files.createDirectory(folder.resolve("victim"));
    String id = create(shell("ls -d /link/below").bind(shared + ":" + "/link/below"));
    Path upper = folder.resolve("root/containers").resolve(id).resolve("upper");
    Files.createSymbolicLink(upper.resolve("link"), victim);
    assertThat(runCreated(id, null).exitCode()).isZero();
    assertThat(victim).isEmptyDirectory();
  }

  @Test
  void anonymousVolumesGetWhatTheImageHas() throws Exception {
    Result result =
        run(
            shell("cat /filled/greeting; stat -c '%a %u' /filled /filled/greeting")
                .volume("/filled"));
    assertThat(result.out()).isEqualTo("hello from the image\n750 1000\n640 1000\n");
    assertThat(children("root/volumes")).hasSize(1);
  }

  @Test
  void namedVolumesOutliveTheirContainers() throws Exception {
    run(shell("echo kept > /data/file").bind("store:/data"));
    assertThat(run(command("cat", "/data/file").bind("store:/data:ro")).out()).isEqualTo("kept\n");
  }

  @Test
  void tmpfsTakesItsOptions() throws Exception {
    Result result = run(shell("grep ' /scratch ' /proc/mounts").tmpfs("/scratch", "size=1m,exec"));
    assertThat(result.out())
        .contains("tmpfs", "size=1024k", "nosuid", "nodev")
        .doesNotContain("noexec");
  }

  @Test
  void execRunsBesideTheFirstProcess() throws Exception {
    String id = start(command("sleep", "1000"));
    assertThat(exec(id, exec("user", false, false, "id", "-u"), null).out()).isEqualTo("1000\n");
    assertThat(exec(id, exec(null, false, true, "cat"), "typed"))
        .isEqualTo(new Result(0, "typed", ""));
    assertThat(exec(id, exec(null, false, false, "sh", "-c", "echo e >&2; exit 6"), null))
        .isEqualTo(new Result(6, "", "e\n"));
    assertThat(exec(id, exec(null, true, false, "tty"), null).out()).isEqualTo("/dev/pts/0\r\n");
    assertThatThrownBy(() -> exec(id, exec(null, false, false, "no-such"), null))
        .hasMessageContaining("exec: \"no-such\": executable file not found in $PATH");
  }

  @Test
  void execDoesNotWaitForWhatItsProcessLeavesRunning() throws Exception {
    String id = start(command("sleep", "1000"));
    Result result =
        exec(id, exec(null, false, false, "sh", "-c", "sleep 999 & yes & echo done"), null);
    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).contains("done");
  }

  @Test
  void execEndsWhenItsUserDetaches() throws Exception {
    String id = start(command("sleep", "1000"));
    var streams =
        new dev.jdock.runtime.engine.Streams(
            stream("\u0010\u0011"), new Collected(), null, new byte[0]);
    try (var exec = startExec(id, exec(null, true, true, "cat"), streams)) {
      assertThat(exec.await()).isZero();
      assertThat(exec.detached()).isTrue();
    }
  }

  @Test
  void withoutTheStarterNothingRunsAndNothingIsLeft() throws Exception {
    room.close();
    room =
        MachineRoom.open(folder.resolve("root"), folder.resolve("run"), new Programs(null, null));
    String id = create(command("true"));
    assertThatThrownBy(() -> containers().start(id))
        .hasMessageContaining("libexec/jdock-starter is missing")
        .hasMessageContaining("apt-get install gcc");
    assertThat(children("run/c")).noneMatch(folder -> folder.endsWith(id));
  }

  @Test
  void execFollowsNoMagicLinkToTheEnginesProgram() {
    String id = start(command("sleep", "1000"));
    assertThatThrownBy(() -> exec(id, exec(null, false, false, "/proc/self/exe"), null))
        .hasMessageContaining("no such file or directory");
  }
}
