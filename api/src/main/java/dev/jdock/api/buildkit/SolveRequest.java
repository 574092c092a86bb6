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

/**
 * Where a build's result goes, where its cache is, and what it may do.
 *
 * @param exporters none for what only fills the cache
 * @param squash whether the layers that the build added become one
 */
record SolveRequest(
    List<Exporter> exporters,
    Set<Entitlement> entitlements,
    List<CacheEntry> cacheTo,
    List<CacheEntry> cacheFrom,
    boolean squash) {
  /** What asks for nothing that the engine's own store does otherwise. */
  private static final Set<String> STORE_ATTRIBUTES =
      Set.of("name", "push", "unpack", "store", "oci-mediatypes", "name-canonical");

  SolveRequest {
    exporters = List.copyOf(exporters);
    entitlements = Set.copyOf(entitlements);
    cacheTo = List.copyOf(cacheTo);
    cacheFrom = List.copyOf(cacheFrom);
  }

  /** Where a result goes, and how. */
  record Exporter(String type, Map<String, String> attributes) {
    static final String STORE = "moby";
  }

  /** A cache outside of the engine's own. */
  record CacheEntry(String type, Map<String, String> attributes) {}

  /** What {@code Control/Solve} asks for. */
  static SolveRequest of(ProtoMessage message) throws IOException {
    List<Exporter> exporters = new ArrayList<>();
    for (ProtoMessage each : message.messages(13)) {
      exporters.add(new Exporter(each.text(1), each.map(2)));
    }
    if (exporters.isEmpty() && !message.text(3).isEmpty()) {
      exporters.add(new Exporter(message.text(3), message.map(4)));
    }
    Set<Entitlement> entitlements = EnumSet.noneOf(Entitlement.class);
    message.texts(9).forEach(text -> entitlements.add(Entitlement.of(text)));
    ProtoMessage cache = message.message(8);
    return new SolveRequest(
        exporters,
        entitlements,
        cache == null ? List.of() : entries(cache.messages(4)),
        cache == null ? List.of() : entries(cache.messages(5)),
        false);
  }

  private static List<CacheEntry> entries(List<ProtoMessage> messages) throws IOException {
    List<CacheEntry> entries = new ArrayList<>();
    for (ProtoMessage entry : messages) {
      entries.add(new CacheEntry(entry.text(1), entry.map(2)));
    }
    return entries;
  }

  /** Whether the build is to become an image of the engine's. */
  boolean storesImage() {
    return exporters.stream().anyMatch(each -> each.type().equals(Exporter.STORE));
  }

  /** The image's names in the store, in full. */
  List<String> names() {
    return exporters.stream()
        .filter(each -> each.type().equals(Exporter.STORE))
        .findFirst()
        .stream()
        .flatMap(each -> Arrays.stream(each.attributes().getOrDefault("name", "").split(",", -1)))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  BuildOutputs outputs(ContextFiles files, Session session, BuildOptions options) {
    List<BuildOutput> outputs = new ArrayList<>();
    for (int number = 0; number < exporters.size(); number++) {
      outputs.add(output(files, session, exporters.get(number), number));
    }
    return new BuildOutputs(
        outputs,
        cachesFrom(options),
        cachesTo(),
        squash,
        List.of(),
        options.attestations().with(options.all("build-arg:")),
        BuildOutputs.Receipt.NONE);
  }

  private static BuildOutput output(
      ContextFiles files, Session session, Exporter exporter, int number) {
    return switch (exporter.type()) {
      case Exporter.STORE -> {
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

  private List<CachePlace> cachesTo() {
    return cacheTo.stream().map(SolveRequest::place).toList();
  }

  private List<CachePlace> cachesFrom(BuildOptions options) {
    List<CacheEntry> entries = new ArrayList<>();
    for (Map<String, String> entry : CacheImports.read(options.text("cache-imports"))) {
      Map<String, String> attributes = new HashMap<>(entry);
      entries.add(new CacheEntry(String.valueOf(attributes.remove("type")), attributes));
    }
    for (String image : options.list("cache-from")) {
      entries.add(new CacheEntry("registry", Map.of("ref", image)));
    }
    entries.addAll(cacheFrom);
    return entries.stream().map(SolveRequest::place).distinct().toList();
  }

  private static CachePlace place(CacheEntry entry) {
    Map<String, String> attributes = entry.attributes();
    CachePlace.Extent least = CachePlace.Extent.LEAST;
    CachePlace.Extent extent =
        new CachePlace.Extent(
            attributes.getOrDefault("mode", "min").equals("max"),
            Boolean.parseBoolean(attributes.getOrDefault("ignore-error", "false")),
            least.form(),
            least.asIndex());
    return switch (entry.type()) {
      case "inline" -> new CachePlace.Inline();
      case "registry" ->
          new CachePlace.Registry(
              attributes.getOrDefault("ref", ""),
              Boolean.parseBoolean(attributes.getOrDefault("registry.insecure", "false")),
              extent);
      default ->
          throw JdockException.notImplemented(
              "caches of type " + entry.type() + " are not supported by jdock's API");
    };
  }
}
