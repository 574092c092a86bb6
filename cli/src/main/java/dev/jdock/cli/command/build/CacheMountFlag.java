package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.image.build.MountFolder;
import dev.jdock.image.error.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Values of {@code --cache-mount}: {@code id=NAME,src=FOLDER}. */
final class CacheMountFlag {
  private CacheMountFlag() {}

  static List<MountFolder> folders(List<String> texts, Invocation invocation) {
    List<MountFolder> result = new ArrayList<>();
    for (String text : texts) {
      result.add(folder(text, invocation));
    }
    return result;
  }

  private static MountFolder folder(String text, Invocation invocation) {
    String id = "";
    String source = "";
    for (String field : OutputEntry.fields(text)) {
      int equals = field.indexOf('=');
      String key = equals < 0 ? field : field.substring(0, equals).toLowerCase(Locale.ROOT);
      String value = equals < 0 ? "" : field.substring(equals + 1);
      switch (key) {
        case "id" -> id = value;
        case "src", "source" -> source = value;
        default -> throw OutputOptions.failure("invalid field '" + field + "' in cache mount");
      }
    }
    if (id.isEmpty() || source.isEmpty()) {
      throw OutputOptions.failure("cache mount requires id and src: " + text);
    }
    return new MountFolder(id, folder(id, source, invocation), source);
  }

  /** The engine mounts it, which it can by a path of its own only. */
  private static Path folder(String id, String source, Invocation invocation) {
    Path named = invocation.absolute(source);
    if (!invocation.files().sharesWithEngine(named)) {
      throw OutputOptions.failure(
          "cache mount %s: %s: the engine, which has another root or other mounts than you, does not see the same folder there"
              .formatted(id, source));
    }
    try {
      Path path = Files.exists(named) ? named.toRealPath() : named;
      if (Files.exists(path) && !Files.isDirectory(path)) {
        throw OutputOptions.failure("cache mount " + id + ": " + source + " is not a directory");
      }
      return path;
    } catch (IOException e) {
      throw OutputOptions.failure(
          "cache mount " + id + ": " + source + ": " + Reason.withoutFile(e));
    }
  }
}
