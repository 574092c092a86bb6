package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What shells and {@code man} are told. */
@EndToEnd
@JdockOnly("Docker's completion and pages come with its packages")
class ShellIT {
  private final Jdock jdock;
  @TempDir Path folder;

  ShellIT(Jdock jdock) {
    this.jdock = jdock;
  }

  /** What bash offers for the last of the words. */
  private String offered(String... words) {
    String program = jdock.commandLine().getFirst();
    String script =
        "source <('%s' completion bash); COMP_WORDS=('%s' %s); COMP_CWORD=%d; _jdock; echo \"${COMPREPLY[*]}\""
            .formatted(program, program, "'" + String.join("' '", words) + "'", words.length);
    return Host.run(folder, jdock.environment(), "bash", "-c", script).text();
  }

  @Test
  void bashCompletesCommandsFlagsAndNames() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "true").ok();
    assertThat(offered("hist")).isEqualTo("history");
    assertThat(offered("container", "inspe")).isEqualTo("inspect");
    assertThat(offered("run", "--entry")).isEqualTo("--entrypoint");
    assertThat(offered("rm", name.substring(0, name.length() - 1))).contains(name);
    assertThat(offered("start", "-a", name)).isEqualTo(name);
    assertThat(offered("run", "--rm", jdock.busybox().substring(0, 4))).contains(jdock.busybox());
  }

  @Test
  void runningContainersAloneAreOfferedToStop() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "sleep", "60").ok();
    assertThat(jdock.run("__complete", "stop", name).ok().out()).isEmpty();
    jdock.run("start", name).ok();
    assertThat(jdock.run("__complete", "stop", name).ok().out()).isEqualTo(name + "\n");
    jdock.run("kill", name).ok();
  }

  @Test
  void unknownShellIsNamed() {
    jdock.run("completion", "csh").exits(1).saysOnErr("unknown shell: csh");
  }

  @Test
  void everyCommandHasAManualPage() {
    jdock.run("manpages", folder.toString()).ok();
    assertThat(Host.filesBelow(folder)).contains("jdock.1", "jdock-run.1", "jdock-container-ls.1");
    assertThat(Host.read(folder.resolve("jdock-run.1")))
        .contains(".TH \"JDOCK-RUN\" 1", "\\-\\-entrypoint", "\\-\\-rm")
        .doesNotContain("\n\n");
  }

  @Test
  void misspeltCommandIsGuessed() {
    jdock.run("psx").exits(1).saysOnErr("jdock: unknown command: jdock psx (did you mean ps?)");
    jdock.run("rn").exits(1).saysOnErr("jdock: unknown command: jdock rn (did you mean run?)");
  }
}
