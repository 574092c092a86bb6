package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The .rpm, installed by rpm in the root file system of a Debian. */
@EndToEnd
@JdockOnly("installs jdock")
class RpmIT {
  private final Jdock jdock;
  private String rpm = "";

  @TempDir private Path folder;

  RpmIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void findPackage() throws IOException {
    assumeThat(Host.run("sh", "-c", "command -v rpm").exitCode()).as("rpm is installed").isZero();
    assumeThat(Files.isDirectory(PackageIT.PACKAGES)).as("the packages were built").isTrue();
    rpm = PackageIT.newest("jdock-*." + PackageIT.MACHINE + ".rpm").toString();
  }

  @Test
  void everyFileHasTheModeThatItHasInTheOtherPackages() throws IOException {
    String query = "[%{FILEMODES:perms} %{FILENAMES}\\n]";
    TreeSet<String> packed =
        Host.run("rpm", "-qp", "--qf", query, rpm)
            .ok()
            .out()
            .lines()
            .filter(line -> line.startsWith("-"))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(packed).isEqualTo(laidOut(PackageIT.PACKAGES.resolve("root")));
  }

  @Test
  void ownsNoFolderOfOtherPackages() {
    assertThat(Host.run("rpm", "-qpl", rpm).ok().out().lines())
        .contains("/usr/lib/jdock", "/etc/jdock")
        .doesNotContain("/usr", "/usr/bin", "/usr/lib", "/usr/lib/systemd", "/usr/share", "/etc");
  }

  @Test
  void isInstalledRunsAndIsRemoved() {
    Path tar = Suite.cache().resolve("debian.tar");
    Host.run(Duration.ofMinutes(5), List.of(Suite.fixture("debian-rootfs"), tar.toString())).ok();
    String tree = folder.toString();
    Host.run("tar", "-C", tree, "-xf", tar.toString()).ok();
    // The names in Debian's database, which rpm does not read, are what it would ask for.
    Host.run("rpm", "--root", tree, "-i", "--nodeps", rpm).ok();
    assertThat(Host.run("rpm", "--root", tree, "-q", "jdock").ok().out()).startsWith("jdock-0");
    assertThat(folder.resolve("etc/group")).content().contains("\njdock:x:");

    Path installed = folder.resolveSibling(folder.getFileName() + ".tar");
    String image = jdock.image();
    try {
      Host.run("tar", "-C", tree, "-cf", installed.toString(), ".").ok();
      jdock.run("import", installed.toString(), image).ok();
    } finally {
      assertThat(installed.toFile().delete()).isTrue();
    }
    Result hello =
        jdock.run("run", "--rm", "--privileged", image, "jdock", "run", "--rm", "hello-world");
    assertThat(hello.ok().out()).contains("Hello from jdock!");
    jdock.run("rmi", image).ok();

    Host.run("rpm", "--root", tree, "-e", "jdock").ok();
    assertThat(Host.run("find", tree, "-name", "*jdock*").ok().out()).isEmpty();
  }

  /** Regular files below a folder, as {@code ls} would show their modes. */
  private static TreeSet<String> laidOut(Path root) throws IOException {
    TreeSet<String> found = new TreeSet<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : (Iterable<Path>) files.filter(RpmIT::isRegular)::iterator) {
        found.add(
            "-"
                + PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                + " /"
                + root.relativize(file));
      }
    }
    return found;
  }

  private static boolean isRegular(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }
}
