package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.BuildOutput;
import dev.jdock.image.build.ImageForm;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.LayerForm;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.text.GoInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes outputs of what was asked for. Attributes are taken out one by one; one that is left over
 * is refused by its name.
 */
final class OutputTargets {
  private final Invocation invocation;
  private boolean stdoutUsed;
  private boolean rewriteTimes;

  OutputTargets(Invocation invocation) {
    this.invocation = invocation;
  }

  /**
   * @param tags the image's, which come before an output's names
   * @return none for an output that is none
   */
  List<BuildOutput> output(OutputEntry entry, Annotations flags, List<String> tags) {
    Map<String, String> left = new LinkedHashMap<>(entry.attributes());
    OutputEntry rest = new OutputEntry(entry.type(), entry.dest(), left);
    List<BuildOutput> result =
        switch (entry.type()) {
          case "local" -> List.of(files(rest));
          case "tar" -> List.of(new BuildOutput.Tar(archive(rest)));
          case "oci" -> List.of(archived(rest, false, flags));
          case "docker" ->
              List.of(
                  entry.dest().isEmpty() && rest.truth("tar", true)
                      ? stored(rest, flags, tags)
                      : archived(rest, true, flags));
          case "image", "registry" -> List.of(stored(rest, flags, tags));
          case "cacheonly" -> List.of();
          default ->
              throw OutputOptions.failure(
                  "failed to solve: exporter \"" + entry.type() + "\" could not be found");
        };
    left.forEach((name, value) -> {
      throw unsupported(name, value);
    });
    return result;
  }

  /** Whether any of them has {@code rewrite-timestamp=true}. */
  boolean rewriteTimes() {
    return rewriteTimes;
  }

  private static CommandFailure unsupported(String name, String value) {
    return CommandFailure.notSupported("--output " + name + "=" + value);
  }

  /** A switch that has to be off, as what it asks for is not done. */
  private static void requireOff(OutputEntry entry, String name) {
    if (entry.truth(name, false)) {
      throw unsupported(name, "true");
    }
    entry.attributes().remove(name);
  }

  private BuildOutput files(OutputEntry entry) {
    requireOff(entry, "platform-split");
    entry.attributes().remove("mode", "copy");
    return new BuildOutput.Files(folder(entry));
  }

