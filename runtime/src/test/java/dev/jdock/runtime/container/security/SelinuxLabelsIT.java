package dev.jdock.runtime.container.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a machine that has SELinux by its files: the attribute is kept without it, too. */
class SelinuxLabelsIT {
  private static final String CONTAINER = "00050002" + "ab".repeat(28);

  private @TempDir Path folder = Path.of("");
  private Path tree = Path.of("");

  @BeforeEach
  void makeTree() throws IOException {
    Files.createDirectories(folder.resolve("sys"));
    Files.createFile(folder.resolve("sys/enforce"));
    Files.createDirectories(folder.resolve("etc/targeted/contexts"));
    Files.writeString(folder.resolve("etc/config"), "# policy\nSELINUXTYPE=targeted\n");
    Files.writeString(
        folder.resolve("etc/targeted/contexts/lxc_contexts"),
        "process = \"system_u:system_r:container_t:s0\"\n"
            + "file = \"system_u:object_r:container_file_t:s0\"\n");
    tree = Files.createDirectories(folder.resolve("tree/below")).getParent();
    Files.createFile(tree.resolve("below/file"));
    Files.createSymbolicLink(tree.resolve("link"), folder.resolve("etc/config"));
  }

  private Optional<SelinuxLabels> labels() {
    return SelinuxLabels.of(folder.resolve("sys"), folder.resolve("etc"));
  }

  private static String label(Path file) {
    try (Directory parent = Directory.open(file.getParent())) {
      return parent
          .attribute(file.getFileName().toString(), "security.selinux")
          .map(value -> new String(value, StandardCharsets.UTF_8).replace("\0", ""))
          .orElse("");
    }
  }

  @Test
  void sharedFilesAreThoseOfContainers() {
    labels().orElseThrow().label(tree, "ro,z", CONTAINER);

    for (String name : new String[] {"", "below", "below/file", "link"}) {
      assertThat(label(tree.resolve(name))).isEqualTo("system_u:object_r:container_file_t:s0");
    }
    assertThat(label(folder.resolve("etc/config"))).doesNotContain("container_file_t");
  }

  @Test
  void privateFilesHaveCategoriesOfTheContainer() {
    labels().orElseThrow().label(tree.resolve("below/file"), "Z", CONTAINER);

    assertThat(label(tree.resolve("below/file")))
        .isEqualTo("system_u:object_r:container_file_t:s0:c2,c5");
    assertThat(label(tree)).doesNotContain("container_file_t");
  }

  @Test
  void nothingIsLabelledUnasked() {
    labels().orElseThrow().label(tree, "ro,nocopy", CONTAINER);

    assertThat(label(tree)).doesNotContain("container_file_t");
  }

  @Test
  void foldersOfTheSystemKeepTheirLabels() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("system"), Path.of("/etc"));

    assertThatThrownBy(() -> labels().orElseThrow().label(link, "z", CONTAINER))
        .hasMessage("SELinux relabeling of /etc is not allowed");
  }

  @Test
  void thereAreNoneWithoutSelinuxOrAPolicyForContainers() throws IOException {
    Files.delete(folder.resolve("etc/targeted/contexts/lxc_contexts"));
    assertThat(labels()).isEmpty();
    makeAgain();
    assertThat(labels()).isPresent();
    Files.delete(folder.resolve("sys/enforce"));
    assertThat(labels()).isEmpty();
  }

  private void makeAgain() throws IOException {
    Files.writeString(
        folder.resolve("etc/targeted/contexts/lxc_contexts"), "file = \"a:b:c:s0\"\n");
  }
}
