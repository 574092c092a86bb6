package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class NameDigestTest {
  @Test
  void isTheSumOfTheStandardsExample() {
    assertThat(NameDigest.of("abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  /** Of every length within three blocks, so that each way to end one is met. */
  @Test
  void isWhatTheJvmSumsUp() throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    StringBuilder text = new StringBuilder();
    for (int length = 0; length < 200; length++) {
      byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      assertThat(NameDigest.of(text.toString()))
          .as(text.toString())
          .isEqualTo(HexFormat.of().formatHex(sha256.digest(bytes)));
      text.append(length % 7 == 0 ? 'ü' : (char) ('!' + length % 90));
    }
  }
}
