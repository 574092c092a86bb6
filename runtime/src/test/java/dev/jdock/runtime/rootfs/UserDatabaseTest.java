package dev.jdock.runtime.rootfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.mount.RootDirectory;
import dev.jdock.runtime.rootfs.UserDatabase.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserDatabaseTest {
  @TempDir Path tree;

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createDirectory(tree.resolve("etc"));
    Files.writeString(
        tree.resolve("etc/passwd"),
        "root:x:0:0:root:/root:/bin/sh\n"
            + "web:x:33:34::/srv:/bin/sh\n"
            + "5:x:1005:1005::/five:\n"
            + "broken\n");
    Files.writeString(
        tree.resolve("etc/group"), "root:x:0:\nwww:x:34:\nlogs:x:40:web,root\ntapes:x:41:web\n");
  }

  private User resolve(String specification) {
    try (RootDirectory root = RootDirectory.open(tree)) {
      return UserDatabase.of(root).resolve(specification);
    }
  }

  @Test
  void nothingMeansRoot() {
    assertThat(resolve("")).isEqualTo(new User(0, 0, Set.of(0, 40), "/root"));
  }

  @Test
  void nameAndNumberBringGroupsAndHome() {
    User web = new User(33, 34, Set.of(34, 40, 41), "/srv");
    assertThat(resolve("web")).isEqualTo(web);
    assertThat(resolve("33")).isEqualTo(web);
  }

  @Test
  void givenGroupReplacesAllOfTheUsers() {
    assertThat(resolve("web:logs")).isEqualTo(new User(33, 40, Set.of(40), "/srv"));
    assertThat(resolve("web:77")).isEqualTo(new User(33, 77, Set.of(77), "/srv"));
    assertThat(resolve(":tapes")).isEqualTo(new User(0, 41, Set.of(41), "/root"));
  }

  @Test
  void unknownNumberStandsForItself() {
    assertThat(resolve("4321")).isEqualTo(new User(4321, 0, Set.of(0), "/"));
  }

  @Test
  void nameOfDigitsWinsOverTheNumber() {
    assertThat(resolve("5").uid()).isEqualTo(1005);
  }

  @Test
  void unknownNamesAreRefusedInDockersWords() {
    assertThatThrownBy(() -> resolve("nobody"))
        .hasMessage("unable to find user nobody: no matching entries in passwd file");
    assertThatThrownBy(() -> resolve("web:none"))
        .hasMessage("unable to find group none: no matching entries in group file");
    assertThatThrownBy(() -> resolve("-1")).hasMessageContaining("unable to find user -1");
  }

  @Test
  void rootFileSystemWithoutFilesKnowsNumbersOnly() throws IOException {
    Files.delete(tree.resolve("etc/passwd"));
    Files.delete(tree.resolve("etc/group"));
    assertThat(resolve("1:2")).isEqualTo(new User(1, 2, Set.of(2), "/"));
  }

  @Test
  void aLargeDatabaseIsReadToItsEndOrNotAtAll() throws IOException {
    String line = "x".repeat(1000) + ":x:1:1::/:/bin/sh\n";
    String users = line.repeat(5 * 1024) + "last:x:77:78::/last:/bin/sh\n";
    Files.writeString(tree.resolve("etc/passwd"), users);
    assertThat(resolve("last")).isEqualTo(new User(77, 78, Set.of(78), "/last"));
    Files.writeString(tree.resolve("etc/passwd"), line.repeat(33 * 1024));
    assertThatThrownBy(() -> resolve("last")).hasMessage("/etc/passwd is larger than 32 MiB");
  }

  @Test
  void linkOutOfTheTreeIsNotFollowed() throws IOException {
    Files.delete(tree.resolve("etc/passwd"));
    Files.createSymbolicLink(tree.resolve("etc/passwd"), Path.of("/../../../../etc/passwd"));
    assertThatThrownBy(() -> resolve("root")).hasMessageContaining("unable to find user root");
  }
}
