package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that add commands to Docker's client. */
@EndToEnd
@JdockOnly("its client finds them by itself, its daemon's address is another")
class PluginIT {
  private final Jdock jdock;
  private final Path config;

  PluginIT(Jdock jdock, @TempDir Path config) {
    this.jdock = jdock.with("DOCKER_CONFIG", config.toString());
    this.config = config;
  }

  private void install(String name, String script) throws IOException {
    Path folder = Files.createDirectories(config.resolve("cli-plugins"));
    Path program = Files.writeString(folder.resolve("docker-" + name), "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void runInTheUsersProcessWithItsStreamsAndItsExitCode() throws Exception {
    install("greet", "echo \"$@\"; cat; echo wrong >&2; exit 7\n");
    Result result = jdock.runWithInput("typed\n", "greet", "--name", "a b", "x").exits(7);
    assertThat(result.out()).isEqualTo("greet --name a b x\ntyped\n");
    assertThat(result.err()).isEqualTo("wrong\n");
  }

  @Test
  void findTheEnginesApiByTheirEnvironment() throws Exception {
    install(
        "ask",
        """
        exec python3 - <<'END'
        import os, socket
        host = os.environ["DOCKER_HOST"]
        assert os.environ["DOCKER_CLI_PLUGIN_ORIGINAL_CLI_COMMAND"] == "jdock"
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(host.removeprefix("unix://"))
            s.sendall(b"GET /v1.43/_ping HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n\\r\\n")
            answer = b"".join(iter(lambda: s.recv(4096), b""))
        print(answer.split(b"\\r\\n")[0].decode(), answer.split(b"\\r\\n")[-1].decode())
        END
        """);
    jdock.run("ask").prints("HTTP/1.1 200 OK OK");
  }

  @Test
  void takeNoCommandsNameFromJdock() throws Exception {
    install("ps", "echo wrong\n");
    assertThat(jdock.run("ps", "-q").ok().text()).doesNotContain("wrong");
  }

  @Test
  void thatCannotBeExecutedAreNone() throws Exception {
    Files.createDirectories(config.resolve("cli-plugins"));
    Files.writeString(config.resolve("cli-plugins/docker-plain"), "no program");
    assertThat(jdock.run("plain").exits(1).err()).contains("unknown command: jdock plain");
    assertThat(jdock.run("../plain").exits(1).err()).contains("unknown command");
  }
}
