package dev.jdock.image.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.error.JdockException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReferenceTest {
  private static final String HEX = "0123456789abcdef".repeat(4);

  @ParameterizedTest
  @CsvSource({
    "ubuntu, docker.io/library/ubuntu:latest, ubuntu:latest",
    "ubuntu:24.04, docker.io/library/ubuntu:24.04, ubuntu:24.04",
    "library/ubuntu, docker.io/library/ubuntu:latest, ubuntu:latest",
    "docker.io/ubuntu, docker.io/library/ubuntu:latest, ubuntu:latest",
    "index.docker.io/library/ubuntu, docker.io/library/ubuntu:latest, ubuntu:latest",
    "me/app, docker.io/me/app:latest, me/app:latest",
    "localhost/app, localhost/app:latest, localhost/app:latest",
    "localhost:5000/a/b:1, localhost:5000/a/b:1, localhost:5000/a/b:1",
    "quay.io/a/b, quay.io/a/b:latest, quay.io/a/b:latest",
    "[::1]:5000/x, [::1]:5000/x:latest, [::1]:5000/x:latest",
    "HOST/app, HOST/app:latest, HOST/app:latest",
    "a__b/c--d.e_f, docker.io/a__b/c--d.e_f:latest, a__b/c--d.e_f:latest",
  })
  void normalisesAsDocker(String text, String full, String familiar) {
    Reference reference = Reference.parse(text);
    assertThat(reference).hasToString(full);
    assertThat(reference.familiar()).isEqualTo(familiar);
    assertThat(Reference.parse(full)).isEqualTo(reference);
  }

  @Test
  void keepsTagAndDigest() {
    Reference reference = Reference.parse("debian:12@sha256:" + HEX);
    assertThat(reference.tag()).isEqualTo("12");
    assertThat(reference.digest()).isEqualTo(new Digest(HEX));
    assertThat(reference.familiar()).isEqualTo("debian:12@sha256:" + HEX);
    assertThat(Reference.parse("debian@sha256:" + HEX).tag()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":tag",
        "a:",
        "a:b:c/d",
        "-a",
        "a-",
        "a//b",
        "a/",
        "/a",
        "a b",
        "a:.x",
        "a@",
        "a@b",
        "a@sha256:12",
        "a..b",
        "a___b",
        "_a",
        "a\n",
        "http://a/b",
        "a:ta g"
      })
  void refusesWhatDockerRefuses(String text) {
    assertThatThrownBy(() -> Reference.parse(text))
        .isInstanceOf(JdockException.class)
        .hasMessage("invalid reference format");
  }

  @Test
  void saysThatNamesAreLowerCase() {
    assertThatThrownBy(() -> Reference.parse("Foo"))
        .hasMessage("invalid reference format: repository name (library/Foo) must be lowercase");
  }

  @Test
  void refusesWhatLooksLikeAnId() {
    assertThatThrownBy(() -> Reference.parse(HEX))
        .hasMessage(
            "invalid repository name (" + HEX + "), cannot specify 64-byte hexadecimal strings");
  }

  @Test
  void limitsLengths() {
    assertThatThrownBy(() -> Reference.parse("a".repeat(256)))
        .hasMessageContaining("must not be more than 255 characters");
    assertThat(Reference.isReference("a:" + "t".repeat(128))).isTrue();
    assertThat(Reference.isReference("a:" + "t".repeat(129))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sha256:12", "sha256", "md5:" + "0123456789abcdef0123456789abcdef", ""})
  void digestIsValidByConstruction(String text) {
    assertThatThrownBy(() -> Digest.parse(text)).isInstanceOf(JdockException.class);
    assertThat(Digest.isDigest(text)).isFalse();
  }

  @Test
  void digestsContent() {
    assertThat(Digest.of(new byte[0]))
        .hasToString("sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  }
}
