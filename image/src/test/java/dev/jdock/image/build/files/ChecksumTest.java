package dev.jdock.image.build.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChecksumTest {
  private static final String OF_ABC =
      "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @Test
  void knowsFileByItsDigest(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "abc");
    assertThat(Checksum.of("sha256", file)).hasToString(OF_ABC);
    Checksum.parse(OF_ABC).check(file);
    Checksum.parse(Checksum.of("sha512", file).toString()).check(file);
  }

  @Test
  void refusesFileOfAnotherDigest(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "abc");
    String other = "sha256:" + "0".repeat(64);
    assertThatThrownBy(() -> Checksum.parse(other).check(file))
        .hasMessage("digest mismatch " + OF_ABC + ": " + other);
  }

  @ParameterizedTest
  @CsvSource({
    "abc, invalid checksum digest format",
    "'', invalid checksum digest format",
    "sha256:, invalid checksum digest format",
    "sha256:aa, invalid checksum digest length",
    "md5:d41d8cd98f00b204e9800998ecf8427e, unsupported digest algorithm"
  })
  void refusesWhatIsNoDigest(String text, String message) {
    assertThatThrownBy(() -> Checksum.parse(text)).hasMessage(message);
  }
}
