package dev.jdock.image.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedTextTest {
  private static final Instant NOW = TestKey.MADE.plusSeconds(1000);
  private static final String TEXT =
      "Suite: test\n- dashed\n-----no armor\nends with blanks \t\n\nlast\n";

  private final TestKey key = new TestKey(0);

  private String verified(byte[] file, ArchiveKeys keys) {
    return new String(SignedText.verified(file, "InRelease", keys, NOW), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private void refuses(byte[] file, ArchiveKeys keys, String reason) {
    assertThatThrownBy(() -> verified(file, keys))
        .isInstanceOfSatisfying(
            JdockException.class,
            e -> assertThat(e.kind()).isEqualTo(JdockException.Kind.FORBIDDEN))
        .hasMessageStartingWith("InRelease ")
        .hasMessageContaining(reason);
  }

  @Test
  void textIsGivenAsItWasSigned() {
    assertThat(verified(key.signed(TEXT), key.keys()))
        .isEqualTo(TEXT.replace("blanks \t", "blanks"));
  }

  @Test
  void lineEndsOfOtherSystemsChangeNothing() {
    byte[] file = bytes(text(key.signed(TEXT)).replaceAll("\r?\n", "\r\n"));
    assertThat(verified(file, key.keys())).isEqualTo(TEXT.replace("blanks \t", "blanks"));
  }

  @Test
  void changedTextIsRefused() {
    byte[] file = bytes(text(key.signed(TEXT)).replace("Suite: test", "Suite: best"));
    refuses(file, key.keys(), "has a wrong signature of the key ");
  }

  @Test
  void addedTextIsRefused() {
    String file = text(key.signed(TEXT));
    refuses(
        bytes(file.replace("-----BEGIN PGP SIGNATURE", "SHA256:\n-----BEGIN PGP SIGNATURE")),
        key.keys(),
        "has a wrong signature");
  }

  @Test
  void textBeforeAndBehindIsNoPartOfIt() {
    byte[] file = bytes("Codename: evil\n" + text(key.signed(TEXT)) + "Codename: evil\n");
    assertThat(verified(file, key.keys())).doesNotContain("evil");
  }

  @Test
  void keyOfSomebodyElseIsRefused() {
    refuses(key.signed(TEXT), new TestKey(0).keys(), "is signed by no key that jdock knows");
  }

  @Test
  void expiredKeyIsRefused() {
    TestKey old = new TestKey(999);
    refuses(old.signed(TEXT), old.keys(), "(expired or revoked)");
    TestKey valid = new TestKey(1001);
    assertThat(verified(valid.signed(TEXT), valid.keys())).startsWith("Suite: test");
  }

  @Test
  void weakDigestIsRefused() {
    refuses(key.signed(TEXT, HashAlgorithmTags.SHA1), key.keys(), "has a wrong signature");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Suite: test\n",
        "<html>404</html>",
        "-----BEGIN PGP SIGNED MESSAGE-----\n",
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nSuite: test\n",
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\nSuite: test\n"
            + "-----BEGIN PGP SIGNATURE-----\n\nnonsense\n-----END PGP SIGNATURE-----\n"
      })
  void whatIsNotSignedIsRefused(String file) {
    refuses(bytes(file), key.keys(), "");
  }

  @Test
  void keysOfDistributionsCanBeRead() throws Exception {
    for (String name : new String[] {"debian", "ubuntu"}) {
      ArchiveKeys keys = ArchiveKeys.of(Distribution.named(name).orElseThrow());
      assertThat(keys.read().size()).as(name).isGreaterThan(2);
    }
  }
}
