package dev.jdock.image.layer;

import dev.jdock.linux.file.FileType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Writes archives for tests, malicious ones too. */
public final class Archive {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final Path recipe;
  private final TarWriter tar;

  public Archive() {
    try {
      recipe = Files.createTempFile("jdock-test", "");
      tar = new TarWriter(bytes, new TarRecipe.Writer(recipe));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Archive directory(String path) {
    return add(path, FileType.DIRECTORY, false, 0755, "", "", Map.of());
  }

  public Archive file(String path, String content) {
    return add(path, FileType.REGULAR, false, 0644, "", content, Map.of());
  }

  public Archive file(String path, int mode, Map<String, byte[]> attributes) {
    return add(path, FileType.REGULAR, false, mode, "", "x", attributes);
  }

  public Archive symlink(String path, String target) {
    return add(path, FileType.SYMLINK, false, 0777, target, "", Map.of());
  }

  public Archive link(String path, String target) {
    return add(path, FileType.REGULAR, true, 0644, target, "", Map.of());
  }

  private Archive add(
      String path,
      FileType type,
      boolean link,
      int mode,
      String target,
      String content,
      Map<String, byte[]> attributes) {
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    SortedMap<String, byte[]> sorted = new TreeMap<>(attributes);
    try {
      tar.header(
          new TarEntry(
              path,
              type,
              link,
              mode,
              7,
              8,
              data.length,
              1_000_000_000,
              120_000_000,
              target,
              0,
              0,
              sorted));
      bytes.write(data);
      tar.pad(data.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  public InputStream stream() {
    return new ByteArrayInputStream(bytes());
  }

  public byte[] bytes() {
    try {
      tar.finish();
      Files.deleteIfExists(recipe);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
