package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.bake.BakeFile;
import dev.jdock.cli.bake.DefinitionReader;
import dev.jdock.cli.bake.Plan;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The files that a bake is defined in. */
final class BakeFiles implements BakeSource {
  private final Invocation invocation;

  BakeFiles(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public List<BakeFile> read(List<String> names) {
    List<String> wanted = names.isEmpty() ? ofEnvironment() : names;
    var files = new ArrayList<BakeFile>();
    for (String name : wanted.isEmpty() ? DefinitionReader.DEFAULT_FILES : wanted) {
      String path = OwnPath.of(name);
      Path file = path.equals("-") ? Path.of("-") : invocation.resolve(path);
      if (wanted.isEmpty() && !Files.exists(file)) {
        continue;
      }
      files.add(new BakeFile(path, text(path, file)));
    }
    if (files.isEmpty()) {
      throw CommandFailure.of("ERROR: couldn't find a bake definition");
    }
    return files;
  }

  /** Names of files; none where it says nothing. */
  List<String> ofEnvironment() {
    String files = invocation.environment().getOrDefault("BUILDX_BAKE_FILE", "");
    String separator = invocation.environment().getOrDefault("BUILDX_BAKE_PATH_SEPARATOR", "");
    if (files.isEmpty()) {
      return List.of();
    }
    return List.of(files.split(Pattern.quote(separator.isEmpty() ? ":" : separator), -1)).stream()
        .map(String::strip)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  private String text(String name, Path file) {
    try {
      byte[] bytes = name.equals("-") ? SmallFile.read(invocation.in()) : SmallFile.read(file);
      return new String(bytes, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw CommandFailure.of("ERROR: open " + name + ": " + Reason.withoutFile(e));
    }
  }

  @Override
  public boolean exists(String path) {
    return Files.isRegularFile(invocation.resolve(path));
  }

  @Override
  public String text(String path) {
    return text(path, invocation.resolve(path));
  }

  @Override
  public String dotenv() {
    Path file = invocation.resolve(".env");
    return Files.isRegularFile(file) ? text(".env", file) : "";
  }

  /** Paths are relative to where the user is. */
  @Override
  public Plan placed(Plan plan, List<String> allowed) {
    return plan;
  }

  @Override
  public void close() {}
}
