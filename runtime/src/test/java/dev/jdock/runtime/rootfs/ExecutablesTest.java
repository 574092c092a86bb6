package dev.jdock.runtime.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.mount.RootDirectory;
import dev.jdock.runtime.rootfs.UserDatabase.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutablesTest {
  private static final User ROOT = new User(0, 0, Set.of(), "/");
  private static final User STRANGER = new User(99_999, 99_999, Set.of(), "/");

  @TempDir Path tree;

  @BeforeEach
  void makeFiles() throws IOException {
    file("bin/tool", "rwxr-xr-x");
    file("bin/text", "rw-r--r--");
    file("bin/private", "rwx------");
    file("opt/tool", "rwxr-xr-x");
    Files.createDirectories(tree.resolve("bin/folder"));
  }

  private void file(String path, String permissions) throws IOException {
    Path file = tree.resolve(path);
    Files.createDirectories(file.getParent());
    Files.createFile(file);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private String find(User user, String command, String... environment) {
    try (RootDirectory root = RootDirectory.open(tree)) {
      return new Executables(root, user).find(command, List.of(environment), "/opt");
    }
  }

  @Test
  void nameIsLookedUpInThePath() {
    assertThat(find(ROOT, "tool", "PATH=/nowhere:/opt:/bin")).isEqualTo("/opt/tool");
    assertThat(find(ROOT, "tool")).isEqualTo("/bin/tool");
    assertThat(find(ROOT, "tool", "PATH=:/bin")).isEqualTo("/opt/tool");
  }

  @Test
  void pathIsTakenAsItIs() {
    assertThat(find(ROOT, "/bin/tool")).isEqualTo("/bin/tool");
    assertThat(find(ROOT, "./tool")).isEqualTo("./tool");
  }

  @Test
  void whatCannotBeExecutedIsPassedOver() {
    assertThatThrownBy(() -> find(ROOT, "text"))
        .hasMessage("exec: \"text\": executable file not found in $PATH");
    assertThatThrownBy(() -> find(ROOT, "folder")).hasMessageContaining("not found in $PATH");
    assertThatThrownBy(() -> find(STRANGER, "private")).hasMessageContaining("not found in $PATH");
    assertThat(find(ROOT, "private")).isEqualTo("/bin/private");
  }

  @Test
  void pathThatCannotBeExecutedSaysWhy() {
    assertThatThrownBy(() -> find(ROOT, "/bin/text"))
        .hasMessage("exec: \"/bin/text\": permission denied");
    assertThatThrownBy(() -> find(ROOT, "/bin/folder"))
        .hasMessage("exec: \"/bin/folder\": is a directory");
    assertThatThrownBy(() -> find(ROOT, "/none"))
        .hasMessage("exec: \"/none\": stat /none: no such file or directory");
  }
}
