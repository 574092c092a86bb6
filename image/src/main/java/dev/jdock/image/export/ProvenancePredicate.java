package dev.jdock.image.export;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.build.Material;
import dev.jdock.image.build.Provenance;
import dev.jdock.image.build.ProvenanceOptions;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a build was made, as a predicate of SLSA in BuildKit's form: version 0.2 and 1 say the same
 * by other names.
 *
 * @param layers of the result where it is an image, as blobs; none otherwise
 */
record ProvenancePredicate(Provenance facts, ProvenanceOptions options, List<Descriptor> layers) {
  private static final String KIT = "https://mobyproject.org/buildkit@v1";
  private static final String DEFINITIONS =
      "https://github.com/moby/buildkit/blob/master/docs/attestations/slsa-definitions.md";

  /** As buildx has it in the file of {@code --metadata-file}: of version 0.2 always. */
  static ObjectNode forReceipt(Provenance facts, @Nullable ProvenanceOptions asked) {
    ProvenanceOptions options = asked == null ? ProvenanceOptions.usual() : asked;
    return new ProvenancePredicate(facts, options, List.of()).older();
  }

  ObjectNode write() {
    return switch (options.version()) {
      case V0_2 -> older();
      case V1 -> newer();
    };
  }

  private ObjectNode older() {
    ObjectNode predicate = Json.object();
    predicate.putObject("builder").put("id", options.builderId());
    predicate.put("buildType", KIT);
    if (!facts.materials().isEmpty()) {
      predicate.set("materials", materials());
    }
    ObjectNode invocation = predicate.putObject("invocation");
    invocation.set("configSource", source("entryPoint"));
    invocation.set("parameters", parameters());
    invocation.putObject("environment").put("platform", facts.builder().toString());
    if (options.whole()) {
      predicate.set("buildConfig", definition());
    }
    ObjectNode metadata = predicate.putObject("metadata");
    metadata.put("buildInvocationID", facts.invocation());
    metadata.put("buildStartedOn", facts.started().toString());
    metadata.put("buildFinishedOn", facts.finished().toString());
    metadata
        .putObject("completeness")
        .put("parameters", argumentsWhole())
        .put("environment", true)
        .put("materials", facts.complete());
    metadata.put("reproducible", options.reproducible());
    if (facts.hermetic()) {
      metadata.put(KIT + "#hermetic", true);
    }
    metadata.set(KIT + "#metadata", details());
    return predicate;
  }

  private ObjectNode newer() {
    ObjectNode predicate = Json.object();
    ObjectNode build = predicate.putObject("buildDefinition");
    build.put("buildType", DEFINITIONS);
    if (!facts.materials().isEmpty()) {
      build.set("resolvedDependencies", materials());
    }
    ObjectNode external = build.putObject("externalParameters");
    external.set("configSource", source("path"));
    external.set("request", parameters());
    ObjectNode internal = build.putObject("internalParameters");
    if (options.whole()) {
      internal.set("buildConfig", definition());
    }
    internal.put("builderPlatform", facts.builder().toString());
    ObjectNode run = predicate.putObject("runDetails");
    run.putObject("builder").put("id", options.builderId());
    ObjectNode metadata = run.putObject("metadata");
    metadata.put("invocationId", facts.invocation());
    metadata.put("startedOn", facts.started().toString());
    metadata.put("finishedOn", facts.finished().toString());
    metadata.set("buildkit_metadata", details());
    if (facts.hermetic()) {
      metadata.put("buildkit_hermetic", true);
    }
    metadata
        .putObject("buildkit_completeness")
        .put("request", argumentsWhole())
        .put("resolvedDependencies", facts.complete());
    if (options.reproducible()) {
      metadata.put("buildkit_reproducible", true);
    }
    return predicate;
  }

  private ArrayNode materials() {
    ArrayNode nodes = Json.array();
    for (Material material : facts.materials()) {
      nodes.add(material(material));
    }
    return nodes;
  }

