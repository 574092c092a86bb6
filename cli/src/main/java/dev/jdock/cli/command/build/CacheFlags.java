package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.CachePlace;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.LayerForm;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Values of {@code --cache-from} and {@code --cache-to} as buildx reads them
 * (util/buildflags/cache.go).
 */
final class CacheFlags {
  private final String flag;
  private final Invocation invocation;

  private CacheFlags(String flag, Invocation invocation) {
    this.flag = flag;
    this.invocation = invocation;
  }

  static List<CachePlace> sources(List<String> texts, Invocation invocation) {
    CacheFlags flags = new CacheFlags("--cache-from", invocation);
    List<CachePlace> result = new ArrayList<>();
    for (OutputEntry entry : entries(texts)) {
      CachePlace place =
          switch (entry.type()) {
            case "registry" -> flags.registry(entry, "importer", CachePlace.Extent.LEAST);
            case "local" -> flags.folder(entry, "src", "importer", CachePlace.Extent.LEAST);
            case "inline" ->
                throw OutputOptions.failure(
                    "inline cache importer is not supported: name the image");
            default -> throw flags.unknown(entry, "importer");
          };
      flags.requireNothingLeft(entry);
      result.add(place);
    }
    return result;
  }

  static List<CachePlace> targets(List<String> texts, Invocation invocation) {
    CacheFlags flags = new CacheFlags("--cache-to", invocation);
    List<CachePlace> result = new ArrayList<>();
    for (OutputEntry entry : entries(texts)) {
      CachePlace place =
          switch (entry.type()) {
            case "registry" -> flags.registry(entry, "exporter", flags.extent(entry));
            case "local" -> flags.folder(entry, "dest", "exporter", flags.extent(entry));
            case "inline" -> flags.inline(entry);
            default -> throw flags.unknown(entry, "exporter");
          };
      flags.requireNothingLeft(entry);
      result.add(place);
    }
    return result;
  }

  /** A text without {@code =} is a list of names in registries. */
  private static List<OutputEntry> entries(List<String> texts) {
    List<OutputEntry> entries = new ArrayList<>();
    for (String text : texts) {
      if (text.isEmpty()) {
        continue;
      }
      if (!text.contains("=")) {
        for (String name : OutputEntry.fields(text)) {
          entries.add(entry("registry", Map.of("ref", name)));
        }
        continue;
      }
      Map<String, String> attributes = new LinkedHashMap<>();
      for (String field : OutputEntry.fields(text)) {
        int equals = field.indexOf('=');
        if (equals < 0) {
          throw OutputOptions.failure("invalid value " + field);
        }
        attributes.put(
            field.substring(0, equals).toLowerCase(Locale.ROOT), field.substring(equals + 1));
      }
      String type = attributes.remove("type");
      if (type == null || type.isEmpty()) {
        throw OutputOptions.failure("type required for \"" + text + "\"");
      }
      entries.add(entry(type, attributes));
    }
    return entries;
  }

  private static OutputEntry entry(String type, Map<String, String> attributes) {
    return new OutputEntry(type, "", new LinkedHashMap<>(attributes));
  }

  private CommandFailure unknown(OutputEntry entry, String role) {
    return switch (entry.type()) {
      case "gha", "s3", "azblob" -> CommandFailure.notSupported(flag + " type=" + entry.type());
      default ->
          OutputOptions.failure(
              "failed to solve: unknown cache " + role + ": \"" + entry.type() + "\"");
    };
  }

  private void requireNothingLeft(OutputEntry entry) {
    entry
        .attributes()
        .forEach((name, value) -> {
          throw CommandFailure.notSupported(flag + " " + name + "=" + value);
        });
  }

  private CachePlace inline(OutputEntry entry) {
    // Its layers are those of the image, so there is nothing else it could hold.
    if (!entry.attributes().getOrDefault("mode", "min").equals("min")) {
      throw CommandFailure.notSupported(flag + " type=inline,mode=max");
    }
    entry.attributes().remove("mode");
    return new CachePlace.Inline();
  }

  private CachePlace.Extent extent(OutputEntry entry) {
    Map<String, String> attributes = entry.attributes();
    String mode = attributes.getOrDefault("mode", "min");
    if (!mode.equals("min") && !mode.equals("max")) {
      throw OutputOptions.failure("unsupported cache mode \"" + mode + "\"");
    }
    boolean ignoreError = entry.truth("ignore-error", false);
    boolean ociTypes = entry.truth("oci-mediatypes", true);
    boolean image = entry.truth("image-manifest", ociTypes);
    if (!ociTypes) {
      throw CommandFailure.notSupported(flag + " oci-mediatypes=false");
    }
    List.of("mode", "ignore-error", "oci-mediatypes", "image-manifest").forEach(attributes::remove);
    LayerForm form = OutputTargets.layerForm(entry);
    return new CachePlace.Extent(mode.equals("max"), ignoreError, form, !image);
  }

  private CachePlace registry(OutputEntry entry, String role, CachePlace.Extent extent) {
    String reference = entry.attributes().remove("ref");
    if (reference == null || reference.isEmpty()) {
      throw OutputOptions.failure("registry cache " + role + " requires ref");
    }
    try {
      Reference _ = Reference.parse(reference);
    } catch (JdockException e) {
      throw OutputOptions.failure(String.valueOf(e.getMessage()));
    }
    boolean insecure = entry.truth("registry.insecure", false);
    entry.attributes().remove("registry.insecure");
    return new CachePlace.Registry(reference, insecure, extent);
  }

  private CachePlace folder(
      OutputEntry entry, String attribute, String role, CachePlace.Extent extent) {
    String shown = entry.attributes().remove(attribute);
    if (shown == null || shown.isEmpty()) {
      throw OutputOptions.failure("local cache " + role + " requires " + attribute);
    }
    String tag = entry.attributes().remove("tag");
    return new CachePlace.Folder(
        invocation.resolve(shown),
        shown,
        tag == null ? "latest" : tag,
        attribute.equals("src") ? digest(entry) : null,
        extent);
  }

  private static @Nullable Digest digest(OutputEntry entry) {
    String text = entry.attributes().remove("digest");
    if (text == null) {
      return null;
    }
    if (!Digest.isDigest(text)) {
      throw OutputOptions.failure("invalid checksum digest format: " + text);
    }
    return Digest.parse(text);
  }
}
