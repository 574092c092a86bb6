package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@EndToEnd
class MountFlagIT {

  private final Jdock jdock;

  MountFlagIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Result sh(String script, String... flags) {
    List<String> line = new ArrayList<>(List.of("run", "--rm"));
    line.addAll(List.of(flags));
    line.addAll(List.of(jdock.busybox(), "sh", "-c", script));
    return jdock.run(line.toArray(String[]::new));
  }

  @Test
  void hostsFolderIsMounted(@TempDir Path folder) {
    Host.write(folder.resolve("f"), "from the host");
    String mount = "type=bind,source=" + folder + ",target=/m";
    sh("cat /m/f; echo more > /m/g", "--network=none", "--mount", mount).ok();
    assertThat(folder.resolve("g")).hasContent("more");
    sh("touch /m/h", "--network=none", "--mount", mount + ",readonly")
        .exits(1)
        .saysOnErr("Read-only file system");
    assertThat(folder.resolve("h")).doesNotExist();
  }

  @Test
  void volumeAndTmpfsAreMounted() {
    String volume = "type=volume,src=" + jdock.volume() + ",dst=/v";
    sh("echo kept > /v/f", "--network=none", "--mount", volume).ok();
    sh("cat /v/f", "--network=none", "--mount", volume).prints("kept");
    sh(
            "stat -f -c %T /t; stat -c %a /t; df -k /t | tail -n 1 | awk '{ print $2 }'",
            "--network=none", "--mount", "type=tmpfs,dst=/t,tmpfs-size=4m,tmpfs-mode=1750")
        .prints("tmpfs\n1750\n4096");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          type=bind,src=/nonexistent,dst=/m | bind source path does not exist: /nonexistent
          type=nosuch,dst=/m                | mount type unknown
          type=volume                       | target is required
          type=bind,src=/tmp,dst=/          | destination can't be '/'
          type=tmpfs,src=x,dst=/m           | field Source must not be specified
          nosuch=1,dst=/m                   | unexpected key 'nosuch'
          """)
  void whatCannotBeMountedIsRefused(String mount, String message) {
    sh("true", "--network=none", "--mount", mount).exits(125).saysOnErr(message);
  }

  @Test
  void volumesOfAnotherAreLent(@TempDir Path folder) {
    String other = jdock.container();
    String bind = folder + ":/b";
    jdock.run("create", "--name", other, "-v", "/a", "-v", bind, jdock.busybox(), "true").ok();
    sh("echo lent > /a/f; touch /b/g", "--network=none", "--volumes-from", other).ok();
    assertThat(folder.resolve("g")).exists();
    sh("cat /a/f; touch /a/g", "--network=none", "--volumes-from", other + ":ro")
        .exits(1)
        .saysOnOut("lent")
        .saysOnErr("Read-only file system");
    sh("true", "--volumes-from", "nosuch").exits(125).saysOnErr("No such container: nosuch");
    sh("true", "--volumes-from", other + ":zz").exits(125).saysOnErr("invalid mode: zz");
  }

  @Test
  void labelsComeFromFilesAndFlags(@TempDir Path folder) {
    Path file = Host.write(folder.resolve("labels"), "# none\none=1\ntwo=2\nthree\n");
    String name = jdock.container();
    jdock
        .run(
            "create", "--label-file=" + file, "--label=two=flag", "--name=" + name, jdock.busybox())
        .ok();
    assertThat(
            jdock.format(
                name,
                "{{index .Config.Labels \"one\"}} {{index .Config.Labels \"two\"}}"
                    + " [{{index .Config.Labels \"three\"}}]"))
        .isEqualTo("1 flag []");
    assertThat(jdock.run("ps", "-aq", "-f", "label=one=1").lines()).hasSize(1);
    sh("true", "--label-file", "/nonexistent").exits(125).saysOnErr("no such file or directory");
  }

  @Test
  @JdockOnly("newer than the Engine that the tests are compared with")
  void annotationsAreKept() {
    String name = jdock.container();
    jdock.run("create", "--annotation", "a=b", "--name", name, jdock.busybox(), "true").ok();
    assertThat(jdock.format(name, "{{json .HostConfig.Annotations}}")).isEqualTo("{\"a\":\"b\"}");
  }

  @Test
  void linkedContainerIsKnownByNameAndVariables() {
    String other = jdock.container();
    jdock
        .run(
            "run",
            "-d",
            "--name",
            other,
            "--expose=80",
            "-e=WORD=x",
            jdock.busybox(),
            "sh",
            "-c",
            "mkdir /w; echo linked page > /w/index.html; exec httpd -f -h /w -p 80")
        .ok();
    String script =
        """
        for i in 1 2 3 4 5 6 7 8 9; do wget -q -O - http://web/ && break; sleep 0.2; done
        echo $WEB_PORT $WEB_ENV_WORD
        """;
    sh(script, "--link", other + ":web").saysOnOut("linked page\ntcp://").saysOnOut(":80 x\n");
    jdock.run("stop", "-t", "0", other).ok();
    sh("true", "--link", other + ":web").exits(125).saysOnErr("Cannot link to a non running");
    sh("true", "--link", "nosuch").exits(125).saysOnErr("could not get container for nosuch");
  }
}