  private static ObjectNode material(Material material) {
    ObjectNode node = Json.object().put("uri", material.uri());
    node.putObject("digest").put(material.algorithm(), material.digest());
    return node;
  }

  private ObjectNode source(String pathName) {
    Material source = facts.source();
    ObjectNode node = source == null ? Json.object() : material(source);
    return node.put(pathName, facts.entryPoint());
  }

  /** What anybody may put something into that is not for all eyes is for the whole mode alone. */
  private SortedMap<String, String> arguments() {
    SortedMap<String, String> shown = new TreeMap<>(facts.arguments());
    if (!options.whole()) {
      shown.keySet().removeIf(ProvenancePredicate::isFree);
    }
    return shown;
  }

  private static boolean isFree(String name) {
    return name.startsWith("build-arg:") || name.startsWith("label:");
  }

  private boolean argumentsWhole() {
    return options.whole()
        || (facts.arguments().keySet().stream().noneMatch(ProvenancePredicate::isFree)
            && facts.secrets().isEmpty()
            && facts.agents().isEmpty());
  }

  private ObjectNode parameters() {
    ObjectNode node = Json.object().put("frontend", "dockerfile.v0");
    Map<String, String> arguments = arguments();
    if (!arguments.isEmpty()) {
      arguments.forEach(node.putObject("args")::put);
    }
    if (options.whole()) {
      lent(node, "secrets", facts.secrets());
      lent(node, "ssh", facts.agents());
    }
    if (!facts.locals().isEmpty()) {
      ArrayNode locals = node.putArray("locals");
      facts.locals().forEach(name -> locals.addObject().put("name", name));
    }
    return node;
  }

  private static void lent(ObjectNode node, String name, List<Provenance.Lent> lent) {
    if (lent.isEmpty()) {
      return;
    }
    ArrayNode array = node.putArray(name);
    for (Provenance.Lent each : lent) {
      ObjectNode entry = array.addObject().put("id", each.id());
      if (each.optional()) {
        entry.put("optional", true);
      }
    }
  }

  private static String id(int step) {
    return "step" + step;
  }

  private ObjectNode definition() {
    ObjectNode node = Json.object();
    ArrayNode steps = node.putArray("llbDefinition");
    for (int number = 0; number < facts.steps().size(); number++) {
      Provenance.Step step = facts.steps().get(number);
      ObjectNode entry = steps.addObject().put("id", id(number));
      entry.set("op", step.operation());
      if (!step.inputs().isEmpty()) {
        ArrayNode inputs = entry.putArray("inputs");
        step.inputs().forEach(input -> inputs.add(id(input) + ":0"));
      }
    }
    return node;
  }

  private ObjectNode details() {
    ObjectNode node = Json.object();
    if (!facts.repository().isEmpty()) {
      facts.repository().forEach(node.putObject("vcs")::put);
    }
    if (!options.whole()) {
      return node;
    }
    ObjectNode source = node.putObject("source");
    ObjectNode locations = source.putObject("locations");
    for (int number = 0; number < facts.steps().size(); number++) {
      Provenance.Step step = facts.steps().get(number);
      if (step.line() > 0) {
        ObjectNode range =
            locations
                .putObject(id(number))
                .putArray("locations")
                .addObject()
                .putArray("ranges")
                .addObject();
        range.putObject("start").put("line", step.line());
        range.putObject("end").put("line", step.lastLine());
      }
    }
    source
        .putArray("infos")
        .addObject()
        .put("filename", facts.entryPoint())
        .put("language", "Dockerfile")
        .put("data", facts.dockerfile());
    List<Integer> result = facts.steps().getLast().inputs();
    if (!layers.isEmpty() && !result.isEmpty()) {
      ArrayNode chain = node.putObject("layers").putArray(id(result.getFirst()) + ":0").addArray();
      layers.forEach(layer -> chain.add(layer.write()));
    }
    return node;
  }
}
