package dev.jdock.image.build.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.layer.TarEntry;
import dev.jdock.image.layer.TarWriter;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Contexts that are kept, sent by a client that is pretended. */
@Timeout(120)
public class KeptContextIT {
  private static final long MOST = 1000;

  @TempDir Path builds;
  private KeptContexts contexts;

  @BeforeEach
  void make() {
    contexts = new KeptContexts(builds, MOST);
  }

  private static TarEntry file(String path, String content, long time) {
    return entry(path, FileType.REGULAR, content.length(), time, "", new TreeMap<>());
  }

  private static TarEntry folder(String path, long time) {
    return entry(path, FileType.DIRECTORY, 0, time, "", new TreeMap<>());
  }

  private static TarEntry entry(
      String path,
      FileType type,
      long size,
      long time,
      String link,
      SortedMap<String, byte[]> attributes) {
    int mode = type == FileType.DIRECTORY ? 0755 : 0644;
    return new TarEntry(path, type, false, mode, 0, 0, size, time, 5, link, 0, 0, attributes);
  }

  /** What was sent of them. */
  private static List<String> send(
      KeptContext context, List<TarEntry> files, Map<String, String> contents) throws IOException {
    var missing = context.missing(files);
    List<String> sent = missing.stream().mapToObj(number -> files.get(number).path()).toList();
    var bytes = new ByteArrayOutputStream();
    TarWriter tar = new TarWriter(bytes);
    for (int number : missing.stream().toArray()) {
      TarEntry file = files.get(number);
      tar.header(file);
      if (file.size() > 0) {
        byte[] content = contents.get(file.path()).getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(content);
        tar.pad(file.size());
      }
    }
    tar.finish();
    context.unpack(new ByteArrayInputStream(bytes.toByteArray()));
    return sent;
  }

  private List<String> build(List<TarEntry> files, Map<String, String> contents)
      throws IOException {
    try (KeptContext context = contexts.take("client", "context")) {
      List<String> sent = send(context, files, contents);
      context.complete();
      return sent;
    }
  }

  /** The only kept folder. */
  private Path kept() throws IOException {
    try (Stream<Path> all = Files.list(builds.resolve("contexts"))) {
      return all.toList().getFirst().resolve("files");
    }
  }

  @Test
  void onlyWhatIsNotTheSameIsSentAgain() throws IOException {
    Map<String, String> contents = Map.of("a/f", "one", "a/g", "two", "b", "three");
    List<TarEntry> files =
        List.of(
            folder("a", 1), file("a/f", "one", 1), file("a/g", "two", 1), file("b", "three", 1));
    assertThat(build(files, contents)).containsExactly("a", "a/f", "a/g", "b");
    assertThat(build(files, contents)).isEmpty();

    List<TarEntry> changed = new ArrayList<>(files);
    changed.set(1, file("a/f", "one", 2));
    // Its folder gets the time back that it loses.
    assertThat(build(changed, contents)).containsExactly("a", "a/f");
    assertThat(kept().resolve("a/f")).hasContent("one");
    assertThat(Files.getLastModifiedTime(kept().resolve("a")).toInstant().getEpochSecond())
        .isEqualTo(1);
    assertThat(contexts.records())
        .singleElement()
        .satisfies(record -> assertThat(record.size()).isEqualTo(11))
        .satisfies(record -> assertThat(record.uses()).isEqualTo(3))
        .satisfies(record -> assertThat(record.type()).hasToString("source.local"))
        .matches(record -> !record.inUse());
  }

  @Test
  void whatIsGoneOrOfAnotherKindGoes() throws IOException {
    build(
        List.of(folder("a", 1), file("a/f", "one", 1), file("a-b", "two", 1), file("c", "xx", 1)),
        Map.of("a/f", "one", "a-b", "two", "c", "xx"));
    TarEntry link = entry("a", FileType.SYMLINK, 0, 1, "/etc", new TreeMap<>());
    assertThat(build(List.of(link, folder("c", 1)), Map.of())).containsExactly("a", "c");
    try (Stream<Path> files = Files.list(kept())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("a", "c");
    }
    assertThat(Files.readSymbolicLink(kept().resolve("a"))).hasToString("/etc");
    // Nothing behind the link is touched when it becomes a folder with files again.
    build(List.of(folder("a", 1), file("a/passwd", "none", 1)), Map.of("a/passwd", "none"));
    assertThat(Files.isDirectory(kept().resolve("a"), LinkOption.NOFOLLOW_LINKS)).isTrue();
    assertThat(kept().resolve("a/passwd")).hasContent("none");
    assertThat(Path.of("/etc/passwd")).content().contains("root");
  }

