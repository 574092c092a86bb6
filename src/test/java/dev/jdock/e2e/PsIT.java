package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

@EndToEnd
class PsIT {

  private final Jdock jdock;

  PsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void showsRunningContainersInDockersColumns() {
    String name = jdock.container();
    String id = jdock.run("run", "-d", "--name", name, jdock.busybox(), "sleep", "600").text();
    Result result = jdock.run("ps").ok();
    assertThat(result.lines().getFirst().split(" {2,}", -1))
        .containsExactly("CONTAINER ID", "IMAGE", "COMMAND", "CREATED", "STATUS", "PORTS", "NAMES");
    assertThat(result.out())
        .containsPattern(
            id.substring(0, 12)
                + " +"
                + jdock.busybox()
                + " +\"sleep 600\" +.* ago +Up .* +"
                + name
                + "\n");
  }

  @Test
  void hidesStoppedContainersUnlessAsked() {
    String name = jdock.container();
    jdock.run("run", "--name", name, jdock.busybox(), "sh", "-c", "exit 3").exits(3);
    assertThat(jdock.run("ps").ok().out()).doesNotContain(name);
    assertThat(jdock.run("ps", "-a").ok().out()).containsPattern("Exited \\(3\\) .*" + name);
    assertThat(jdock.run("container", "ls", "--all").ok().out()).contains(name);
  }

  @Test
  void quietShowsIds() {
    String name = jdock.container();
    String id = jdock.run("create", "--name", name, jdock.busybox(), "true").text();
    jdock.run("ps", "-aqf", "name=" + name).prints(id.substring(0, 12));
    jdock.run("ps", "-a", "-q", "--no-trunc", "-f", "name=" + name).prints(id);
    jdock.run("ps", "-lq").prints(id.substring(0, 12));
  }

  @Test
  void newestComeFirst() {
    String one = jdock.container();
    String two = jdock.container();
    jdock.run("create", "--name", one, jdock.busybox(), "true").ok();
    jdock.run("create", "--name", two, jdock.busybox(), "true").ok();
    jdock.run("ps", "-n", "2", "--format", "{{.Names}}").prints(two + "\n" + one);
  }

  @Test
  void filtersCombine() {
    String one = jdock.container();
    String two = jdock.container();
    jdock.run("create", "--name", one, "-l", "a=" + one, jdock.busybox(), "true").ok();
    jdock.run("run", "--name", two, "-l", "a=" + one, jdock.busybox(), "false").exits(1);
    String[] names = {"ps", "-a", "--format", "{{.Names}}", "-f", "label=a=" + one, "-f", ""};
    names[7] = "status=created";
    jdock.run(names).prints(one);
    names[7] = "exited=1";
    jdock.run(names).prints(two);
    names[7] = "ancestor=" + jdock.busybox();
    jdock.run(names).prints(two + "\n" + one);
  }

  @Test
  void formatsWithTemplates() {
    String name = jdock.container();
    jdock.run("create", "--name", name, "-l", "a=b", jdock.busybox(), "echo", "x").ok();
    String[] line = {"ps", "-a", "-f", "name=" + name, "--format", ""};
    line[5] =
        "{{.Names}}|{{.Command}}|{{.State}}|{{.Status}}|{{.Label \"a\"}}|{{.Ports}}|{{.Networks}}";
    jdock.run(line).prints(name + "|\"echo x\"|created|Created|b||bridge");
    line[5] = "table {{.Names}}\t{{.State}}";
    assertThat(jdock.run(line).lines().get(0)).matches("NAMES +STATE");
    line[5] = "{{json .Names}} {{upper .State}}";
    jdock.run(line).prints("\"" + name + "\" CREATED");
    line[5] = "json";
    jdock.run(line).ok().saysOnOut("\"Names\":\"" + name + "\"");
  }

  @Test
  void truncatesLongCommands() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "echo", "a long command line here").ok();
    assertThat(jdock.run("ps", "-a", "-f", "name=" + name).ok().out())
        .contains("\"echo 'a long comman…\"");
    assertThat(jdock.run("ps", "-a", "--no-trunc", "-f", "name=" + name).ok().out())
        .contains("\"echo 'a long command line here'\"");
  }

  @Test
  void showsSizes() {
    String name = jdock.container();
    jdock.run("run", "--name", name, jdock.busybox(), "sh", "-c", "printf 12345 >/f").ok();
    assertThat(jdock.run("ps", "-as", "-f", "name=" + name).ok().out())
        .containsPattern("5B \\(virtual [0-9.]+MB\\)");
  }

  @Test
  void refusesBadFiltersAndTemplates() {
    jdock.run("ps", "--filter", "bad").exits(125).errMatches("(?i)(bad|invalid).*filter|filter");
    jdock.run("ps", "--filter", "nosuch=1").exits(1).errMatches("(?i)invalid filter");
    jdock.run("ps", "--format", "{{.Bad").errMatches("(?i)template");
  }
}
