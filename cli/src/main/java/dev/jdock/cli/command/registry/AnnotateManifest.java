package dev.jdock.cli.command.registry;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Reference;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code manifest annotate}. */
@Command(description = "Add additional information to a local image manifest")
public final class AnnotateManifest extends ManifestAction {
  private static final String FEATURES = "os.features";

  /** What Docker lets lists name: what Go builds for. */
  private static final Map<String, Set<String>> PROCESSORS =
      Map.of(
          "darwin", Set.of("386", "amd64", "arm", "arm64"),
          "dragonfly", Set.of("amd64"),
          "freebsd", Set.of("386", "amd64", "arm"),
          "linux",
              Set.of(
                  "386",
                  "amd64",
                  "arm",
                  "arm64",
                  "ppc64le",
                  "mips64",
                  "mips64le",
                  "riscv64",
                  "s390x"),
          "netbsd", Set.of("386", "amd64", "arm"),
          "openbsd", Set.of("386", "amd64", "arm"),
          "plan9", Set.of("386", "amd64"),
          "solaris", Set.of("amd64"),
          "windows", Set.of("386", "amd64"));

  @Option(names = "--arch", paramLabel = "string", description = "Set architecture")
  private String architecture = "";

  @Option(names = "--os", paramLabel = "string", description = "Set operating system")
  private String os = "";

  @Option(
      names = "--os-features",
      paramLabel = "strings",
      split = ",",
      description = "Set operating system feature")
  private List<String> features = new ArrayList<>();

  @Option(
      names = "--os-version",
      paramLabel = "string",
      description = "Set operating system version")
  private String version = "";

  @Option(names = "--variant", paramLabel = "string", description = "Set architecture variant")
  private String variant = "";

  public AnnotateManifest() {
    super(Arity.exactly(2));
  }

  @Override
  void perform(Engine engine, Invocation invocation) {
    Reference list = parse(argument(0), "annotate: error parsing name for manifest list");
    Reference name = parse(argument(1), "annotate: error parsing name for manifest");
    LocalManifestLists lists = LocalManifestLists.of(invocation);
    NamedManifest found =
        lists
            .find(list, name)
            .orElseThrow(() ->
                JdockException.notFound(
                    "manifest for image " + argument(1) + " does not exist in " + argument(0)));
    NamedManifest annotated =
        new NamedManifest(found.name(), found.manifest(), annotated(found.platform()));
    if (!PROCESSORS.getOrDefault(annotated.os(), Set.of()).contains(annotated.architecture())) {
      throw JdockException.invalid(
          "manifest entry for image has unsupported os/arch combination: "
              + os
              + "/"
              + architecture);
    }
    lists.save(list, annotated);
  }

  private ObjectNode annotated(ObjectNode platform) {
    ObjectNode changed = platform.deepCopy();
    set(changed, "os", os);
    set(changed, "architecture", architecture);
    set(changed, "os.version", version);
    set(changed, "variant", variant);
    Set<String> all = new LinkedHashSet<>();
    changed.path(FEATURES).forEach(feature -> all.add(feature.asText()));
    all.addAll(features);
    changed.set(FEATURES, Json.array(all));
    // In the order of Docker's keys.
    return NamedManifest.platform(changed);
  }

  private static void set(ObjectNode platform, String key, String value) {
    if (!value.isEmpty()) {
      platform.put(key, value);
    }
  }
}
