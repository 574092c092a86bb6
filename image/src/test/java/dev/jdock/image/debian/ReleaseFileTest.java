package dev.jdock.image.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReleaseFileTest {
  private static final String SUM = "ab".repeat(32);
  private static final String TEXT =
      """
      Origin: Debian
      Suite: oldstable-updates
      Codename: bookworm-updates
      Date: Sat, 21 Nov 2026  2:10:46 UTC
      Valid-Until: Sat, 28 Nov 2026 02:10:46 UTC
      Acquire-By-Hash: yes
      Architectures: all amd64 arm64
      MD5Sum:
       d41d8cd98f00b204e9800998ecf8427e 0 main/binary-amd64/Packages.xz
      SHA256:
       %1$s 100 main/binary-amd64/Packages
       %1$s 10 main/binary-amd64/Packages.gz
       %1$s 5 main/binary-amd64/Packages.xz
       %1$s 7 main/binary-arm64/Packages.gz
      """
          .formatted(SUM);
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

  private static ReleaseFile parse(String text) {
    return ReleaseFile.parse(text.getBytes(StandardCharsets.UTF_8), "InRelease");
  }

  @Test
  void readsFieldsAndLists() {
    ReleaseFile release = parse(TEXT);
    assertThat(release.date()).isEqualTo("2026-11-21T02:10:46Z");
    assertThat(release.validUntil()).isEqualTo("2026-11-28T02:10:46Z");
    assertThat(release.byHash()).isTrue();
    assertThat(release.architectures()).containsExactly("all", "amd64", "arm64");
    var best = release.packages("main", "amd64").orElseThrow();
    assertThat(best.getKey()).isEqualTo("main/binary-amd64/Packages.xz");
    assertThat(best.getValue().size()).isEqualTo(5);
    assertThat(release.packages("main", "arm64").orElseThrow().getKey()).endsWith(".gz");
    assertThat(release.packages("main", "riscv64")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bookworm-updates", "oldstable-updates"})
  void suiteAndCodenameMayBeAskedFor(String wanted) {
    parse(TEXT).check(wanted, "InRelease", NOW);
  }

  @Test
  void anotherSuiteIsRefused() {
    assertThatThrownBy(() -> parse(TEXT).check("bookworm", "InRelease", NOW))
        .isInstanceOf(JdockException.class)
        .hasMessage("InRelease is not of the suite \"bookworm\": it is of \"bookworm-updates\"");
  }

  @Test
  void oldOneIsRefused() {
    Instant later = Instant.parse("2026-11-28T02:10:47Z");
    assertThatThrownBy(() -> parse(TEXT).check("bookworm-updates", "InRelease", later))
        .isInstanceOf(JdockException.class)
        .hasMessageStartingWith("InRelease is too old: it was valid until 2026-11-28T02:10:46Z.");
  }

  @Test
  void oneOfTimeToComeIsRefused() {
    Instant earlier = Instant.parse("2026-11-20T00:00:00Z");
    assertThatThrownBy(() -> parse(TEXT).check("bookworm-updates", "InRelease", earlier))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("is this machine's clock right?");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Date: Sat, 21 Nov 2026 02:10:46 UTC\n",
        "SHA256:\n x 1 a\n",
        "Date: yesterday\nSHA256:\n",
        "Date: Sat, 21 Nov 2026 02:10:46 UTC\nSHA256:\n ab 1 a\n",
        "Date: Sat, 21 Nov 2026 02:10:46 UTC\nSHA256:\n ab\n"
      })
  void refusesWhatIsNone(String text) {
    assertThatThrownBy(() -> parse(text)).isInstanceOf(JdockException.class);
  }

  @Test
  void refusesSizesThatAreNone() {
    assertThatThrownBy(() -> parse(TEXT.replace(" 100 ", " -1 ")))
        .isInstanceOf(JdockException.class)
        .hasMessage("InRelease has an invalid size: -1");
  }
}