  @Test
  void namesOfOneFileStayNamesOfOneFile() throws IOException {
    TarEntry name =
        new TarEntry("b", FileType.REGULAR, true, 0644, 0, 0, 0, 1, 5, "a", 0, 0, new TreeMap<>());
    build(List.of(file("a", "one", 1), name), Map.of("a", "one"));
    assertThat(build(List.of(file("a", "two", 2), name), Map.of("a", "two")))
        .containsExactly("a", "b");
    assertThat(kept().resolve("b")).hasContent("two");
    assertThat(Files.getAttribute(kept().resolve("a"), "unix:nlink")).isEqualTo(2);
  }

  @Test
  void aFolderLosesItsAttributes() throws IOException {
    var attributes = new TreeMap<>(Map.of("user.mark", new byte[] {1}));
    TarEntry marked = entry("a", FileType.DIRECTORY, 0, 1, "", attributes);
    build(List.of(marked, file("a/f", "one", 1)), Map.of("a/f", "one"));
    assertThat(build(List.of(folder("a", 1), file("a/f", "one", 1)), Map.of("a/f", "one")))
        .containsExactly("a", "a/f");
    try (Directory root = Directory.open(kept())) {
      assertThat(root.attributes("a")).isEmpty();
    }
    assertThat(kept().resolve("a/f")).hasContent("one");
  }

  @Test
  void whatWasNotFinishedIsSentAnew() throws IOException {
    List<TarEntry> files = List.of(file("a", "one", 1), file("b", "two", 1));
    Map<String, String> contents = Map.of("a", "one", "b", "two", "stale", "old");
    build(List.of(file("stale", "old", 1)), contents);
    try (KeptContext context = contexts.take("client", "context")) {
      assertThat(send(context, files, contents)).containsExactly("a", "b");
    }
    assertThat(build(files, contents)).containsExactly("a", "b");
    assertThat(kept().resolve("stale")).doesNotExist();
  }

  @Test
  void aBuildAtTheSameTimeHasAFolderOfItsOwn() throws IOException {
    List<TarEntry> files = List.of(file("a", "one", 1));
    try (KeptContext first = contexts.take("client", "context");
        KeptContext second = contexts.take("client", "context");
        KeptContext other = contexts.take("client", "dockerfile")) {
      assertThat(first.directory()).isNotEqualTo(second.directory());
      assertThat(send(first, files, Map.of("a", "one"))).hasSize(1);
      assertThat(send(second, files, Map.of("a", "one"))).hasSize(1);
      first.complete();
      assertThat(other.directory()).isEmptyDirectory();
      assertThat(contexts.records()).hasSize(3).allMatch(CacheRecord::inUse);
      assertThat(contexts.remove(contexts.records().getFirst())).isFalse();
    }
    assertThat(contexts.records()).allMatch(contexts::remove);
    assertThat(builds.resolve("contexts")).isEmptyDirectory();
  }

  @Test
  void thoseThatWereUsedLongestAgoMakeRoom() throws IOException {
    String large = "x".repeat(600);
    for (String key : List.of("a", "b", "c")) {
      try (KeptContext context = contexts.take(key, "context")) {
        send(context, List.of(file(key, large, 1)), Map.of(key, large));
        context.complete();
      }
    }
    assertThat(kept().resolve("c")).exists();
    assertThat(contexts.records()).hasSize(1);
  }

  @Test
  void aFolderWithoutAKeyIsNotKept() {
    try (KeptContext context = contexts.take("", "context")) {
      assertThat(context.directory()).isEmptyDirectory();
    }
    assertThat(builds.resolve("contexts")).isEmptyDirectory();
  }
}
