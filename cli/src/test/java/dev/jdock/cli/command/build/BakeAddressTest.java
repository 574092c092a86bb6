package dev.jdock.cli.command.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.cli.command.syntax.CommandFailure;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BakeAddressTest {

  @ParameterizedTest
  @CsvSource({
    "https://x/r.git, /, https://x/r.git",
    "https://x/r.git, /a/b, https://x/r.git#:a/b",
    "https://x/r.git#v1, /a, https://x/r.git#v1:a",
    "https://x/r.git#v1:top, /a, https://x/r.git#v1:top/a",
    "git@x:r, /a, git@x:r#:a",
    "http://x/bake.tar, /, http://x/bake.tar"
  })
  void aFolderIsAPartOfTheAddress(String address, Path path, String folder) {
    assertThat(new BakeAddress(address).folder(path)).isEqualTo(folder);
  }

  @Test
  void aFolderOfAnArchiveHasNone() {
    var archive = new BakeAddress("http://x/bake.tar");
    Path folder = Path.of("/a");
    assertThatThrownBy(() -> archive.folder(folder)).isInstanceOf(CommandFailure.class);
  }

  @Test
  void addressesComeBeforeTargets() {
    String there = "https://x/r.git";
    assertThat(BakeWords.of(List.of("a"))).isEqualTo(new BakeWords("", "cwd://", List.of("a")));
    assertThat(BakeWords.of(List.of(there, "a")))
        .isEqualTo(new BakeWords(there, "cwd://", List.of("a")));
    assertThat(BakeWords.of(List.of(there, "git@x:c", "a", there)))
        .isEqualTo(new BakeWords(there, "git@x:c", List.of("a", there)));
  }
}
