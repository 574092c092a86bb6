package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.AttestationOptions;
import dev.jdock.image.build.BuildOutput;
import dev.jdock.image.build.BuildOutputs;
import dev.jdock.image.build.CachePlace;
import dev.jdock.image.build.MountFolder;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** What becomes of a build's result, and which caches it uses and leaves. */
final class OutputOptions {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "stringArray",
      description = "Output destination (format: \"type=local,dest=path\")")
  private List<String> outputs = new ArrayList<>();

  @Option(names = "--load", description = "Shorthand for \"--output=type=docker\"")
  private boolean load;

  @Option(names = "--push", description = "Shorthand for \"--output=type=registry\"")
  private boolean push;

  @Option(
      names = "--metadata-file",
      paramLabel = "string",
      description = "Write build result metadata to a file")
  private String metadataFile = "";

  @Option(
      names = "--annotation",
      paramLabel = "stringArray",
      description = "Add annotation to the image")
  private List<String> annotations = new ArrayList<>();

  @Option(
      names = "--attest",
      paramLabel = "stringArray",
      description = "Attestation parameters (format: \"type=sbom,generator=image\")")
  private List<String> attestations = new ArrayList<>();

  @Option(
      names = "--provenance",
      paramLabel = "string",
      description = "Shorthand for \"--attest=type=provenance\"")
  private String provenance = "";

  @Option(
      names = "--sbom",
      paramLabel = "string",
      description = "Shorthand for \"--attest=type=sbom\"")
  private String sbom = "";

  @Option(
      names = "--cache-from",
      paramLabel = "stringArray",
      description =
          "External cache sources (e.g., \"user/app:cache\", \"type=local,src=path/to/dir\")")
  private List<String> cacheFrom = new ArrayList<>();

  @Option(
      names = "--cache-to",
      paramLabel = "stringArray",
      description =
          "Cache export destinations (e.g., \"user/app:cache\", \"type=local,dest=path/to/dir\")")
  private List<String> cacheTo = new ArrayList<>();

  @Option(names = "--squash", description = "Squash newly built layers into a single new layer")
  private boolean squash;

  @Option(
      names = "--cache-mount",
      paramLabel = "stringArray",
      description = "Keep a cache mount in a folder (format: \"id=name,src=path\")")
  private List<String> cacheMounts = new ArrayList<>();

  private boolean rewriteTimes;

  /** Whether files of the image are to be no younger than SOURCE_DATE_EPOCH, if there is one. */
  boolean rewriteTimes() {
    return rewriteTimes;
  }

  /** Takes out what the classic builder has for caches: images of the store. */
  List<String> takeCacheImages() {
    List<String> images = List.copyOf(cacheFrom);
    cacheFrom = List.of();
    return images;
  }

  /** Removes what an earlier build has left in the file. */
  void prepare(Invocation invocation) {
    MetadataFile.of(invocation, metadataFile).remove();
  }

  /**
   * Checks the flags.
   *
   * @param tags the image's names
   * @param buildArgs BUILDKIT_INLINE_CACHE is one
   * @param idFile whether the image's id goes to a file
   */
  BuildOutputs outputs(
      Invocation invocation, List<String> tags, Map<String, String> buildArgs, boolean idFile) {
    AttestationOptions said = Attestations.read(attestations, provenance, sbom);
    Annotations notes = Annotations.parse(annotations);
    List<OutputEntry> entries = entries(idFile);
    OutputTargets targets = new OutputTargets(invocation);
    List<BuildOutput> made = new ArrayList<>();
    for (OutputEntry entry : entries) {
      made.addAll(targets.output(entry, notes, tags));
    }
    rewriteTimes = targets.rewriteTimes();
    List<CachePlace> to = CacheFlags.targets(cacheTo, invocation);
    if (GoBool.isTrue(buildArgs.getOrDefault("BUILDKIT_INLINE_CACHE", ""))) {
      to.add(new CachePlace.Inline());
    }
    List<CachePlace> from = CacheFlags.sources(cacheFrom, invocation);
    List<MountFolder> mounts = CacheMountFlag.folders(cacheMounts, invocation);
    BuildOutputs.Receipt receipt =
        metadataFile.isEmpty()
            ? BuildOutputs.Receipt.NONE
            : MetadataFile.of(invocation, metadataFile);
    try {
      return new BuildOutputs(made, from, to, squash, mounts, said.with(buildArgs), receipt);
    } catch (JdockException e) {
      throw failure(String.valueOf(e.getMessage()));
    }
  }

  private List<OutputEntry> entries(boolean idFile) {
    List<OutputEntry> entries = new ArrayList<>();
    for (String text : outputs) {
      if (!text.isEmpty()) {
        entries.add(OutputEntry.parse(text));
      }
    }
    if (idFile
        && entries.stream()
            .anyMatch(each -> each.type().equals("local") || each.type().equals("tar"))) {
      throw failure("local and tar exporters are incompatible with image ID file");
    }
    if (push) {
      boolean used = false;
      for (OutputEntry entry : entries) {
        if (entry.isImage()) {
          entry.attributes().put("push", "true");
          used = true;
        }
      }
      if (!used) {
        entries.add(OutputEntry.parse("type=registry"));
      }
    }
    boolean loaded =
        entries.stream().anyMatch(each -> each.type().equals("docker") && each.dest().isEmpty());
    if (entries.isEmpty() || (load && !loaded)) {
      entries.add(OutputEntry.parse("type=docker"));
    }
    return entries;
  }

  static CommandFailure failure(String text) {
    return CommandFailure.of("ERROR: failed to build: " + text);
  }
}
