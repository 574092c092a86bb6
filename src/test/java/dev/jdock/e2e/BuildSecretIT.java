package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RUN --mount=type=secret and type=ssh. */
@EndToEnd
@JdockOnly("Docker's old builder, which the suite asks for, has no such flag")
class BuildSecretIT {
  private final Jdock jdock;
  private @TempDir Path context = Path.of("");
  private @TempDir Path home = Path.of("");

  BuildSecretIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Result tryBuild(Jdock user, String image, String text, String... flags) {
    Host.write(context.resolve("Dockerfile"), text.replace("$BUSYBOX", jdock.busybox()));
    var command = new ArrayList<>(List.of("build", "--progress", "plain", "-t", image));
    command.addAll(List.of(flags));
    command.add(context.toString());
    return user.run(command.toArray(String[]::new));
  }

  private Result tryBuild(String text, String... flags) {
    return tryBuild(jdock, jdock.image(), text, flags);
  }

  @Test
  void secretsAreFilesAndVariablesOfOneStep() {
    Host.write(home.resolve("token"), "from a file");
    String image = jdock.image();
    tryBuild(
            jdock.with("PASSWORD", "from a variable"),
            image,
            """
            FROM $BUSYBOX
            WORKDIR /work
            RUN --mount=type=secret,id=token --mount=type=secret,id=PASSWORD,env=P \\
                --mount=type=secret,id=token,target=deep/copy,uid=3,gid=4,mode=0640 \\
                tr a-z A-Z </run/secrets/token >/file && echo "$P" | tr a-z A-Z >/variable && \\
                stat -c '%a %u %g' /run/secrets/token deep/copy >/modes && \\
                grep -q '/run/secrets/token tmpfs ro,nosuid,nodev,noexec' /proc/mounts && \\
                ! sh -c 'echo x >/run/secrets/token' 2>/refused
            RUN ls /run/secrets /work >/left 2>&1; env | grep -c P= >>/left; true
            """,
            "--secret",
            "id=token,src=" + home.resolve("token"),
            "--secret",
            "id=PASSWORD")
        .ok();
    jdock
        .run("run", "--rm", image, "sh", "-c", "cat /file /variable /modes /refused")
        .prints(
            "FROM A FILEFROM A VARIABLE\n400 0 0\n640 3 4\n"
                + "sh: can't create /run/secrets/token: Read-only file system");
    assertThat(jdock.run("run", "--rm", image, "cat", "/left").out())
        .contains("/run/secrets: No such file")
        .endsWith("/work:\n0\n");
  }

  @Test
  void aSecretIsNowhereAfterwardsNorInAnythingSaid() throws IOException {
    String secret = "hush-" + UUID.randomUUID();
    Host.write(home.resolve("token"), secret);
    String image = jdock.image();
    Result built =
        tryBuild(
            jdock,
            image,
            """
            FROM $BUSYBOX
            RUN --mount=type=secret,id=token,env=T --mount=type=secret,id=token,target=/t \\
                [ "$T" = "$(cat /t)" ] && echo "$T" | wc -c >/length
            """,
            "--secret",
            "id=token,src=" + home.resolve("token"));
    assertThat(built.ok().everything()).contains("[ \"****\" =").doesNotContain(secret);
    assertThat(jdock.run("history", "--no-trunc", image).ok().out()).doesNotContain(secret);
    assertThat(jdock.run("inspect", image).ok().out()).doesNotContain(secret);
    assertThat(jdock.run("system", "df", "-v").ok().out()).doesNotContain(secret);
    Host.run("grep", "-rlaF", secret, jdock.root().toString()).exits(1);
  }

  @Test
  void anotherSecretIsNoOtherStep() {
    String text =
        "FROM $BUSYBOX\nRUN --mount=type=secret,id=token true; echo " + UUID.randomUUID() + "\n";
    Jdock user = jdock.with("token", "one");
    tryBuild(user, jdock.image(), text, "--secret", "id=token").ok();
    user = jdock.with("token", "two");
    assertThat(tryBuild(user, jdock.image(), text, "--secret", "id=token").ok().err())
        .containsPattern("(?s)\\[stage-0 2/2] RUN[^\\n]*\\n#\\d+ CACHED");
  }

