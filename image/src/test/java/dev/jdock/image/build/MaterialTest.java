package dev.jdock.image.build;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaterialTest {
  @ParameterizedTest
  @CsvSource({
    "debian, pkg:docker/debian@latest?platform=linux%2Farm%2Fv7",
    "docker.io/library/debian:12, pkg:docker/debian@12?platform=linux%2Farm%2Fv7",
    "localhost:5000/a/b:1, pkg:docker/localhost:5000/a/b@1?platform=linux%2Farm%2Fv7",
    "no image, pkg:docker/no+image?platform=linux%2Farm%2Fv7",
  })
  void imagesHavePackageUrls(String name, String uri) {
    assertThat(Material.imageUri(name, Platform.parse("linux/arm/v7"))).isEqualTo(uri);
  }

  @Test
  void passwordsAreNotShown() {
    String digest = "a".repeat(64);
    assertThat(Material.ofFile("https://me:word@example.com/f", "sha256", digest).uri())
        .isEqualTo("https://xxxxx:xxxxx@example.com/f");
    assertThat(Material.ofCommit("ssh://git@example.com/r.git#v1", "b".repeat(40)))
        .isEqualTo(new Material("ssh://xxxxx:xxxxx@example.com/r.git#v1", "sha1", "b".repeat(40)));
    assertThat(Material.ofCommit("git@example.com:r.git", digest).algorithm()).isEqualTo("sha256");
  }
}
