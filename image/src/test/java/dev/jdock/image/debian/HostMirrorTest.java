package dev.jdock.image.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostMirrorTest {
  @TempDir private Path etc;

  @BeforeEach
  void makeHost() throws IOException {
    Files.createDirectories(etc.resolve("apt/sources.list.d"));
    Files.writeString(etc.resolve("os-release"), "ID=debian\nVERSION_CODENAME=\"bookworm\"\n");
  }

  private HostMirror read(String distribution) {
    return HostMirror.of(Distribution.named(distribution).orElseThrow(), etc);
  }

  @Test
  void readsSourcesOfOneLine() throws IOException {
    Files.writeString(
        etc.resolve("apt/sources.list"),
        """
        # deb http://commented.example/debian bookworm main
        deb cdrom:[Debian]/ bookworm main
        deb http://other.example/repo nodistro main
        deb-src http://sources.example/debian bookworm main
        deb [arch=amd64 signed-by=/k.gpg] http://near.example/debian bookworm main contrib
        deb http://near.example/security bookworm-security main
        """);
    assertThat(read("debian").main()).contains(URI.create("http://near.example/debian/"));
    assertThat(read("debian").security()).contains(URI.create("http://near.example/security/"));
  }

  @Test
  void readsSourcesOfStanzas() throws IOException {
    Files.writeString(
        etc.resolve("apt/sources.list.d/off.sources"),
        "Enabled: no\nTypes: deb\nURIs: http://off.example/debian\nSuites: bookworm\n");
    Files.writeString(
        etc.resolve("apt/sources.list.d/on.sources"),
        """
        Types: deb deb-src
        # where the mirror was in spring
        URIs: https://near.example/debian/
        Suites: bookworm bookworm-updates

        Types: deb
        URIs: https://near.example/security
        Suites: bookworm-security
        """);
    assertThat(read("debian").main()).contains(URI.create("https://near.example/debian/"));
    assertThat(read("debian").security()).contains(URI.create("https://near.example/security/"));
  }

  @Test
  void mirrorWithPasswordStaysTheHosts() throws IOException {
    Files.writeString(
        etc.resolve("apt/sources.list"), "deb http://me:secret@near.example/debian bookworm main");
    assertThat(read("debian").main()).isEmpty();
  }

  @Test
  void mirrorOfAnotherDistributionSaysNothing() throws IOException {
    Files.writeString(
        etc.resolve("apt/sources.list"), "deb http://near.example/debian bookworm main");
    assertThat(read("ubuntu").main()).isEmpty();
    Files.delete(etc.resolve("os-release"));
    assertThat(read("debian").main()).isEmpty();
  }
}
