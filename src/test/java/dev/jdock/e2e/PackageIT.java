package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The packages, installed in a container of Debian: which also shows that jdock runs inside of
 * jdock, without a JDK.
 */
@EndToEnd
@JdockOnly("installs jdock")
class PackageIT {
  static final Path PACKAGES = Path.of("../../packages/target");

  /** As RPM and the archives' names have it. */
  static final String MACHINE =
      System.getProperty("os.arch").equals("amd64") ? "x86_64" : "aarch64";

  private final Jdock jdock;
  private final String machine;

  PackageIT(Jdock jdock) {
    this.jdock = jdock;
    this.machine = jdock.container();
  }

  @BeforeEach
  void startMachine() {
    assumeThat(Host.get("http://deb.debian.org/debian/dists/bookworm/InRelease"))
        .as("Debian's mirror answers")
        .isPresent();
    assumeThat(Files.isDirectory(PACKAGES)).as("the packages were built").isTrue();
    Path tar = Suite.cache().resolve("debian.tar");
    Host.run(Duration.ofMinutes(5), List.of(Suite.fixture("debian-rootfs"), tar.toString())).ok();
    String debian = jdock.image() + ":bookworm";
    jdock.run("import", tar.toString(), debian).ok();
    String packages = PACKAGES.toAbsolutePath().normalize().toString();
    jdock
        .run(
            "run",
            "-d",
            "--init",
            "--privileged",
            "--name",
            machine,
            "-v",
            packages + ":/packages:ro",
            debian,
            "sleep",
            "infinity")
        .ok();
  }

  @AfterEach
  void removeMachine() {
    jdock.run("rm", "-f", machine).ok();
  }

  /** The one of that kind that the build has made last, for this machine. */
  static Path newest(String glob) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(PACKAGES, glob)) {
      files.forEach(found::add);
    }
    found.sort((a, b) -> Long.compare(a.toFile().lastModified(), b.toFile().lastModified()));
    assertThat(found).as(glob).isNotEmpty();
    return found.getLast();
  }

  private Result inside(String... command) {
    List<String> words = new ArrayList<>(List.of("exec", machine));
    words.addAll(List.of(command));
    return jdock.run(Duration.ofMinutes(3), words.toArray(String[]::new));
  }

  private void greets() {
    Result hello = inside("jdock", "run", "--rm", "hello-world").ok();
    assertThat(hello.out()).contains("Hello from jdock!");
  }

  @Test
  void debIsInstalledRunsIsUpgradedRemovedAndPurged() throws IOException {
    String deb =
        "/packages/"
            + newest("jdock_*_" + (MACHINE.equals("x86_64") ? "amd64" : "arm64") + ".deb")
                .getFileName();
    inside("dpkg", "-i", deb).ok();
    // Layers cannot be kept on an overlay, which a container's file system is.
    Result first = inside("jdock", "ps", "-q").ok();
    assertThat(first.err()).contains("/var/lib/jdock is on an overlay", "tmpfs");
    greets();
    assertThat(inside("jdock", "ps", "-q").ok().err()).as("said once").isEmpty();
    assertThat(inside("sh", "-c", "zcat /usr/share/man/man1/jdock-run.1.gz").ok().out())
        .contains("Create and run a new container");
    assertThat(inside("jdock", "doctor").ok().out()).contains("overlayfs on tmpfs");

    inside("sh", "-c", "mkdir /c && cp /usr/lib/jdock/libexec/jdock-waiting /c/wait").ok();
    inside("sh", "-c", "printf 'FROM scratch\\nCOPY wait /\\nCMD [\"/wait\"]\\n' >/c/Dockerfile")
        .ok();
    inside("jdock", "build", "-q", "-t", "waiting", "/c").ok();
    String id = inside("jdock", "run", "-d", "--name", "kept", "waiting").text();
    inside("dpkg", "-i", deb).ok();
    assertThat(inside("jdock", "ps", "-q", "--no-trunc").text()).as("goes on").isEqualTo(id);
    String pid = inside("jdock", "inspect", "-f", "{{.State.Pid}}", "kept").text();
    inside("jdock", "run", "-dt", "--name", "terminal", "waiting").ok();
    inside("sh", "-c", "echo next >/usr/lib/jdock/lib/build-id").ok();
    assertThat(inside("jdock", "rm", "-f", "terminal").ok().err())
        .as("it would lose its terminal")
        .contains("is another build and has work to do");
    assertThat(inside("jdock", "inspect", "-f", "{{.State.Pid}}", "kept").ok().out().strip())
        .as("taken over by the next build's engine")
        .isEqualTo(pid);
    assertThat(inside("jdock", "engine", "status").text()).contains("build: next");

    inside("dpkg", "--remove", "jdock").ok();
    inside("test", "-e", "/usr/lib/jdock").exits(1);
    inside("test", "-e", "/var/lib/jdock/images.json").ok();
    inside("sh", "-c", "grep -l '[E]ngineMain' /proc/[0-9]*/cmdline").exits(1);
    inside("dpkg", "--purge", "jdock").ok();
    holdsNoData();
    inside("test", "-e", "/etc/jdock").exits(1);
    inside("grep", "-q", "jdock", "/etc/group").exits(1);
  }

  @Test
  void archiveInstallsItselfAndIsRemoved() throws IOException {
    String archive = "/packages/" + newest("jdock-*-linux-" + MACHINE + ".tar.gz").getFileName();
    inside(
            "sh",
            "-c",
            "mkdir /opt/jdock && tar -xzf " + archive + " --strip-components=1 -C /opt/jdock")
        .ok();
    inside("/opt/jdock/bin/jdock", "engine", "install", "--prefix", "relative").exits(125);
    Result installed = inside("/opt/jdock/bin/jdock", "engine", "install").ok();
    assertThat(installed.out())
        .isEqualTo("installed in /usr/local/lib/jdock; /usr/local/bin/jdock runs it\n");
    inside("rm", "-rf", "/opt/jdock").ok();
    greets();
    inside("jdock", "engine", "install").exits(1).saysOnErr("this jdock is the one in");
    inside("test", "-s", "/usr/local/share/man/man1/jdock-run.1").ok();
    Result removed = inside("jdock", "engine", "uninstall", "--purge").ok();
    assertThat(removed.out()).isEqualTo("removed from /usr/local/lib/jdock, with all data\n");
    assertThat(inside("find", "/usr/local", "/etc", "/run", "-name", "*jdock*").text()).isEmpty();
    holdsNoData();
  }

  /** The folder itself stays where it is a mount that this small system cannot undo. */
  private void holdsNoData() {
    assertThat(inside("sh", "-c", "[ ! -e /var/lib/jdock ] || ls -A /var/lib/jdock").text())
        .isEmpty();
  }
}
