package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.image.build.BuildOutput;
import dev.jdock.image.build.BuildOutputs;
import dev.jdock.image.build.CachePlace;
import dev.jdock.image.build.Entitlement;
import dev.jdock.image.build.ImageForm;
import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What {@code Control/Solve} asks for: where a build's result goes, and what it may do. */
final class SolveRequest {
  /** What asks for nothing that the engine's own store does otherwise. */
  private static final Set<String> STORE_ATTRIBUTES =
      Set.of("name", "push", "unpack", "store", "oci-mediatypes", "name-canonical");

  private final ProtoMessage message;

  SolveRequest(ProtoMessage message) {
    this.message = message;
  }

  /** Where a result goes, and how. */
  private record Exporter(String type, Map<String, String> attributes) {}

  private List<Exporter> exporters() throws IOException {
    List<Exporter> exporters = new ArrayList<>();
    for (ProtoMessage each : message.messages(13)) {
      exporters.add(new Exporter(each.text(1), each.map(2)));
    }
    if (exporters.isEmpty() && !message.text(3).isEmpty()) {
      exporters.add(new Exporter(message.text(3), message.map(4)));
    }
    return exporters;
  }

  /** Whether the build is to become an image of the engine's. */
  boolean storesImage() throws IOException {
    return exporters().stream().anyMatch(each -> each.type().equals("moby"));
  }

  /** The image's names in the store, in full. */
  List<String> names() throws IOException {
    for (Exporter exporter : exporters()) {
      if (exporter.type().equals("moby")) {
        return Arrays.stream(exporter.attributes().getOrDefault("name", "").split(",", -1))
            .filter(name -> !name.isEmpty())
            .toList();
      }
    }
    return List.of();
  }

  Set<Entitlement> entitlements() {
    Set<Entitlement> entitlements = EnumSet.noneOf(Entitlement.class);
    message.texts(9).forEach(text -> entitlements.add(Entitlement.of(text)));
    return entitlements;
  }

  BuildOutputs outputs(ContextFiles files, Session session, BuildOptions options)
      throws IOException {
    List<BuildOutput> outputs = new ArrayList<>();
    List<Exporter> exporters = exporters();
    for (int number = 0; number < exporters.size(); number++) {
      outputs.add(output(files, session, exporters.get(number), number));
    }
    return new BuildOutputs(outputs, cacheFrom(options), cacheTo(), false, List.of(), _ -> {});
  }

  private static BuildOutput output(
      ContextFiles files, Session session, Exporter exporter, int number) {
    return switch (exporter.type()) {
      case "moby" -> {
        exporter.attributes().keySet().stream()
            .filter(name -> !STORE_ATTRIBUTES.contains(name))
            .findFirst()
            .ifPresent(name -> {
              throw JdockException.notImplemented(
                  "the attribute " + name + " of the image exporter is not supported by jdock");
            });
        yield new BuildOutput.Stored(List.of(), ImageForm.USUAL, null);
      }
      case "tar" -> new BuildOutput.Tar(new SentArchive(session, number));
      case "local" -> new BuildOutput.Tar(new SentFolder(files, session, number));
      default ->
          throw JdockException.notImplemented(
              "the exporter " + exporter.type() + " is not supported by jdock");
    };
  }

  private List<CachePlace> cacheTo() throws IOException {
    ProtoMessage cache = message.message(8);
    List<CachePlace> places = new ArrayList<>();
    if (cache != null) {
      for (ProtoMessage entry : cache.messages(4)) {
        places.add(place(entry.text(1), entry.map(2)));
      }
    }
    return places;
  }

  private List<CachePlace> cacheFrom(BuildOptions options) throws IOException {
    List<CachePlace> places = new ArrayList<>();
    for (Map<String, String> entry : CacheImports.read(options.text("cache-imports"))) {
      Map<String, String> attributes = new HashMap<>(entry);
      places.add(place(String.valueOf(attributes.remove("type")), attributes));
    }
    for (String image : options.list("cache-from")) {
      places.add(place("registry", Map.of("ref", image)));
    }
    ProtoMessage cache = message.message(8);
    if (cache != null) {
      for (ProtoMessage entry : cache.messages(5)) {
        places.add(place(entry.text(1), entry.map(2)));
      }
    }
    return places.stream().distinct().toList();
  }

  private static CachePlace place(String type, Map<String, String> attributes) {
    CachePlace.Extent least = CachePlace.Extent.LEAST;
    CachePlace.Extent extent =
        new CachePlace.Extent(
            attributes.getOrDefault("mode", "min").equals("max"),
            Boolean.parseBoolean(attributes.getOrDefault("ignore-error", "false")),
            least.form(),
            least.asIndex());
    return switch (type) {
      case "inline" -> new CachePlace.Inline();
      case "registry" ->
          new CachePlace.Registry(
              attributes.getOrDefault("ref", ""),
              Boolean.parseBoolean(attributes.getOrDefault("registry.insecure", "false")),
              extent);
      default ->
          throw JdockException.notImplemented(
              "caches of type " + type + " are not supported by jdock's API");
    };
  }
}
