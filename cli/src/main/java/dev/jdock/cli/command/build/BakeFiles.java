package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.bake.BakeFile;
import dev.jdock.cli.bake.DefinitionReader;
import dev.jdock.cli.bake.Plan;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.Reason;
import dev.jdock.image.text.HumanSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The files that a bake is defined in. */
final class BakeFiles implements BakeSource {
  /** What buildx calls it. */
  private static final Vertex LOADING = new Vertex(1, "[internal] load local bake definitions");

  private final Invocation invocation;
  private final BuildProgress progress;

  /**
   * @param progress hears of the reading, as of one step
   */
  BakeFiles(Invocation invocation, BuildProgress progress) {
    this.invocation = invocation;
    this.progress = progress;
  }

  @Override
  public List<BakeFile> read(List<String> names) {
    progress.started(LOADING);
    try {
      return load(names);
    } finally {
      progress.finished(LOADING, null);
    }
  }

  private List<BakeFile> load(List<String> names) {
    List<String> wanted = names.isEmpty() ? ofEnvironment() : names;
    var files = new ArrayList<BakeFile>();
    for (String name : wanted.isEmpty() ? DefinitionReader.DEFAULT_FILES : wanted) {
      String path = OwnPath.of(name);
      Path file = path.equals("-") ? Path.of("-") : invocation.resolve(path);
      if (wanted.isEmpty() && !Files.exists(file)) {
        continue;
      }
      files.add(new BakeFile(path, load(path, file)));
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

  private String load(String name, Path file) {
    if (!name.equals("-") && !Files.exists(file)) {
      progress.part(LOADING, "reading " + name);
    }
    byte[] bytes = bytes(name, file);
    String size = HumanSize.fixed(bytes.length);
    progress.part(
        LOADING,
        name.equals("-")
            ? "reading from stdin " + size
            : "reading " + name + " " + size + " / " + size);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private String text(String name, Path file) {
    return new String(bytes(name, file), StandardCharsets.UTF_8);
  }

  private byte[] bytes(String name, Path file) {
    try {
      return name.equals("-") ? SmallFile.read(invocation.in()) : SmallFile.read(file);
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
