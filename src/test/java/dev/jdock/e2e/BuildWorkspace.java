package dev.jdock.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a case's commands are typed: an empty folder, with {@code docker} and {@code build} on the
 * path. Nothing of another case is in the program's build cache.
 */
final class BuildWorkspace {
  /** When the files of a case were written. */
  static final Instant WRITTEN = Instant.parse("2020-01-01T00:00:00Z");

  /** What most cases start from: {@link #BARE} with all that a container's mounts need. */
  private static final String BASE = "busybox";

  /** A small image without /dev, /proc, /sys, /etc/hosts and /etc/resolv.conf. */
  private static final String BARE = "bare";

  private static final String PREFIX = "case-";

  private final Jdock program;
  private final Path folder;
  private final Path work;
  private final Set<String> bases;
  private final Instant started;

  private BuildWorkspace(
      Jdock program, Path folder, Path work, Set<String> bases, Instant started) {
    this.program = program;
    this.folder = folder;
    this.work = work;
    this.bases = bases;
    this.started = started;
  }

  /**
   * An empty one.
   *
   * @param program with the images of {@link #importBases}
   * @param folder a new folder
   * @param started times after this are said to be now: before the images were imported
   */
  static BuildWorkspace make(Jdock program, Path folder, Instant started) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    String line = String.join(" ", program.commandLine());
    script(bin.resolve("docker"), "exec " + line + " \"$@\"");
    script(bin.resolve("build"), "exec " + line + " build --progress plain -t \"$TAG\" \"$@\"");
    script(
        bin.resolve("attribute"),
        "exec python3 -c 'import os, sys; os.setxattr(sys.argv[3], sys.argv[1],"
            + " bytes.fromhex(sys.argv[2]), follow_symlinks=False)' \"$@\"");
    script(
        bin.resolve("sorted"),
        "exec python3 -c 'import json, sys; found = json.load(sys.stdin); found.pop(\"sources\", 0);"
            + " print(json.dumps(found, indent=1, sort_keys=True))'");
    program.run("builder", "prune", "-af").ok();
    Set<String> bases =
        Stream.of(BASE, BARE)
            .map(image -> program.format(image, "{{index .RootFS.Layers 0}}"))
            .collect(Collectors.toSet());
    return new BuildWorkspace(
        program, folder, Files.createDirectory(folder.resolve("work")), bases, started);
  }

  /** The images that cases start from. */
  static void importBases(Jdock program, Path folder) throws IOException {
    Path tar = folder.resolve("base.tar");
    Host.run(Suite.fixture("busybox-rootfs"), tar.toString()).ok();
    program.run("import", "-c", "CMD [\"sh\"]", tar.toString(), BARE).ok();
    Path more = Files.createDirectory(folder.resolve("base"));
    String add =
        "mkdir dev proc sys etc && : >etc/hosts && : >etc/resolv.conf && chmod 755 . * && chmod 644"
            + " etc/* && tar --owner=0 --group=0 --mtime=@0 -rf \"$0\" dev proc sys etc/hosts"
            + " etc/resolv.conf";
    Host.run(more, Map.of(), "sh", "-ec", add, tar.toString()).ok();
    program.run("import", "-c", "CMD [\"sh\"]", tar.toString(), BASE).ok();
  }

  private static void script(Path file, String command) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + command + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** Types all commands of a case, and forgets the images that came of it. */
  BuildRecord answers(BuildCase tried) throws IOException {
    Map<Integer, Result> results = new LinkedHashMap<>();
    int number = 0;
    try {
      for (BuildCase.Item item : tried.items()) {
        switch (item) {
          case BuildCase.Text(String path, String content) -> write(work.resolve(path), content);
          case BuildCase.Typed(String command) -> results.put(++number, type(number, command));
        }
      }
      return BuildRecord.of(answers(results, tried.commands()));
    } finally {
      List<String> images = images();
      if (!images.isEmpty()) {
        List<String> remove = new ArrayList<>(List.of("rmi", "-f"));
        remove.addAll(images);
        program.run(remove.toArray(String[]::new));
      }
    }
  }

  private static void write(Path file, String content) throws IOException {
    Host.write(file, content);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
  }

  private Result type(int number, String command) {
    Map<String, String> environment = new LinkedHashMap<>(program.environment());
    environment.put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
    environment.put("TAG", PREFIX + number);
    environment.put("NO_COLOR", "1");
    environment.put("BUILDX_GIT_INFO", "0");
    environment.put("DOCKER_CLI_HINTS", "false");
    return Host.run(work, environment, "sh", "-c", "umask 022; " + command);
  }

  private List<String> images() {
    return program.run("images", "--format", "{{.Repository}}:{{.Tag}}").lines().stream()
        .filter(image -> image.startsWith(PREFIX))
        .toList();
  }

  /** Docker cannot save an image without a layer. */
  private List<String> layered(List<String> images) {
    return images.stream()
        .filter(image -> image.matches(PREFIX + "\\d+:latest"))
        .filter(image -> !program.inspect(image).path("RootFS").path("Layers").isEmpty())
        .toList();
  }

  private List<BuildRecord.Answer> answers(Map<Integer, Result> results, List<String> commands)
      throws IOException {
    List<String> images = layered(images());
    if (images.isEmpty()) {
      return results.entrySet().stream()
          .map(each -> answer(each.getKey(), commands, each.getValue(), Map.of()))
          .toList();
    }
    Path archive = folder.resolve("saved.tar");
    List<String> save = new ArrayList<>(List.of("save", "-o", archive.toString()));
    save.addAll(images);
    program.run(save.toArray(String[]::new)).ok();
    List<BuildRecord.Answer> answers = new ArrayList<>();
    try (SavedImages saved = SavedImages.open(archive, bases, started)) {
      for (Map.Entry<Integer, Result> each : results.entrySet()) {
        answers.add(
            answer(
                each.getKey(), commands, each.getValue(), saved.sections(PREFIX + each.getKey())));
      }
    }
    return answers;
  }

  private BuildRecord.Answer answer(
      int number, List<String> commands, Result result, Map<String, List<String>> image) {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    BuildOutput output = BuildOutput.of(result, work.toString());
    if (result.exitCode() == 0) {
      sections.put("steps", output.steps());
    } else {
      // Which other steps had begun when one failed is a matter of luck.
      sections.put(BuildRecord.EXIT, List.of(Integer.toString(result.exitCode())));
    }
    sections.put("warnings", output.warnings());
    sections.put("messages", output.messages());
    sections.put(
        "output",
        result.out().replace(work.toString(), "WORK").lines().map(BuildOutput::constant).toList());
    sections.putAll(image);
    return new BuildRecord.Answer(number, commands.get(number - 1), sections);
  }
}
