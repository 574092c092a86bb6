package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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
  void aPartOfAVolumeIsMounted() {
    String volume = jdock.volume();
    sh(
            "mkdir -p /v/sub; echo part > /v/sub/f; ln -s sub /v/in; ln -s /etc /v/out",
            "-v",
            volume + ":/v")
        .ok();
    String mount = "type=volume,src=" + volume + ",dst=/m,volume-subpath=";
    sh("cat /m/f", "--mount", mount + "sub").prints("part");
    sh("cat /m/f", "--mount", mount + "in").prints("part");
    sh("cat /m", "--mount", mount + "sub/f").prints("part");
    sh("touch /m/g", "--mount", mount + "sub,readonly").exits(1).saysOnErr("Read-only file system");
    sh("true", "--mount", mount + "nope")
        .exits(127)
        .saysOnErr("cannot access path ")
        .saysOnErr("/nope: no such file or directory");
    assertThat(sh("ls /m", "--mount", mount + "out").exitCode()).isNotZero();
    for (String outside : List.of("../x", "/sub", "a/../../b")) {
      sh("true", "--mount", mount + outside)
          .exits(125)
          .saysOnErr("subpath must be a relative path within the volume");
    }
    sh("true", "--mount", "type=volume,dst=/m,volume-subpath=x")
        .exits(125)
        .saysOnErr("must not set Subpath when using anonymous volumes");
  }

  @Test
  void aVolumeIsMadeWithLabelsAndOptions() {
    String volume = jdock.volume();
    sh(
            "df -k /m | tail -n 1 | awk '{ print $2 }'",
            "--mount",
            "type=volume,src="
                + volume
                + ",dst=/m,volume-label=a=b,volume-driver=local,volume-opt=type=tmpfs,"
                + "volume-opt=device=tmpfs,volume-opt=o=size=1m")
        .prints("1024");
    jdock
        .run("volume", "inspect", "-f", "{{json .Labels}} {{json .Options}}", volume)
        .prints("{\"a\":\"b\"} {\"device\":\"tmpfs\",\"o\":\"size=1m\",\"type\":\"tmpfs\"}");
    String other = jdock.volume();
    sh("true", "--mount", "type=volume,src=" + other + ",dst=/m,volume-opt=foo=bar")
        .exits(125)
        .saysOnErr("create " + other + ": invalid option: \"foo\"");
    jdock.run("volume", "inspect", other).exits(1);
  }

  @Test
  void anImageIsMountedAndKeptWhileAContainerHasIt(@TempDir Path folder) {
    String image = jdock.image();
    Host.write(
        folder.resolve("Dockerfile"),
        "FROM " + jdock.busybox() + "\nRUN mkdir /d && echo one >/d/f\n");
    jdock.run("build", "-t", image, folder.toString()).ok();
    sh("cat /m/d/f; touch /m/x", "--mount", "type=image,src=" + image + ",dst=/m")
        .exits(1)
        .saysOnOut("one")
        .saysOnErr("Read-only file system");
    String mount = "type=image,src=" + image + ",dst=/m,image-subpath=";
    sh("ls /m", "--mount", mount + "d").prints("f");
    sh("true", "--mount", mount + "nope").exits(127).saysOnErr("cannot access path ");
    String name = jdock.container();
    jdock
        .run("create", "--name", name, "--mount", mount + "d", jdock.busybox(), "cat", "/m/f")
        .ok();
    jdock.run("rmi", image).exits(1).saysOnErr("is using its referenced image");
    jdock.run("rmi", "-f", image).ok();
    jdock.run("start", "-a", name).prints("one");
    assertThat(jdock.format(name, "{{range .Mounts}}{{.Type}} {{.Name}} {{.RW}}{{end}}"))
        .isEqualTo("image " + image + " false");
  }

  @Test
  @JdockOnly("newer than the client that the tests are compared with")
  void aMissingFolderIsMadeWhereThatIsAskedFor(@TempDir Path folder) {
    Path missing = folder.resolve("a/b");
    String mount = "type=bind,src=" + missing + ",dst=/m";
    sh("true", "--mount", mount).exits(125).saysOnErr("bind source path does not exist");
    sh("true", "--mount", mount + ",bind-create-src").ok();
    assertThat(missing).isDirectory();
  }

  @Test
  void aFolderThatHasGoneKeepsTheContainerFromStarting(@TempDir Path folder) throws IOException {
    Path source = Files.createDirectory(folder.resolve("gone"));
    String name = jdock.container();
    jdock
        .run(
            "create",
            "--name",
            name,
            "--mount",
            "type=bind,src=" + source + ",dst=/m",
            jdock.busybox(),
            "true")
        .ok();
    Files.delete(source);
    jdock.run("start", name).exits(1).saysOnErr("bind source path does not exist: " + source);
    Files.createDirectory(source);
    jdock.run("start", "-a", name).ok();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /tmp:/b:ro,rw            | invalid mode: ro,rw
          /tmp:/b:z,Z              | invalid mode: z,Z
          /tmp:/b:rshared,rprivate | invalid mode: rshared,rprivate
          /tmp:/b:cached,delegated | invalid mode: cached,delegated
          /tmp:/b:nocopy           | invalid mount config for type "bind": field VolumeOptions must not be specified
          name:/b:ro,ro            | invalid mode: ro,ro
          name:/b:shared           | invalid mount config for type "volume": field BindOptions must not be specified
          """)
  void optionsOfABindAreSaidOnce(String bind, String message) {
    sh("true", "-v", bind).exits(125).saysOnErr(message);
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
