package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Base images of Debian's mirror, and of one that lies. */
@EndToEnd
@JdockOnly("Docker has no such command")
@Tag("tutorial")
@Timeout(600)
class BootstrapIT {
  private final Jdock jdock;

  BootstrapIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void lookForMirror() {
    assumeThat(Host.get("http://deb.debian.org/debian/dists/bookworm/InRelease"))
        .as("Debian's mirror answers")
        .isPresent();
  }

  @Test
  void systemIsTheOneThatMmdebstrapMakes(@TempDir Path folder) {
    Path expected = Suite.cache().resolve("debian.tar");
    Host.run(Duration.ofMinutes(5), List.of(Suite.fixture("debian-rootfs"), expected.toString()))
        .ok();
    String image = jdock.image();
    Result made =
        jdock.run(Duration.ofMinutes(5), "bootstrap", "-t", image, "debian:bookworm").ok();
    assertThat(made.text()).startsWith("sha256:");
    assertThat(made.err()).contains("[3/4] install them").contains("bookworm-security done");
    jdock.run("run", "--rm", image, "sh", "-c", "dpkg --audit && apt-config dump >/dev/null").ok();
    assertThat(jdock.run("history", image).ok().out()).contains("jdock bootstrap debian:bookworm");
    assertThat(jdock.format(image, "{{index .Config.Labels \"io.jdock.bootstrap.suite\"}}"))
        .isEqualTo("bookworm");

    String container = jdock.run("create", image).text();
    Path found = folder.resolve("found.tar");
    jdock.run("export", "-o", found.toString(), container).ok();
    jdock.run("rm", container).ok();
    jdock.run("rmi", image).ok();
    assertThat(missing(expected, found)).isEmpty();
  }

  /**
   * Packages, with versions, and files, with types, modes, owners and targets, that are not there.
   */
  private static Set<String> missing(Path expected, Path found) {
    Set<String> missing = new TreeSet<>(listing(expected));
    missing.removeAll(listing(found));
    return missing;
  }

  private static Set<String> listing(Path tar) {
    String script = Suite.fixture("debian-listing");
    return new TreeSet<>(Host.run(script, tar.toString()).ok().out().lines().toList());
  }

  @Test
  void wrongSignatureIsRefused() {
    refuses(
        (path, file) -> text(file, "Label: Debian", "Label: Nobody"),
        "InRelease has a wrong signature of the key ");
    refuses((_, _) -> "<html>login</html>".getBytes(StandardCharsets.UTF_8), "InRelease ");
  }

  @Test
  void suiteThatIsNotThereIsNamed() {
    try (LyingMirror mirror = LyingMirror.start((_, file) -> file)) {
      jdock
          .run("bootstrap", "--mirror", mirror.address(), "debian:nosuite")
          .exits(1)
          .saysOnErr("debian has no suite \"nosuite\" at " + mirror.address());
    }
  }

  @Test
  void wrongListIsRefused() {
    refuses((path, file) -> path.endsWith("InRelease") ? file : changed(file), "is not the file");
  }

  @Test
  void truncatedPackageIsRefusedAndNothingIsLeft() {
    refuses(
        (path, file) -> path.contains("/bash_") ? Arrays.copyOf(file, file.length / 2) : file,
        "is cut off: ");
  }

  private static byte[] text(byte[] file, String from, String to) {
    return new String(file, StandardCharsets.UTF_8)
        .replace(from, to)
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] changed(byte[] file) {
    byte[] other = file.clone();
    other[other.length / 2] ^= 1;
    return other;
  }

  private void refuses(BiFunction<String, byte[], byte[]> lie, String reason) {
    Set<String> layers = layers();
    try (LyingMirror mirror = LyingMirror.start(lie)) {
      Result failed =
          jdock.run("bootstrap", "-q", "--mirror", mirror.address(), "debian:bookworm").exits(1);
      assertThat(failed.err()).contains(reason).startsWith("Error: ");
      assertThat(failed.err().lines()).hasSize(1);
    }
    nothingIsLeft(layers);
  }

  @Test
  void interruptLeavesNothing() {
    Set<String> layers = layers();
    try (Running bootstrap = jdock.start("bootstrap", "debian:bookworm")) {
      Eventually.that(bootstrap::errSoFar, () -> bootstrap.errSoFar().contains("Unpacking bash"));
      bootstrap.signal("INT").await().exits(130);
    }
    nothingIsLeft(layers);
  }

  private Set<String> layers() {
    return new TreeSet<>(names("layers"));
  }

  private void nothingIsLeft(Set<String> layers) {
    Eventually.that(() -> "left: " + layers(), () -> layers().equals(layers));
    assertThat(names("build-cache")).noneMatch(name -> name.startsWith("build-bootstrap"));
    assertThat(jdock.run("images", "-q", "debian").text()).isEmpty();
  }

  private List<String> names(String folder) {
    String[] names = jdock.root().resolve(folder).toFile().list();
    return names == null ? List.of() : List.of(names);
  }
}
