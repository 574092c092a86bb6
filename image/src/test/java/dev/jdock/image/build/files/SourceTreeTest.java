package dev.jdock.image.build.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTreeTest {
  @TempDir Path top;

  @BeforeEach
  void fill() throws IOException {
    for (String file : List.of("a/1.txt", "a/b/2.txt", "a/b/c/3.txt", "a/d/4.md", "x.txt")) {
      Path path = top.resolve(file);
      Files.createDirectories(path.getParent());
      Files.writeString(path, file);
    }
    Files.createDirectory(top.resolve("empty"));
  }

  /** Shown entries by their paths, folders with a slash; what is left behind is marked. */
  private static final class Paths implements SourceTree.Visitor {
    final List<String> shown = new ArrayList<>();

    @Override
    public void enter(String path, Directory parent, String name, FileStat stat) {
      shown.add(path + "/");
    }

    @Override
    public void leave(String path, Directory parent, String name, FileStat stat) {
      shown.add("^" + path);
    }

    @Override
    public void file(String path, Directory parent, String name, FileStat stat) {
      shown.add(path);
    }
  }

  private List<String> shown(String source, boolean parents, String... excludes)
      throws IOException {
    return shown(IgnorePatterns.none(), source, parents, excludes);
  }

  private List<String> shown(
      IgnorePatterns ignored, String source, boolean parents, String... excludes)
      throws IOException {
    var paths = new Paths();
    try (SourceTree tree = SourceTree.context(top, ignored)) {
      for (SourceTree.Match match : tree.find(source, parents, List.of(excludes))) {
        tree.walk(match, paths);
      }
    }
    return paths.shown;
  }

  @Test
  void parentsKeepsFoldersOnTheWay() throws IOException {
    assertThat(shown("a/b/2.txt", true)).containsExactly("a/", "a/b/", "a/b/2.txt", "^a/b", "^a");
    assertThat(shown("a/b", true))
        .containsExactly(
            "a/", "a/b/", "a/b/2.txt", "a/b/c/", "a/b/c/3.txt", "^a/b/c", "^a/b", "^a");
  }

  @Test
  void parentsBeginsBehindPivot() throws IOException {
    assertThat(shown("./a/./b/2.txt", true)).containsExactly("b/", "b/2.txt", "^b");
    assertThat(shown("a/./*.txt", true)).containsExactly("1.txt");
  }

  @Test
  void parentsTakesWildcardsAcrossFolders() throws IOException {
    assertThat(shown("a/**/*.txt", true))
        .containsExactly(
            "a/", "a/1.txt", "a/b/", "a/b/2.txt", "a/b/c/", "a/b/c/3.txt", "^a/b/c", "^a/b", "^a");
    assertThat(shown("a/*/4.md", true)).containsExactly("a/", "a/d/", "a/d/4.md", "^a/d", "^a");
    assertThat(shown("a/*/nothing", true)).isEmpty();
  }

  @Test
  void parentsWithoutWildcardsHasToBeThere() {
    assertThatThrownBy(() -> shown("a/missing", true)).hasMessage("\"/a/missing\": not found");
    assertThatThrownBy(() -> shown("a/./missing", true)).hasMessage("\"/a/missing\": not found");
  }

  @Test
  void excludesGoByPathsBelowTheSource() throws IOException {
    assertThat(shown("a", false, "*.txt"))
        .containsExactly("b/", "b/2.txt", "b/c/", "b/c/3.txt", "^b/c", "^b", "d/", "d/4.md", "^d");
    assertThat(shown("a", false, "b", "d")).containsExactly("1.txt");
    assertThat(shown("a", true, "**/*.txt", "a/b"))
        .containsExactly("a/", "a/d/", "a/d/4.md", "^a/d", "^a");
    assertThat(shown("x.txt", false, "x.txt")).containsExactly("");
  }

  @Test
  void exceptionsOfExcludesComeBackWithTheirFolders() throws IOException {
    assertThat(shown("a", false, "b", "!b/c/3.txt", "d", "1.txt"))
        .containsExactly("b/", "b/c/", "b/c/3.txt", "^b/c", "^b");
  }

  @Test
  void ignoredFoldersAreThereForTheSakeOfWhatIsNot() throws IOException {
    IgnorePatterns ignored =
        IgnorePatterns.parse("a\nempty\n!a/b/c/3.txt\n".getBytes(StandardCharsets.UTF_8));
    assertThat(shown(ignored, ".", false))
        .containsExactly("a/", "a/b/", "a/b/c/", "a/b/c/3.txt", "^a/b/c", "^a/b", "^a", "x.txt");
  }

  @Test
  void wildcardsMatchingNothingGiveNothing() throws IOException {
    assertThat(shown("*.zip", false)).isEmpty();
    assertThat(shown("a/*/*.zip", false)).isEmpty();
    assertThatThrownBy(() -> shown("nowhere/*.zip", false))
        .hasMessage("lstat /nowhere: no such file or directory");
  }

  @Test
  void backslashIsOneWhereNothingIsWild() throws IOException {
    Files.writeString(top.resolve("n?pe"), "q");
    assertThatThrownBy(() -> shown("n\\?pe", false)).hasMessage("\"/n\\\\?pe\": not found");
    Files.createDirectory(top.resolve("wild"));
    Files.writeString(top.resolve("wild/n?pe"), "q");
    assertThat(shown("w*/n\\?pe", false)).containsExactly("");
  }

  @Test
  void socketsOfContextsAreFilesAndLoopsOfLinksAreLinks() throws IOException {
    Path folder = Files.createDirectory(top.resolve("s"));
    Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
    Files.createSymbolicLink(folder.resolve("up"), Path.of(".."));
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(folder.resolve("sock")));
      assertThat(shown("s", false)).containsExactly("loop", "sock", "up");
    }
    assertThatThrownBy(() -> shown("s/loop", false)).hasMessage("\"/s/loop\": not found");
  }
}
