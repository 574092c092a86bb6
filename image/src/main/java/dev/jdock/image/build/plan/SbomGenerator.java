package dev.jdock.image.build.plan;

import dev.jdock.image.build.BaseImages;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.Platform;
import dev.jdock.image.build.SbomOptions;
import dev.jdock.image.build.plan.BuildGraph.FromImage;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.RunMount;
import dev.jdock.image.dockerfile.RunSandbox;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.text.GoBool;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The image that tells which software a result has in it: it is run beside the result's files and
 * writes statements, as BuildKit's sbom-protocol.md has it.
 *
 * @param command entry point and arguments of the image
 */
public record SbomGenerator(FromImage image, SbomOptions options, List<String> command) {
  private static final String CORE = "sbom";
  private static final String SOURCES = "/run/src/";
  private static final String DESTINATION = "/run/out/";
  private static final String PREFIX = "BUILDKIT_SCAN_";
  private static final String SCAN_CONTEXT = "BUILDKIT_SBOM_SCAN_CONTEXT";
  private static final String SCAN_STAGE = "BUILDKIT_SBOM_SCAN_STAGE";

  /** No line of the Dockerfile asks for it. */
  private static final SourceRange NOWHERE = new SourceRange(0, 0);

  /** Whether it is an ARG for generators, which commands do not see. */
  static boolean isArgument(String name) {
    return name.equals(SCAN_CONTEXT) || name.equals(SCAN_STAGE);
  }

  /**
   * Finds the image that a request names; its layers are fetched when it is run.
   *
   * @throws JdockException in BuildKit's words
   */
  public static Optional<SbomGenerator> of(
      BuildRequest request, BaseImages images, BuildSteps steps) throws InterruptedException {
    SbomOptions options = request.outputs().attestations().sbom();
    if (options == null) {
      return Optional.empty();
    }
    String name = options.generator().toString();
    Platform platform = Platform.local();
    BaseImages.Base base;
    try {
      base =
          steps.run(
              "resolve image config for docker-image://" + name,
              step ->
                  images.resolve(
                      new BaseImages.Wanted(
                          options.generator(),
                          platform,
                          request.pull(),
                          request.access(),
                          false,
                          line -> steps.progress().part(step, line),
                          steps.within())));
    } catch (JdockException e) {
      throw new JdockException(
          e.kind(),
          "failed to resolve source metadata for " + name + ": " + GraphReader.message(e),
          e);
    }
    ImageConfig config = base.image().config();
    List<String> command =
        Stream.of(config.entrypoint(), config.cmd())
            .filter(Objects::nonNull)
            .flatMap(List::stream)
            .toList();
    if (command.isEmpty()) {
      throw new DockerfileException("scanner " + name + " does not have cmd", "");
    }
    return Optional.of(
        new SbomGenerator(new FromImage(base, name, NOWHERE, name, platform), options, command));
  }

  /** Announces the image, so that it is the first of those that the build is made of. */
  public void announce(BuildPlan.Draft plan) {
    plan.start(image, "docker-image://" + image.name());
  }

  /**
   * Plans its run, after all stages.
   *
   * @param planned the stages, by their indexes
   */
  public void plan(
      BuildGraph graph,
      Map<Integer, StageState> planned,
      BuildArguments arguments,
      BuildPlan.Draft plan) {
    StageState target = Objects.requireNonNull(planned.get(graph.target().index()));
    SortedMap<String, Tree> extras = extras(graph, planned, arguments);
    List<Change.Mount> mounts = new ArrayList<>();
    mounts.add(mount(RunMount.Type.TMPFS, "/tmp", new Tree.Nothing()));
    mounts.add(mount(RunMount.Type.BIND, SOURCES + "core/" + CORE, target.files()));
    extras.forEach((name, tree) ->
        mounts.add(mount(RunMount.Type.BIND, SOURCES + "extras/" + CORE + "-" + name, tree)));
    StageState own = StageState.of(image);
    // BuildKit runs it as root, whatever the image says.
    own.config.apply(new Instruction.User(NOWHERE, "USER", ""));
    List<String> env = new ArrayList<>(own.environmentPairs());
    env.add(PREFIX + "DESTINATION=" + DESTINATION);
    env.add(PREFIX + "SOURCE=" + SOURCES + "core/" + CORE);
    if (!extras.isEmpty()) {
      env.add(PREFIX + "SOURCE_EXTRAS=" + SOURCES + "extras");
    }
    options.parameters().forEach((name, value) -> env.add(PREFIX + name + "=" + value));
    String name = "[" + target.platform() + "] generating sbom using " + image.name();
    plan.scan(
        graph.target(),
        name,
        new Instruction.From(NOWHERE, name, image.name(), null, null),
        new Tree.OfImage(image),
        new Change.Run(
            command,
            null,
            env,
            List.of(),
            own.image(),
            RunSandbox.DEFAULT,
            mounts,
            ConfidentialMounts.NONE,
            DESTINATION));
  }

  /** What the Dockerfile's arguments want to be looked at besides the result. */
  private static SortedMap<String, Tree> extras(
      BuildGraph graph, Map<Integer, StageState> planned, BuildArguments arguments) {
    SortedMap<String, Tree> extras = new TreeMap<>();
    for (BuildGraph.Node node : graph.nodes()) {
      StageState state = planned.get(node.index());
      if (state == null || node.index() < 0) {
        continue;
      }
      boolean isTarget = node.index() == graph.target().index();
      if (isTarget && isOn(SCAN_CONTEXT, node, state, arguments)) {
        extras.put("context", new Tree.ContextFolder());
      }
      if (!isTarget && isOn(SCAN_STAGE, node, state, arguments)) {
        extras.put(node.label(), state.files());
      }
    }
    return extras;
  }

  private static boolean isOn(
      String name, BuildGraph.Node node, StageState state, BuildArguments arguments) {
    String own = state.arguments.get(name);
    String value = own == null ? arguments.global(name) : own;
    if (value == null) {
      return false;
    }
    try {
      return GoBool.parse(value);
    } catch (JdockException _) {
      return Arrays.asList(value.split(",", -1)).contains(node.label());
    }
  }

  private static Change.Mount mount(RunMount.Type type, String target, Tree tree) {
    boolean readOnly = type == RunMount.Type.BIND;
    return new Change.Mount(
        new RunMount(
            type,
            "",
            "",
            target,
            readOnly,
            0,
            "",
            RunMount.Sharing.SHARED,
            null,
            null,
            null,
            false,
            null),
        target,
        tree);
  }
}