  private BuildOutput.Folder folder(OutputEntry entry) {
    if (entry.dest().isEmpty()) {
      throw OutputOptions.failure("dest is required for " + entry.type() + " exporter");
    }
    if (entry.dest().equals("-")) {
      throw OutputOptions.failure("dest cannot be stdout for " + entry.type() + " exporter");
    }
    Path path = invocation.resolve(entry.dest());
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw OutputOptions.failure("destination directory " + entry.dest() + " is a file");
    }
    return new UserFolder(invocation, entry.dest());
  }

  private BuildOutput.Archive archive(OutputEntry entry) {
    if (!entry.dest().isEmpty() && !entry.dest().equals("-")) {
      if (Files.isDirectory(invocation.resolve(entry.dest()))) {
        throw OutputOptions.failure("destination file " + entry.dest() + " is a directory");
      }
      return new UserArchive(invocation, entry.dest());
    }
    if (stdoutUsed) {
      throw OutputOptions.failure("multiple outputs configured to write to stdout");
    }
    if (invocation.terminal().outputIsTerminal()) {
      throw OutputOptions.failure(
          "dest file is required for " + entry.type() + " exporter. refusing to write to console");
    }
    stdoutUsed = true;
    return new UserArchive(invocation, "-");
  }

  private BuildOutput archived(OutputEntry entry, boolean docker, Annotations flags) {
    boolean tar = entry.truth("tar", true);
    entry.attributes().remove("tar");
    ImageForm form = form(entry, flags);
    List<String> names = names(entry);
    return tar
        ? new BuildOutput.Archived(archive(entry), docker, names, form)
        : new BuildOutput.Layout(folder(entry), names, form);
  }

  private BuildOutput stored(OutputEntry entry, Annotations flags, List<String> tags) {
    Map<String, String> attributes = entry.attributes();
    boolean push = entry.truth("push", false);
    boolean byDigest = entry.truth("push-by-digest", false);
    boolean insecure = entry.truth("registry.insecure", false);
    List.of("push", "push-by-digest", "registry.insecure").forEach(attributes::remove);
    // An image of the store is unpacked in any case, and is always found by its digest.
    boolean _ = entry.truth("unpack", true) && entry.truth("name-canonical", true);
    List.of("unpack", "name-canonical").forEach(attributes::remove);
    boolean kept = entry.truth("store", true);
    attributes.remove("store");
    if (!push && attributes.keySet().stream().anyMatch(name -> name.contains("compression"))) {
      throw CommandFailure.notSupported(
          "--output compression of an image that is not pushed, as the store keeps files,");
    }
    ImageForm form = form(entry, flags);
    List<String> names = names(entry);
    if (push && tags.isEmpty() && names.isEmpty()) {
      throw OutputOptions.failure("tag is needed when pushing to registry");
    }
    return new BuildOutput.Stored(
        names, form, push ? new BuildOutput.Push(byDigest, insecure) : null, kept);
  }

  private static List<String> names(OutputEntry entry) {
    String names = entry.attributes().remove("name");
    if (names == null || names.isEmpty()) {
      return List.of();
    }
    List<String> result = List.of(names.split(",", -1));
    for (String name : result) {
      try {
        Reference _ = Reference.parse(name);
      } catch (JdockException e) {
        throw OutputOptions.failure("failed to parse " + name + ": " + e.getMessage());
      }
    }
    return result;
  }

  private ImageForm form(OutputEntry entry, Annotations flags) {
    rewriteTimes |= entry.truth("rewrite-timestamp", false);
    entry.attributes().remove("rewrite-timestamp");
    requireOff(entry, "oci-artifact");
    requireOff(entry, "prefer-nondist-layers");
    Annotations annotations = flags.with(entry.attributes());
    Boolean ociTypes =
        entry.attributes().containsKey("oci-mediatypes")
            ? (Boolean) entry.truth("oci-mediatypes", true)
            : null;
    entry.attributes().remove("oci-mediatypes");
    LayerForm layers = layerForm(entry);
    if (layers.kind() == LayerForm.Kind.ZSTD && Boolean.FALSE.equals(ociTypes)) {
      throw OutputOptions.failure(
          "exporter option \"compression=zstd\" conflicts with \"oci-mediatypes=false\"");
    }
    return new ImageForm(layers, ociTypes, annotations.manifest(), annotations.descriptor());
  }

  /** The compression, for caches too; its attributes are taken out. */
  static LayerForm layerForm(OutputEntry entry) {
    boolean forced = entry.truth("force-compression", false);
    entry.attributes().remove("force-compression");
    String type = entry.attributes().remove("compression");
    LayerForm.Kind kind =
        switch (type == null ? "gzip" : type) {
          case "gzip" -> LayerForm.Kind.GZIP;
          case "zstd" -> LayerForm.Kind.ZSTD;
          case "uncompressed" -> LayerForm.Kind.UNCOMPRESSED;
          case "estargz" -> throw unsupported("compression", "estargz");
          default -> throw OutputOptions.failure("unsupported compression type " + type);
        };
    return new LayerForm(kind, level(entry.attributes().remove("compression-level"), kind), forced);
  }

  private static @Nullable Integer level(@Nullable String text, LayerForm.Kind kind) {
    if (text == null) {
      return null;
    }
    try {
      int level = (int) GoInteger.parse(text, 32);
      int most = kind == LayerForm.Kind.ZSTD ? 22 : 9;
      if (level >= 0 && level <= most) {
        return level;
      }
      throw OutputOptions.failure("compression-level " + level + " is not within 0 and " + most);
    } catch (JdockException e) {
      throw OutputOptions.failure("non-int value " + text + " specified for compression-level");
    }
  }
}
