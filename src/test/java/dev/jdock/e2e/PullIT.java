package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** pull, and pulling by run, create and build. */
@EndToEnd
class PullIT {

  private final Jdock jdock;
  private final Registry registry = Registry.start();
  private String image = "";
  private String digest = "";

  PullIT(Jdock jdock) {
    this.jdock = jdock;
  }

  /** An image of two layers that only the registry has. */
  @BeforeEach
  void push(@TempDir Path folder) {
    image = registry.host() + "/team/app:1";
    Host.write(
        folder.resolve("Dockerfile"),
        "FROM " + jdock.busybox() + "\nRUN cat /proc/sys/kernel/random/uuid >/id\nCMD cat /id\n");
    jdock.run("build", "-t", image, folder.toString()).ok();
    String pushed = jdock.run("push", image).ok().lines().getLast();
    digest = pushed.replaceFirst("1: digest: (sha256:[0-9a-f]{64}) size: [0-9]+", "$1");
    jdock.run("rmi", image).ok();
  }

  @AfterEach
  void close() {
    jdock.run("rmi", "-f", image, image.replace(":1", ":2"));
    registry.close();
  }

  @Test
  void saysWhatDockerSays() {
    Result first = jdock.run("pull", image).ok();
    assertThat(first.lines().getFirst()).isEqualTo("1: Pulling from team/app");
    assertThat(first.lines())
        .anyMatch(line -> line.matches("[0-9a-f]{12}: Already exists"))
        .anyMatch(line -> line.matches("[0-9a-f]{12}: Pulling fs layer"))
        .anyMatch(line -> line.matches("[0-9a-f]{12}: Download complete"))
        .anyMatch(line -> line.matches("[0-9a-f]{12}: Pull complete"));
    assertThat(first.out())
        .endsWith(
            "Digest: "
                + digest
                + "\nStatus: Downloaded newer image for "
                + image
                + "\n"
                + image
                + "\n");
    jdock
        .run("pull", image)
        .prints(
            "1: Pulling from team/app\nDigest: "
                + digest
                + "\nStatus: Image is up to date for "
                + image
                + "\n"
                + image);
    jdock.run("pull", "-q", image).prints(image);
    assertThat(jdock.format(image, "{{index .RepoDigests 0}}"))
        .isEqualTo(image.replace(":1", "@" + digest));
    assertThat(jdock.run("run", "--rm", image).ok().text()).matches("[0-9a-f-]{36}");
  }

  @Test
  void aDigestGetsNoTag() {
    String name = image.replace(":1", "@" + digest);
    try {
      Result result = jdock.run("pull", name).ok();
      assertThat(result.lines().getFirst()).isEqualTo(name + ": Pulling from team/app");
      assertThat(result.lines().getLast()).isEqualTo(name);
      assertThat(jdock.format(name, "{{len .RepoTags}}")).isEqualTo("0");
    } finally {
      jdock.run("rmi", name).ok();
    }
  }

  @Test
  void allTagsArePulled() {
    jdock.run("pull", "-q", image).ok();
    jdock.run("tag", image, image.replace(":1", ":2")).ok();
    jdock.run("push", "-q", image.replace(":1", ":2")).ok();
    jdock.run("rmi", image, image.replace(":1", ":2")).ok();
    String name = image.replace(":1", "");
    Result result = jdock.run("pull", "-a", name).ok();
    assertThat(result.lines()).contains("1: Pulling from team/app", "2: Pulling from team/app");
    assertThat(result.lines().getLast()).isEqualTo(name);
    assertThat(jdock.run("images", "-q", name).lines()).hasSize(2);
    jdock.run("pull", "-a", image).exits(1).saysOnErr("tag can't be used with --all-tags/-a\n");
  }

  @Test
  void whatIsNotThereIsToldOf() {
    String name = registry.host() + "/team/none";
    jdock
        .run("pull", name)
        .exits(1)
        .saysOnErr(
            "Error response from daemon: manifest for "
                + name
                + ":latest not found: manifest unknown");
    int port = Host.freePort();
    jdock
        .run("pull", "127.0.0.1:" + port + "/x")
        .exits(1)
        .saysOnErr("dial tcp 127.0.0.1:" + port + ": connect: connection refused");
    jdock.run("pull", "UPPER").exits(1).saysOnErr("must be lowercase");
  }

  @Test
  void runPullsWhatIsMissingAndSaysSoOnStandardError() {
    jdock.run("run", "--rm", "--pull", "never", image).exits(125).saysOnErr("No such image: ");
    Result result = jdock.run("run", "--rm", image).ok();
    assertThat(result.text()).matches("[0-9a-f-]{36}");
    assertThat(result.err())
        .startsWith("Unable to find image '" + image + "' locally\n1: Pulling from team/app\n")
        .endsWith("Status: Downloaded newer image for " + image + "\n");
    assertThat(jdock.run("run", "--rm", "--pull", "always", image).ok().err())
        .contains("Status: Image is up to date for " + image);
    assertThat(jdock.run("run", "--rm", "--pull", "always", "-q", image).ok().err()).isEmpty();
    jdock
        .run("create", registry.host() + "/none")
        .exits(1)
        .saysOnErr("manifest for " + registry.host() + "/none:latest not found");
  }

  @Test
  @JdockOnly("docker builds elsewhere")
  void buildPullsItsBase(@TempDir Path folder) {
    String built = jdock.image();
    Host.write(folder.resolve("Dockerfile"), "FROM " + image + "\nRUN test -s /id\n");
    jdock.run("build", "-t", built, folder.toString()).ok();
    Host.write(folder.resolve("Dockerfile"), "FROM " + registry.host() + "/none\n");
    jdock
        .run("build", folder.toString())
        .exits(1)
        .saysOnErr(registry.host() + "/none:latest: not found");
  }

  @Test
  @JdockOnly("looks at the store")
  void aRegistryThatLiesLeavesNothing() {
    String manifest =
        Host.get("http://" + registry.host() + "/v2/team/app/manifests/" + digest)
            .orElseGet(() -> Host.read(registry.blob(digest)));
    String blob = manifest.replaceFirst("(?s).*\"digest\":\"(sha256:[0-9a-f]{64})\".*", "$1");
    int size = Host.read(registry.blob(digest)).isEmpty() ? 0 : (int) length(registry.blob(blob));
    Host.write(registry.blob(blob), "x".repeat(size));
    jdock
        .run("pull", image)
        .exits(1)
        .saysOnErr("filesystem layer verification failed for digest " + blob);
    jdock.run("image", "inspect", image).exits(1);
    assertThat(jdock.root().resolve("downloads")).isEmptyDirectory();
  }

  private static long length(Path file) {
    return file.toFile().length();
  }

  @Test
  void aTerminalShowsEachLayersLine() {
    try (Terminal terminal = jdock.terminal(24, 120, "pull", image)) {
      Eventually.that(terminal::text, () -> terminal.text().contains("Status: Downloaded"));
      assertThat(terminal.text()).contains(": Pull complete").contains("Digest: " + digest);
    }
  }
}
