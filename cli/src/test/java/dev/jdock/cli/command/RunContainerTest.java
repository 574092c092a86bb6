package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Attachment;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Created;
import dev.jdock.runtime.engine.Exit;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.PortMapping;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Streams;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunContainerTest {
  private static final String ID = "0123456789abcdef";

  private final CommandLineHarness harness = new CommandLineHarness();
  private Attachment.End end = Attachment.End.OUTPUT_ENDED;

  @TempDir private Path folder;

  @BeforeEach
  void answer() {
    harness.engine.answer("create", new Created(ID, List.of()));
    harness.engine.answer("exit", arguments -> (Exit) () -> 7);
    harness.engine.answer("attach", arguments -> attachment());
  }

  private Attachment attachment() {
    return new Attachment() {
      @Override
      public End await() {
        return end;
      }

      @Override
      public void close() {
        harness.engine.calls.add("detach");
      }
    };
  }

  private ContainerSpec specOf(String... arguments) {
    assertThat(harness.run(arguments).err()).isEmpty();
    return harness.engine.argument("create", ContainerSpec.class);
  }

  @Test
  void detachedPrintsTheId() {
    assertThat(harness.run("run", "-d", "image"))
        .isEqualTo(new CommandLineHarness.Result(0, ID + "\n", ""));
    assertThat(harness.engine.calls.getLast()).isEqualTo("start[" + ID + "]");
  }

  @Test
  void attachesBeforeTheStartAndReturnsTheExitCode() {
    assertThat(harness.run("run", "image").exitCode()).isEqualTo(7);
    assertThat(harness.engine.calls.stream().map(call -> call.split("\\[", 2)[0]))
        .containsExactly("create", "exit", "attach", "start", "detach");
  }

  @Test
  void waitsForTheRemovalOfAContainerThatRemovesItself() {
    harness.engine.answer("exit", arguments -> (Exit) () -> 8);

    assertThat(harness.run("run", "--rm", "image").exitCode()).isEqualTo(8);
    assertThat(harness.engine.calls.stream().map(call -> call.split("\\[", 2)[0]))
        .containsExactly("create", "exit", "attach", "start", "detach");
    assertThat(harness.engine.calls).contains("exit[" + ID + ", REMOVED]");
  }

  @Test
  void outputGoesToTheUsersStreams() {
    harness.engine.answer(
        "start",
        arguments -> {
          Streams streams = harness.engine.argument("attach", Streams.class);
          Objects.requireNonNull(streams.stdout()).write("out".getBytes(StandardCharsets.UTF_8));
          Objects.requireNonNull(streams.stderr()).write("err".getBytes(StandardCharsets.UTF_8));
          assertThat(streams.stdin()).isNull();
          return null;
        });
    assertThat(harness.run("run", "image"))
        .isEqualTo(new CommandLineHarness.Result(7, "out", "err"));
  }

  @Test
  void leavingWithTheDetachKeysIsNoFailure() {
    end = Attachment.End.DETACHED;
    harness.terminal = true;
    assertThat(harness.run("run", "-it", "image").exitCode()).isZero();
    assertThat(harness.terminalModes).containsExactly("raw", "restored");
    assertThat(harness.engine.argument("attach", Streams.class).detachKeys())
        .containsExactly(16, 17);
    assertThat(harness.engine.calls).contains("resize[" + ID + ", 50, 120]");
  }

  @Test
  void detachKeysComeFromTheFlagOrTheConfiguration() throws Exception {
    harness.terminal = true;
    harness.environment.put("HOME", folder.toString());
    Files.createDirectory(folder.resolve(".docker"));
    Files.writeString(folder.resolve(".docker/config.json"), "{\"detachKeys\":\"ctrl-a,x\"}");
    harness.run("run", "-it", "image");
    assertThat(harness.engine.argument("attach", Streams.class).detachKeys())
        .containsExactly(1, 'x');
    harness.run("run", "-it", "--detach-keys", "ctrl-[", "image");
    assertThat(harness.engine.argument("attach", Streams.class).detachKeys()).containsExactly(27);
  }

  @Test
  void forwardsSignals() {
    harness.engine.answer(
        "start",
        arguments -> {
          Objects.requireNonNull(harness.signalHandler).accept("USR1");
          return null;
        });
    harness.run("run", "image");
    assertThat(harness.engine.calls).contains("kill[" + ID + ", USR1]");
    assertThat(harness.signalHandler).isNull();
  }

  @Test
  void needsATerminalForOne() {
    assertThat(harness.run("run", "-it", "image"))
        .isEqualTo(new CommandLineHarness.Result(1, "", "the input device is not a TTY\n"));
    assertThat(harness.engine.calls).isEmpty();
  }

  @Test
  void detachConflictsWithAttach() {
    assertThat(harness.run("run", "-d", "-a", "stdout", "image"))
        .isEqualTo(
            new CommandLineHarness.Result(
                1, "", "conflicting options: cannot specify both --attach and --detach\n"));
  }

  @Test
  void startFailuresGiveTheShellsExitCodes() {
    assertThat(exitCodeOf("exec: \"nope\": executable file not found in $PATH: unknown"))
        .isEqualTo(127);
    assertThat(exitCodeOf("exec: \"/etc\": permission denied: unknown")).isEqualTo(126);
    assertThat(exitCodeOf("port is already allocated")).isEqualTo(125);
  }

  private int exitCodeOf(String message) {
    harness.engine.answer(
        "start",
        arguments -> {
          throw JdockException.invalid(message);
        });
    CommandLineHarness.Result result = harness.run("run", "image");
    assertThat(result.err())
        .isEqualTo(
            "jdock: Error response from daemon: "
                + message
                + "\n\nRun 'jdock run --help' for more information\n");
    return result.exitCode();
  }

  @Test
  void aMissingImageThatNoRegistryHasIsToldOf() {
    harness.engine.answer(
        "create",
        arguments -> {
          throw JdockException.notFound("No such image: nope:latest");
        });
    harness.engine.answer(
        "obtain",
        arguments -> {
          throw JdockException.notFound("manifest for nope:latest not found");
        });
    CommandLineHarness.Result result = harness.run("run", "nope");
    assertThat(result.exitCode()).isEqualTo(125);
    assertThat(result.err())
        .startsWith(
            "Unable to find image 'nope:latest' locally\n"
                + "jdock: Error response from daemon: manifest for nope:latest not found\n");
  }

  @Test
  void anIdFileHoldsTheIdAndGoesAwayWithAFailure() throws Exception {
    harness.workingDirectory = folder;
    harness.run("run", "-d", "--cidfile", "id", "image");
    assertThat(folder.resolve("id")).hasContent(ID);

    assertThat(harness.run("run", "--cidfile", "id", "image").err())
        .startsWith(
            "jdock: container ID file found, make sure the other container isn't running or delete"
                + " id");

    harness.engine.answer(
        "create",
        arguments -> {
          throw JdockException.conflict("taken");
        });
    harness.run("run", "--cidfile", "other", "image");
    assertThat(folder.resolve("other")).doesNotExist();
  }

  @Test
  void theUsersOwnDestinationReachesTheContainer() {
    harness.environment.put("DOCKER_HOST", "tcp://a:1");
    assertThat(specOf("run", "-d", "-e", "DOCKER_HOST", "i").command().env())
        .containsExactly("DOCKER_HOST=tcp://a:1");
  }

  @Test
  void anIdFileInNoFolderEndsAsAMissingProgramDoes() {
    harness.workingDirectory = folder;
    assertThat(harness.run("run", "--cidfile", "no/id", "image"))
        .isEqualTo(
            new CommandLineHarness.Result(
                127,
                "",
                "jdock: failed to create the container ID file: open no/id: no such file or"
                    + " directory\n\nRun 'jdock run --help' for more information\n"));
  }

  @Test
  void flagsEndAtTheImage() {
    ContainerSpec spec = specOf("run", "-d", "image", "ls", "-l", "--rm");
    assertThat(spec.image()).isEqualTo("image");
    assertThat(spec.command().arguments()).containsExactly("ls", "-l", "--rm");
    assertThat(spec.lifecycle().autoRemove()).isFalse();
  }

  @Test
  void environmentComesFromFilesThenFlagsThenTheUser() throws Exception {
    harness.environment.put("FROM_USER", "u");
    Path file = folder.resolve("env");
    Files.writeString(file, "# comment\n\nA=1\n  B=2 \nFROM_USER\nUNSET\n");
    assertThat(
            specOf(
                    "run",
                    "-d",
                    "-e",
                    "FROM_USER",
                    "-e",
                    "A=3",
                    "-e",
                    "UNSET",
                    "--env-file",
                    file.toString(),
                    "i")
                .command()
                .env())
        .containsExactly("A=1", "B=2 ", "FROM_USER=u", "FROM_USER=u", "A=3", "UNSET");
  }

  @Test
  void networksAreNamedOrDescribed() {
    var networking =
        specOf(
                "run",
                "-d",
                "--network",
                "name=one,alias=x,alias=y,ip=10.0.0.7,gw-priority=-3",
                "--network",
                "two",
                "i")
            .networking();
    assertThat(networking.mode()).isEqualTo("one");
    assertThat(networking.networks())
        .containsExactly(
            new Networking.Attachment(
                "one",
                new Networking.Address("10.0.0.7", "", "", List.of()),
                List.of("x", "y"),
                -3),
            new Networking.Attachment("two", Networking.Address.ANY, null, 0));
    var flags = specOf("run", "-d", "--net", "one", "--net-alias", "x", "--ip", "10.0.0.8", "i");
    assertThat(flags.networking().networks())
        .containsExactly(
            new Networking.Attachment(
                "one", new Networking.Address("10.0.0.8", "", "", List.of()), List.of("x"), 0));
  }

  @Test
  void portsAreExpanded() {
    var networking =
        specOf(
                "run",
                "-d",
                "-p",
                "127.0.0.1:8080-8081:80-81/udp",
                "-p",
                "[::1]:90:9",
                "-p",
                "7",
                "i")
            .networking();
    assertThat(networking.publish())
        .containsExactly(
            new PortMapping("127.0.0.1", 8080, 80, "udp"),
            new PortMapping("127.0.0.1", 8081, 81, "udp"),
            new PortMapping("::1", 90, 9, "tcp"),
            new PortMapping("", 0, 7, "tcp"));
    assertThat(networking.exposed()).containsExactly("80/udp", "81/udp", "9/tcp", "7/tcp");
  }

  @Test
  void volumesAreBindsOrAnonymous() {
    var storage =
        specOf(
                "run",
                "-d",
                "-v",
                "./x:/y:ro",
                "-v",
                "data:/data",
                "-v",
                "/anon",
                "--tmpfs",
                "/run:size=1m",
                "i")
            .storage();
    assertThat(storage.binds()).containsExactly("/work/x:/y:ro", "data:/data");
    assertThat(storage.anonymousVolumes()).containsExactly("/anon");
    assertThat(storage.tmpfs()).containsEntry("/run", "size=1m");
    assertThat(storage.shmSize()).isZero();
  }

  @Test
  void limitsAreNumbers() {
    var resources =
        specOf("run", "-d", "-m", "1.5g", "--cpus=0.5", "--pids-limit", "-1", "i").resources();
    assertThat(resources).isEqualTo(new Resources(1610612736L, 500_000_000L, -1));
  }

  @Test
  void clustersAndSwitchesWithValuesAreUnderstood() {
    harness.terminal = true;
    var command = specOf("run", "-dit", "--rm=false", "--entrypoint", "", "-uroot", "i").command();
    assertThat(command.tty()).isTrue();
    assertThat(command.openStdin()).isTrue();
    assertThat(command.entrypoint()).isEmpty();
    assertThat(command.user()).isEqualTo("root");
  }
}
