package dev.jdock.image.store;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.layer.Checksum;
import dev.jdock.image.reference.Digest;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveCheckTest {
  private static final byte[] ARCHIVE = "an archive, or so".getBytes(US_ASCII);

  private static Layer layer(boolean withChecksum) {
    Checksum checksum = new Checksum();
    checksum.update(ARCHIVE, 0, ARCHIVE.length);
    return new Layer(Digest.of(ARCHIVE), 1, ARCHIVE.length, withChecksum ? checksum.value() : "");
  }

  private static boolean passes(Layer layer, byte[] archive) {
    ArchiveCheck check = new ArchiveCheck(layer);
    check.update(archive, 0, 5);
    check.update(archive, 5, archive.length - 5);
    return check.passed();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void passesWhatItWas(boolean withChecksum) {
    assertThat(passes(layer(withChecksum), ARCHIVE.clone())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void findsEveryByteThatIsAnother(boolean withChecksum) {
    Layer layer = layer(withChecksum);
    for (int i = 0; i < ARCHIVE.length; i++) {
      byte[] damaged = ARCHIVE.clone();
      damaged[i] ^= 1;
      assertThat(passes(layer, damaged)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void findsWhatIsMissing(boolean withChecksum) {
    assertThat(
            passes(
                layer(withChecksum), new String(ARCHIVE, US_ASCII).substring(1).getBytes(US_ASCII)))
        .isFalse();
  }
}
