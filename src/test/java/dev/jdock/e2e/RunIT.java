package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@EndToEnd
class RunIT {

  private final Jdock jdock;

  RunIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void printsWhatTheCommandPrints() {
    jdock.run("run", "--rm", jdock.busybox(), "echo", "hello", "world").prints("hello world");
  }

  @Test
  void worksAsContainerRunToo() {
    jdock.run("container", "run", "--rm", jdock.busybox(), "echo", "hi").prints("hi");
  }

  @Test
  void runsTheImagesCommandByDefault() {
    jdock.runWithInput("echo from sh\n", "run", "--rm", "-i", jdock.busybox()).prints("from sh");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 42, 125, 255})
  void exitsLikeTheCommand(int code) {
    jdock.run("run", "--rm", jdock.busybox(), "sh", "-c", "exit " + code).exits(code);
  }

  @Test
  void keepsOutAndErrApart() {
    Result result =
        jdock.run("run", "--rm", jdock.busybox(), "sh", "-c", "echo out; echo err >&2").ok();
    assertThat(result.out()).isEqualTo("out\n");
    assertThat(result.err()).isEqualTo("err\n");
  }

  @Test
  void attachesOnlyTheStreamsAskedFor() {
    Result result =
        jdock.run("run", "--rm", "-a", "stderr", jdock.busybox(), "sh", "-c", "echo a; echo b >&2");
    if (jdock.isReal() || result.exitCode() == 0) {
      assertThat(result.out()).isEmpty();
      assertThat(result.err()).isEqualTo("b\n");
    } else {
      result.exits(125).saysOnErr("not supported yet");
    }
  }

  @Test
  void carriesMuchOutputUnharmed() {
    Result result =
        jdock.run(
            "run", "--rm", jdock.busybox(), "sh", "-c", "yes 0123456789abcde | head -n 200000");
    assertThat(result.ok().out()).hasSize(200_000 * 16).endsWith("0123456789abcde\n");
  }

  @Test
  void keepsBytesThatEndNoLine() {
    assertThat(jdock.run("run", "--rm", jdock.busybox(), "printf", "no newline").ok().out())
        .isEqualTo("no newline");
  }

  @Test
  void givesInputOnlyWhenInteractive() {
    assertThat(jdock.runWithInput("hello\n", "run", "--rm", jdock.busybox(), "cat").ok().out())
        .isEmpty();
    jdock.runWithInput("hello\n", "run", "--rm", "-i", jdock.busybox(), "cat").prints("hello");
  }

  @Test
  void endsInputWhenTheUsersInputEnds() {
    jdock
        .runWithInput(
            "one\n", "run", "--rm", "-i", jdock.busybox(), "sh", "-c", "cat; echo the end")
        .prints("one\nthe end");
  }

  @Test
  void carriesMuchInputUnharmed(@TempDir Path folder) {
    Path file = Host.write(folder.resolve("in"), "x".repeat(3_000_000));
    jdock.runFrom(file, "run", "--rm", "-i", jdock.busybox(), "wc", "-c").prints("3000000");
  }

  @Test
  void detachedPrintsTheIdAndLeavesTheContainerRunning() {
    String name = jdock.container();
    String id = jdock.run("run", "-d", "--name", name, jdock.busybox(), "sleep", "600").text();
    assertThat(id).matches("[0-9a-f]{64}");
    assertThat(jdock.format(name, "{{.Id}} {{.State.Status}}")).isEqualTo(id + " running");
  }

  @Test
  void inventsAName() {
    String id = jdock.run("run", "-d", jdock.busybox(), "true").text();
    try {
      assertThat(jdock.format(id, "{{.Name}}")).matches("/[a-z]+_[a-z]+[0-9]?");
    } finally {
      jdock.run("rm", "-f", id).ok();
    }
  }

  @Test
  void removesTheContainerAfterwardsWhenAsked() {
    String name = jdock.container();
    jdock.run("run", "--rm", "--name", name, jdock.busybox(), "sh", "-c", "exit 3").exits(3);
    jdock.run("inspect", "--type", "container", name).exits(1);
  }

  @Test
  void removesADetachedContainerAfterwardsWhenAsked() {
    String name = jdock.container();
    jdock.run("run", "-d", "--rm", "--name", name, jdock.busybox(), "true").ok();
    Eventually.that(
        () -> name + " is still there",
        () -> jdock.run("inspect", "--type", "container", name).exitCode() == 1);
  }

  @Test
  void keepsTheContainerOtherwise() {
    String name = jdock.container();
    jdock.run("run", "--name", name, jdock.busybox(), "true").ok();
    assertThat(jdock.format(name, "{{.State.Status}}")).isEqualTo("exited");
  }

  @Test
  void givesEachContainerItsOwnFiles() {
    jdock.run("run", "--rm", jdock.busybox(), "touch", "/made-by-one").ok();
    jdock.run("run", "--rm", jdock.busybox(), "ls", "/made-by-one").exits(1);
  }

  @Test
  void setsDockersEnvironment() {
    Result result = jdock.run("run", "--rm", "-h", "box", jdock.busybox(), "env");
    assertThat(result.lines())
        .containsExactlyInAnyOrder(
            "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
            "HOSTNAME=box",
            "HOME=/root");
  }

  @Test
  void takesVariablesFromTheCommandLineAndTheUsersEnvironment() {
    Result result =
        jdock
            .with("FROM_USER", "mine")
            .run(
                "run",
                "--rm",
                "-e",
                "A=b=c d",
                "-e",
                "FROM_USER",
                "-e",
                "UNSET_BY_USER",
                "--env",
                "EMPTY=",
                jdock.busybox(),
                "env");
    assertThat(result.lines())
        .contains("A=b=c d", "FROM_USER=mine", "EMPTY=")
        .noneMatch(line -> line.startsWith("UNSET_BY_USER"));
  }

  @Test
  void readsVariablesFromAFile(@TempDir Path folder) {
    Path file = Host.write(folder.resolve("vars"), "# comment\nA=b c\nFROM_USER\nUNSET\n B=x\n\n");
    Result result =
        jdock
            .with("FROM_USER", "mine")
            .run("run", "--rm", "--env-file", file.toString(), jdock.busybox(), "env");
    assertThat(result.lines())
        .contains("A=b c", "FROM_USER=mine", "B=x")
        .noneMatch(line -> line.startsWith("UNSET"));
  }

  @Test
  void startsInTheWorkingDirectoryAskedForMakingIt() {
    jdock.run("run", "--rm", jdock.busybox(), "pwd").prints("/");
    jdock
        .run("run", "--rm", "-w", "/new/dir", jdock.busybox(), "sh", "-c", "pwd; ls -ld /new/dir")
        .saysOnOut("/new/dir\ndrwxr-xr-x");
  }

  @Test
  void replacesTheEntrypoint() {
    jdock
        .run("run", "--rm", "--entrypoint", "echo", jdock.busybox(), "not", "a", "shell")
        .prints("not a shell");
  }

  @Test
  void setsTheHostname() {
    jdock
        .run(
            "run",
            "--rm",
            "-h",
            "named",
            jdock.busybox(),
            "sh",
            "-c",
            "hostname; cat /etc/hostname")
        .prints("named\nnamed");
  }

  @Test
  void isNamedByItsIdOtherwise() {
    String name = jdock.container();
    Result result = jdock.run("run", "--name", name, jdock.busybox(), "hostname");
    assertThat(jdock.format(name, "{{.Id}}")).startsWith(result.text());
    assertThat(result.text()).hasSize(12);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          root            | uid=0(root) gid=0(root) groups=0(root)
          www-data        | uid=33(www-data) gid=33(www-data) groups=33(www-data),50(staff)
          33              | uid=33(www-data) gid=33(www-data) groups=33(www-data),50(staff)
          www-data:staff  | uid=33(www-data) gid=50(staff) groups=50(staff)
          1234            | uid=1234 gid=0(root) groups=0(root)
          1234:5678       | uid=1234 gid=5678 groups=5678
          """)
  void runsAsTheUserAskedFor(String user, String id) {
    jdock.run("run", "--rm", "-u", user, jdock.busybox(), "id").prints(id);
  }

  @Test
  void takesTheHomeOfTheUser() {
    jdock
        .run("run", "--rm", "-u", "www-data", jdock.busybox(), "sh", "-c", "echo $HOME")
        .prints("/var/www");
    jdock.run("run", "--rm", "-u", "4242", jdock.busybox(), "sh", "-c", "echo $HOME").prints("/");
  }

  @Test
  void labels() {
    String name = jdock.container();
    jdock.run("create", "--name", name, "-l", "a=b", "--label", "bare", jdock.busybox()).ok();
    assertThat(jdock.inspect(name).at("/Config/Labels").toString())
        .isEqualTo("{\"a\":\"b\",\"bare\":\"\"}");
  }

  @Test
  void writesTheIdToACidfile(@TempDir Path folder) {
    Path file = folder.resolve("cid");
    String name = jdock.container();
    jdock.run("run", "--name", name, "--cidfile", file.toString(), jdock.busybox(), "true").ok();
    assertThat(file).hasContent(jdock.format(name, "{{.Id}}"));
    jdock
        .run("run", "--rm", "--cidfile", file.toString(), jdock.busybox(), "true")
        .exits(125)
        .saysOnErr(
            "container ID file found, make sure the other container isn't running or delete");
  }

  @Test
  void takesTheCidfileAwayWhenCreationFails(@TempDir Path folder) {
    Path file = folder.resolve("cid");
    jdock.run("run", "--cidfile", file.toString(), jdock.image() + ":none", "true").exits(125);
    assertThat(file).doesNotExist();
  }

  @Test
  void runsALittleInitWhenAsked() {
    Result result = jdock.run("run", "--rm", "--init", jdock.busybox(), "ps").ok();
    assertThat(result.lines().get(1).strip()).startsWith("1 root").contains("-- ps");
  }

  @Test
  void initReapsOrphans() {
    jdock
        .run(
            "run",
            "--rm",
            "--init",
            jdock.busybox(),
            "sh",
            "-c",
            "(sh -c 'sleep 0.1 &') ; sleep 0.6; ps | grep -c '[Z]ombie\\|\\[sleep\\]' || true")
        .prints("0");
  }

  @Test
  void acceptsRestartNo() {
    jdock.run("run", "--rm", "--restart", "no", jdock.busybox(), "true").ok();
  }

  @Test
  void umaskIsDockers() {
    jdock.run("run", "--rm", jdock.busybox(), "sh", "-c", "umask").prints("0022");
  }

  @Test
  void leaksNoDescriptorsIntoTheContainer() {
    Result result =
        jdock.run(
            "run", "--rm", jdock.busybox(), "sh", "-c", "for f in /proc/1/fd/*; do echo $f; done");
    // The shell's own descriptors and, while it lists, the folder's.
    assertThat(result.lines()).allMatch(line -> line.matches("/proc/1/fd/([0-3]|10)"));
  }

  // What goes wrong.

  @Test
  void unknownImageIs125() {
    String image = jdock.image().toLowerCase(Locale.ROOT);
    jdock
        .run("run", "--rm", image, "true")
        .exits(125)
        .saysOnErr("Unable to find image '" + image + ":latest' locally")
        .errMatches("docker: |jdock: ");
  }

  @Test
  void badReferenceIs125() {
    jdock
        .run("run", "--rm", "Busybox", "true")
        .exits(125)
        .saysOnErr("repository name (library/Busybox) must be lowercase");
    jdock.run("run", "--rm", ":bad", "true").exits(125).saysOnErr("invalid reference format");
  }

  @Test
  void unknownCommandIs127AndLeavesTheContainerCreated() {
    String name = jdock.container();
    jdock
        .run("run", "--name", name, jdock.busybox(), "nosuchcommand")
        .exits(127)
        .saysOnErr("exec: \"nosuchcommand\": executable file not found in $PATH");
    assertThat(jdock.format(name, "{{.State.Status}} {{.State.ExitCode}}"))
        .isEqualTo("created 127");
  }

  @Test
  void unknownPathIs127() {
    jdock
        .run("run", "--rm", jdock.busybox(), "/no/such/path")
        .exits(127)
        .saysOnErr("/no/such/path")
        .saysOnErr("no such file or directory");
  }

  @Test
  void notExecutableIs126() {
    jdock
        .run("run", "--rm", jdock.busybox(), "/etc/passwd")
        .exits(126)
        .saysOnErr("exec: \"/etc/passwd\": permission denied");
    jdock
        .run("run", "--rm", jdock.busybox(), "/etc")
        .exits(126)
        .errMatches("exec: \"/etc\": (permission denied|is a directory)");
  }

  @Test
  void unknownCommandLeavesNothingWithRm() {
    String name = jdock.container();
    jdock.run("run", "--rm", "--name", name, jdock.busybox(), "nosuchcommand").exits(127);
    jdock.run("inspect", "--type", "container", name).exits(1);
  }

  @Test
  void noCommandIs125() {
    jdock
        .run("run", "--rm", "--entrypoint", "", jdock.busybox())
        .exits(125)
        .errMatches("(?i)no command specified");
  }

  @Test
  void takenNameIs125() {
    String name = jdock.container();
    String id = jdock.run("create", "--name", name, jdock.busybox(), "true").text();
    String conflict =
        "Conflict. The container name \"/%s\" is already in use by container \"%s\"."
            .formatted(name, id);
    jdock.run("run", "--name", name, jdock.busybox(), "true").exits(125).saysOnErr(conflict);
    jdock.run("create", "--name", name, jdock.busybox(), "true").exits(1).saysOnErr(conflict);
  }

  @Test
  @JdockOnly("Docker fetches the image first, which jdock might build for minutes")
  void nameThatCannotBeIsToldBeforeTheImageIsFetched() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "true").ok();
    String image = "localhost:1/none";
    Result taken = jdock.run("run", "--name", name, image).exits(125);
    assertThat(taken.err()).contains("is already in use").doesNotContain("Unable to find image");
    Result bad = jdock.run("run", "--name", "bad name", image).exits(125);
    assertThat(bad.err()).contains("Invalid container name").doesNotContain(image);
  }

  @ParameterizedTest
  @ValueSource(strings = {"bad name", "x", "-x", "ä", "a/b"})
  void badNameIs125(String name) {
    jdock
        .run("run", "--rm", "--name=" + name, jdock.busybox(), "true")
        .exits(125)
        .saysOnErr(
            "Invalid container name (%s), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed"
                .formatted(name));
  }

  @Test
  void unknownUserIs125() {
    jdock
        .run("run", "--rm", "-u", "nosuchuser", jdock.busybox(), "id")
        .exits(125)
        .saysOnErr("unable to find user nosuchuser: no matching entries in passwd file");
    jdock
        .run("run", "--rm", "-u", "root:nosuchgroup", jdock.busybox(), "id")
        .exits(125)
        .saysOnErr("unable to find group nosuchgroup: no matching entries in group file");
  }

  @Test
  void badWorkingDirectoryIs125() {
    jdock
        .run("run", "--rm", "-w", "relative", jdock.busybox(), "pwd")
        .exits(125)
        .saysOnErr("the working directory 'relative' is invalid, it needs to be an absolute path");
    jdock
        .run("run", "--rm", "-w", "/etc/passwd", jdock.busybox(), "pwd")
        .exits(125)
        .errMatches("/etc/passwd.*(n|N)ot a directory");
  }

  @Test
  void scriptWithoutInterpreterDoesNotRun(@TempDir Path folder) {
    Path script = Host.write(folder.resolve("x.sh"), "garbage text");
    assertThat(script.toFile().setExecutable(true, false)).isTrue();
    Result result = jdock.run("run", "--rm", "-v", script + ":/x.sh", jdock.busybox(), "/x.sh");
    assertThat(result.exitCode()).as("%s", result).isIn(1, 126, 127);
    result.saysOnErr("exec format error");
    assertThat(Files.exists(script)).isTrue();
  }
}