  @Test
  void whatIsRequiredMustBeGiven() {
    Result missing = tryBuild("FROM $BUSYBOX\nRUN --mount=type=secret,id=token,required true\n");
    assertThat(missing.exits(1).err())
        .contains(">>> RUN --mount=type=secret,id=token,required true")
        .endsWith("ERROR: failed to build: failed to solve: secret token: not found\n");
    Result agent = tryBuild("FROM $BUSYBOX\nRUN --mount=type=ssh,id=a,required true\n");
    assertThat(agent.exits(1).err())
        .endsWith("ERROR: failed to build: failed to solve: unset ssh forward key a\n");
    tryBuild(
            "FROM $BUSYBOX\n"
                + "RUN --mount=type=secret,id=t --mount=type=secret,id=t,env=T --mount=type=ssh \\\n"
                + "  [ ! -e /run/secrets/t ] && [ -z \"$T\" ] && [ ! -e \"$SSH_AUTH_SOCK\" ]\n")
        .ok();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "--secret|id=a,src=/nonexistent|failed to stat /nonexistent: stat /nonexistent: no such file"
            + " or directory",
        "--secret|a|invalid field 'a' must be a key=value pair",
        "--secret|id=a,type=x|unsupported secret type \"x\"",
        "--secret|src=/etc/passwd|secret missing ID",
        "--secret|id=a,key=b|unexpected key 'key' in 'key=b'",
        "--secret|id=a,src=/bin/busybox|secret a too big. max size 500KiB",
        "--secret|id=\"a|failed to parse csv secret: parse error on line 1, column 4: bare \" in"
            + " non-quoted-field",
        "--ssh|a=/nonexistent|failed to convert agent config {a [/nonexistent] false}: failed to"
            + " convert agent config for ID: \"a\": stat /nonexistent: no such file or directory",
        "--ssh|a=/etc/passwd|failed to convert agent config {a [/etc/passwd] false}: failed to"
            + " convert agent config for ID: \"a\": failed to parse /etc/passwd: ssh: no key found",
        "--allow|everything|unknown entitlement everything",
        "--security-opt|nonsense|Invalid --security-opt: \"nonsense\"",
        "--isolation|hyperv|invalid isolation: \"hyperv\" - linux only supports 'default'",
        "--on-error|continue|invalid value for --on-error: \"continue\" (shell)",
        "--on-error|shell|--on-error shell needs a terminal: the input or the output is none",
        "--memory|1m|Minimum memory limit allowed is 6MB",
        "--add-host|nonsense|invalid host nonsense"
      })
  void refusesWhatIsNone(String flag, String value, String message) {
    Result result = tryBuild("FROM $BUSYBOX\nRUN true\n", flag, value);
    assertThat(result.exits(1).err())
        .containsPattern("ERROR: (failed to build: )?" + Pattern.quote(message) + "\n$");
  }

  @Test
  void anAgentIsASocketInTheStep() throws IOException {
    Path socket = home.resolve("agent");
    try (ServerSocketChannel agent = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      agent.bind(UnixDomainSocketAddress.of(socket));
      Jdock user = jdock.with("SSH_AUTH_SOCK", socket.toString());
      String image = jdock.image();
      tryBuild(
              user,
              image,
              """
              FROM $BUSYBOX
              WORKDIR /work
              RUN --mount=type=ssh --mount=type=ssh,id=two,target=s,uid=5,mode=0666 \\
                  echo $SSH_AUTH_SOCK >/said; stat -c '%F %a %u' $SSH_AUTH_SOCK s >>/said
              RUN ls /run /work; ls /run/buildkit /work/s >>/said 2>/dev/null; true
              """,
              "--ssh",
              "default",
              "--ssh",
              "two=" + socket)
          .ok();
      jdock
          .run("run", "--rm", image, "cat", "/said")
          .prints("/run/buildkit/ssh_agent.0\nsocket 600 0\nsocket 666 5");
      assertThat(Files.exists(socket)).isTrue();
    }
    tryBuild("FROM $BUSYBOX\n", "--ssh", "a=" + socket, "--ssh", "a").exits(1);
  }
}
