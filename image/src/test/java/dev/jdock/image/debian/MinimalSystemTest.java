package dev.jdock.image.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class MinimalSystemTest {
  private static final Source MAIN =
      new Source(URI.create("http://mirror/debian"), "bookworm", List.of("main"));
  private static final Source UPDATES =
      new Source(URI.create("http://mirror/debian"), "bookworm-updates", List.of("main"));

  private final PackageIndex index = new PackageIndex();

  private void add(Source source, String name, String version, String... fields)
      throws IOException {
    String stanza =
        """
        Package: %s
        Version: %s
        Architecture: amd64
        Filename: pool/%s.deb
        Size: 1
        SHA256: %s
        %s
        """
            .formatted(name, version, name, "0".repeat(64), String.join("\n", fields));
    index.add(new ByteArrayInputStream(stanza.getBytes(StandardCharsets.UTF_8)), source);
  }

  private void add(String name, String... fields) throws IOException {
    add(MAIN, name, "1", fields);
  }

  private static List<String> names(List<DebPackage> packages) {
    return packages.stream().map(DebPackage::name).toList();
  }

  @Test
  void essentialOnesWithTheirNeedsAreUnpackedFirst() throws IOException {
    add("dash", "Essential: yes", "Pre-Depends: libc6");
    add("libc6", "Depends: libgcc");
    add("libgcc", "Depends: libc6");
    add("mount", "Priority: required", "Depends: libmount");
    add("libmount", "Depends: libc6");
    add("apt");
    add("vim", "Priority: optional");
    MinimalSystem system = MinimalSystem.of(index);
    assertThat(names(system.base())).containsExactly("dash", "libc6", "libgcc");
    assertThat(names(system.others())).containsExactly("apt", "libmount", "mount");
    assertThat(system.size()).isEqualTo(6);
  }

  @Test
  void whatIsThereAnywayIsTakenBeforeFirstAlternative() throws IOException {
    add("apt", "Depends: usrmerge | usr-is-merged, logger | busybox");
    add("usrmerge");
    add("usr-is-merged");
    add("busybox", "Priority: required");
    add("logger");
    assertThat(names(MinimalSystem.of(index).others()))
        .containsExactly("apt", "busybox", "usr-is-merged");
  }

  @Test
  void firstAlternativeThatIsThereInItsVersionIsTaken() throws IOException {
    add("apt", "Depends: gone | old (>= 2) | good (>= 1) | better");
    add("old");
    add("good");
    add("better");
    assertThat(names(MinimalSystem.of(index).others())).containsExactly("apt", "good");
  }

  @Test
  void packageStandsForWhatItProvides() throws IOException {
    add("apt", "Depends: awk, mta (>= 2)");
    add("mawk", "Provides: awk");
    add("gawk", "Provides: awk");
    add("exim", "Provides: mta (= 3)");
    add("amail", "Provides: mta");
    assertThat(names(MinimalSystem.of(index).others())).containsExactly("apt", "exim", "gawk");
  }

  @Test
  void latestVersionOfAllSuitesIsTaken() throws IOException {
    add(MAIN, "apt", "2.6.1");
    add(UPDATES, "apt", "2.6.1+deb12u1");
    add(MAIN, "dpkg", "1.10", "Essential: yes");
    add(UPDATES, "dpkg", "1.9", "Essential: yes");
    MinimalSystem system = MinimalSystem.of(index);
    assertThat(system.others().getFirst().source()).isEqualTo(UPDATES);
    assertThat(system.base().getFirst().version()).hasToString("1.10");
    assertThat(system.base().getFirst().source()).isEqualTo(MAIN);
  }

  @Test
  void whatCannotBeMetIsNamed() throws IOException {
    add("apt", "Depends: libapt (>= 2) | other");
    add("libapt");
    assertThatThrownBy(() -> MinimalSystem.of(index))
        .isInstanceOf(JdockException.class)
        .hasMessage("package apt needs libapt (>= 2) | other, which the mirror does not have");
  }

  @Test
  void listWithoutInstallerMakesNoSystem() {
    assertThatThrownBy(() -> MinimalSystem.of(index))
        .isInstanceOf(JdockException.class)
        .hasMessage("the mirror has no package apt");
  }

  @Test
  void packageWithoutDigestIsRefused() throws IOException {
    String stanza = "Package: apt\nVersion: 1\nArchitecture: all\nFilename: a\nSize: 1\n";
    index.add(new ByteArrayInputStream(stanza.getBytes(StandardCharsets.UTF_8)), MAIN);
    assertThatThrownBy(() -> MinimalSystem.of(index))
        .isInstanceOf(JdockException.class)
        .hasMessage("a package in the mirror's list has no field sha256");
  }
}
