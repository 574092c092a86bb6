package dev.jdock.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SystemCommandsTest {
  private final CommandLineHarness harness = new CommandLineHarness();

  @BeforeEach
  void answer() throws IOException {
    harness.engine.answer(
        "version",
        new ObjectMapper()
            .readTree(
                """
                {"Version":"1.2","ApiVersion":"1.50","MinAPIVersion":"1.44","Os":"linux","Arch":"arm64",
                 "JavaVersion":"25","Components":[{"Name":"Engine","Version":"1.2","Details":
                 {"ApiVersion":"1.50","MinAPIVersion":"1.44","Arch":"arm64","Os":"linux",
                 "JavaVersion":"25","Experimental":"false"}}]}
                """));
    harness.engine.answer(
        "info",
        new ObjectMapper()
            .readTree(
                """
                {"Containers":3,"ContainersRunning":1,"ContainersPaused":0,"ContainersStopped":2,
                 "Images":4,"ServerVersion":"1.2","Driver":"overlay2","DriverStatus":
                 [["Backing Filesystem","ext4"]],"Plugins":{"Volume":["local"],"Network":["bridge","host"],
                 "Authorization":null},"Swarm":{"LocalNodeState":"inactive"},"Runtimes":{"jdock":{}},
                 "InitBinary":"","SecurityOptions":["name=seccomp,profile=builtin"],"NCPU":2,
                 "MemTotal":2088763392,"Warnings":["WARNING: no swap limit support"]}
                """));
  }

  @Test
  void versionHasAClientAndAServer() {
    assertThat(harness.run("version").out())
        .isEqualTo(
            """
            Client:
             Version:           1.2
             API version:       1.50
             Java version:      25
             OS/Arch:           linux/arm64
             Context:           default

            Server:
             Engine:
              Version:          1.2
              API version:      1.50 (minimum version 1.44)
              Java version:     25
              OS/Arch:          linux/arm64
              Experimental:     false
            """);
    assertThat(harness.run("-v").out()).isEqualTo("jdock version 1.2\n");
  }

  @Test
  void versionTakesATemplate() {
    assertThat(harness.run("version", "-f", "{{.Server.Version}} {{.Client.Os}}").out())
        .isEqualTo("1.2 linux\n");
    assertThat(harness.run("version", "-f", "json").out())
        .startsWith("{\"Client\":{\"Version\":\"1.2\",\"ApiVersion\":\"1.50\"")
        .contains("\"Server\":{\"Version\":\"1.2\"");
    assertThat(harness.run("version", "-f", "{{.Foo}}"))
        .isEqualTo(
            new CommandLineHarness.Result(
                1,
                "\n",
                "template: version:1:2: executing \"version\" at <.Foo>: can't evaluate field Foo"
                    + " in type system.versionInfo\n"));
  }

  @Test
  void infoShowsWhatTheEngineTells() {
    assertThat(harness.run("info"))
        .isEqualTo(
            new CommandLineHarness.Result(
                0,
                """
                Client:
                 Version:    1.2
                 Context:    default
                 Debug Mode: false

                Server:
                 Containers: 3
                  Running: 1
                  Paused: 0
                  Stopped: 2
                 Images: 4
                 Server Version: 1.2
                 Storage Driver: overlay2
                  Backing Filesystem: ext4
                 Plugins:
                  Volume: local
                  Network: bridge host
                 Swarm: inactive
                 Runtimes: jdock
                 Security Options:
                  seccomp
                   Profile: builtin
                 CPUs: 2
                 Total Memory: 1.945GiB

                """,
                "WARNING: no swap limit support\n"));
  }

  @Test
  void infoTakesATemplate() {
    assertThat(harness.run("system", "info", "-f", "{{.Driver}} {{json .Plugins.Network}}").out())
        .isEqualTo("overlay2 [\"bridge\",\"host\"]\n");
    assertThat(harness.run("info", "--format", "{{"))
        .isEqualTo(
            new CommandLineHarness.Result(
                64, "", "template parsing error: template: :1: unclosed action\n"));
  }
}
