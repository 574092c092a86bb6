package dev.jdock.cli.command.build;

import dev.jdock.api.build.ClassicProgress;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.image.UserAccess;
import dev.jdock.cli.command.progress.ProgressDisplay;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.BuildCallKind;
import dev.jdock.image.build.BuildOutputs;
import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.LintResult;
import dev.jdock.image.build.NumberedProgress;
import dev.jdock.image.build.Outline;
import dev.jdock.image.build.TargetList;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.reference.Reference;
import dev.jdock.runtime.engine.Builds;
import dev.jdock.runtime.engine.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code build}. */
@Command(description = "Build an image from a Dockerfile")
public final class BuildImage extends Action {
  @Option(
      names = {"-t", "--tag"},
      paramLabel = "list",
      description = "Name of the image (name:tag)")
  private List<String> tags = new ArrayList<>();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "string",
      description = "The Dockerfile (default PATH/Dockerfile); - for standard input")
  private String file = "";

  @Option(names = "--build-arg", paramLabel = "list", description = "Set build-time variables")
  private List<String> buildArgs = new ArrayList<>();

  @Option(names = "--label", paramLabel = "list", description = "Set labels of the image")
  private List<String> labels = new ArrayList<>();

  @Option(names = "--target", paramLabel = "string", description = "The stage to build")
  private @Nullable String target;

  @Option(names = "--no-cache", description = "Do every step anew")
  private boolean noCache;

  @Option(names = "--pull", description = "Look for newer base images")
  private boolean pull;

  @Option(
      names = {"-q", "--quiet"},
      description = "Print nothing but the id")
  private boolean quiet;

  @Option(
      names = "--progress",
      paramLabel = "string",
      description =
          "How to show progress (auto, none, plain, quiet, rawjson, tty) (default \"auto\")")
  private @Nullable String progress;

  @Option(
      names = "--network",
      paramLabel = "string",
      description = "Network of RUN (default, none, host, or one of yours) (default \"default\")")
  private String network = "default";

  @Option(
      names = "--add-host",
      paramLabel = "list",
      split = ",",
      description = "Add a line to /etc/hosts of RUN (host:ip)")
  private List<String> extraHosts = new ArrayList<>();

  @Option(names = "--platform", paramLabel = "string", description = "Platform to build for")
  private @Nullable String platform;

  @Option(names = "--iidfile", paramLabel = "string", description = "Write the id to a file")
  private String idFile = "";

  @Mixin private SolveFlags solving = new SolveFlags();

  @Mixin private CallFlags calls = new CallFlags();
  @Mixin private OutputOptions outputs = new OutputOptions();

  /** There are no intermediate containers, so none is ever kept. */
  @Option(names = "--rm", description = "Remove intermediate containers (default true)")
  private boolean remove = true;

  @Option(names = "--force-rm", hidden = true)
  private boolean forceRemove;

  @Mixin private StepFlags steps = new StepFlags();
  @Mixin private ContextOptions contexts = new ContextOptions();
  @Mixin private BuilderOption builder = new BuilderOption();

  private final @Nullable ProgressDisplay shared;
  private final AtomicInteger numbers = new AtomicInteger();
  private String id = "";
  private List<String> cacheImages = List.of();

  /** Whether a check has been made: that something is wrong is its result, not its failure. */
  private boolean checked;

  public BuildImage() {
    this(null, Map.of());
  }

  /**
   * One build of several.
   *
   * @param shared shows them all; null for a display of this one's own
   * @param images ids of those that contexts with {@code target:NAME} stand for
   */
  BuildImage(@Nullable ProgressDisplay shared, Map<String, String> images) {
    super(Arity.exactly(1));
    this.shared = shared;
    contexts.link(images);
  }

  /** Of the image that was built; empty before. */
  String id() {
    return id;
  }

  /** Whether a failure is the answer to what was asked. */
  boolean checked() {
    return checked;
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    if (shared != null || ClassicBuild.isWanted(invocation.environment())) {
      return build(engine, invocation); // whoever shows several has words of its own
    }
    try {
      return build(engine, invocation);
    } catch (CommandFailure e) {
      throw checked ? e : BuildFailure.of(e);
    }
  }

  private int build(Engine engine, Invocation invocation) throws InterruptedException {
    builder.check(invocation);
    if (!remove && !forceRemove) {
      throw CommandFailure.notSupported("--rm=false");
    }
    if (shared == null && ClassicBuild.isWanted(invocation.environment())) {
      return classic(engine, invocation);
    }
    BuildCall call = calls.call();
    String mode = progressMode(invocation);
    removeOldId(invocation);
    outputs.prepare(invocation);
    Map<String, String> buildArguments = arguments(invocation.environment());
    BuildOutputs wanted = outputs.outputs(invocation, tags, buildArguments, !idFile.isEmpty());
    try (ProgressDisplay display = shared != null ? shared : ProgressDisplay.of(mode, invocation)) {
      try (ContextSource source = source(engine, invocation, display)) {
        BuildRequest request = request(invocation, source, buildArguments, wanted, display);
        if (!call.isBuild()) {
          return answer(call, engine.builds(), request, display, invocation.out());
        }
        id = engine.builds().build(request);
        display.done();
        writeId(invocation, id);
        if (display.quiet()) {
          invocation.out().println(id);
        }
        return 0;
      } catch (DockerfileException e) {
        display.failed();
        throw CommandFailure.of(e.excerpt() + "ERROR: " + e.getMessage());
      } catch (JdockException e) {
        display.failed();
        // What a flag says wrong is found before there is anything to solve.
        boolean asked =
            e.kind() == JdockException.Kind.INVALID
                || e.kind() == JdockException.Kind.NOT_IMPLEMENTED;
        String place = asked ? "" : "failed to solve: ";
        throw CommandFailure.of("ERROR: " + place + e.getMessage());
      }
    }
  }

  /**
   * The fetching of a context and the build count their steps each by itself; the classic output
   * numbers instructions instead.
   */
  private BuildProgress numbered(ProgressDisplay display) {
    return display instanceof ClassicDisplay
        ? display
        : new NumberedProgress(display, numbers, name -> name);
  }

  private ContextSource source(Engine engine, Invocation invocation, ProgressDisplay display)
      throws InterruptedException {
    var remote =
        new RemoteSource(
            engine.builds(),
            invocation,
            numbered(display),
            () -> steps.options(invocation, display));
    return ContextSource.open(engine.builds(), invocation, argument(0), file, remote);
  }

  /** In the form of Docker's classic builder. */
  private int classic(Engine engine, Invocation invocation) throws InterruptedException {
    ClassicBuild.requireKnown(given());
    ClassicBuild.warn(invocation.err());
    removeOldId(invocation);
    Map<String, String> buildArguments = arguments(invocation.environment());
    cacheImages = outputs.takeCacheImages();
    BuildOutputs wanted = outputs.outputs(invocation, tags, buildArguments, !idFile.isEmpty());
    var said = new ByteArrayOutputStream();
    PrintStream out =
        quiet ? new PrintStream(said, false, StandardCharsets.UTF_8) : invocation.out();
    var display = new ClassicDisplay(out);
    try (ContextSource source = source(engine, invocation, display)) {
      id = engine.builds().build(request(invocation, source, buildArguments, wanted, display));
      display.done();
      writeId(invocation, id);
      if (quiet) {
        invocation.out().println(id);
      } else {
        out.println("Successfully built " + ClassicProgress.shortId(id));
        tags.forEach(tag -> out.println("Successfully tagged " + Reference.parse(tag).familiar()));
      }
      return 0;
    } catch (JdockException e) {
      display.failed();
      if (quiet) {
        out.flush();
        invocation.out().writeBytes(said.toByteArray());
      }
      invocation.out().flush();
      throw ClassicBuild.failure(e, display.begun());
    }
  }

  /** Says something of the Dockerfile instead of building it. */
  private int answer(
      BuildCall call, Builds builds, BuildRequest request, ProgressDisplay display, PrintStream out)
      throws InterruptedException {
    var report = new CallReport(out, call.json());
    switch (call.name()) {
      case "check" -> {
        LintResult result = builds.lint(request);
        finish(display, out);
        checked = true;
        return report.print(result, dockerfilePath()) || call.ignoreStatus() ? 0 : 1;
      }
      case "outline" -> {
        Outline outline = builds.outline(request);
        finish(display, out);
        report.print(outline);
      }
      case "targets" -> {
        TargetList targets = builds.targets(request);
        finish(display, out);
        report.print(targets);
      }
      case "subrequests.describe" -> {
        finish(display, out);
        report.print(BuildCallKind.described());
      }
      default ->
          throw JdockException.invalid(
              "failed to solve: unsupported request frontend." + call.name());
    }
    return 0;
  }

  /** A quiet command ends its progress with the id, which is an empty line here. */
  private static void finish(ProgressDisplay display, PrintStream out) {
    display.done();
    if (display.quiet()) {
      out.println();
    }
  }

  /** As messages of checks have it. */
  private String dockerfilePath() {
    return switch (file) {
      case "-" -> "stdin";
      case "" -> Path.of(argument(0)).resolve("Dockerfile").normalize().toString();
      default -> file;
    };
  }

  /** Of the flag, else of the environment. */
  private String progressMode(Invocation invocation) {
    String given =
        progress == null
            ? invocation.environment().getOrDefault("BUILDKIT_PROGRESS", "auto")
            : progress;
    if (!quiet || given.equals("quiet")) {
      return given;
    }
    if (!given.equals("auto") && progress != null) {
      throw CommandFailure.of("ERROR: progress=" + given + " and quiet cannot be used together");
    }
    return "quiet";
  }

  private BuildRequest request(
      Invocation invocation,
      ContextSource source,
      Map<String, String> buildArguments,
      BuildOutputs wanted,
      ProgressDisplay display) {
    return new BuildRequest(
        source.context(),
        source.dockerfile(),
        List.copyOf(tags),
        buildArguments,
        KeyValues.labels(labels),
        target == null || target.isEmpty() ? null : target,
        noCache,
        pull,
        network,
        ExtraHosts.read(extraHosts),
        platform == null || platform.isEmpty() ? null : platform,
        UserAccess.of(invocation),
        numbered(display),
        steps.options(invocation, display),
        solving
            .options(
                noCache, outputs.rewriteTimes() && buildArguments.containsKey("SOURCE_DATE_EPOCH"))
            .of(cacheImages),
        wanted,
        contexts.contexts(invocation));
  }

  /** Those given, and the time of the environment, which buildx hands on by itself. */
  private Map<String, String> arguments(Map<String, String> environment) {
    Map<String, String> result = KeyValues.arguments(buildArgs, environment);
    String epoch = environment.get("SOURCE_DATE_EPOCH");
    if (epoch != null && !epoch.isEmpty()) {
      result.putIfAbsent("SOURCE_DATE_EPOCH", epoch);
    }
    return result;
  }

  /** So that a build that fails does not leave the id of an earlier one. */
  private void removeOldId(Invocation invocation) {
    if (idFile.isEmpty()) {
      return;
    }
    try {
      Files.deleteIfExists(invocation.resolveEntry(idFile));
    } catch (IOException e) {
      throw CommandFailure.of(
          "ERROR: removing image ID file: remove " + idFile + ": " + Reason.withoutFile(e));
    }
  }

  private void writeId(Invocation invocation, String id) {
    if (idFile.isEmpty()) {
      return;
    }
    try {
      Files.writeString(invocation.files().destination(invocation.absolute(idFile)), id);
    } catch (IOException e) {
      throw CommandFailure.of(
          "ERROR: writing image ID file: open " + idFile + ": " + Reason.withoutFile(e));
    }
  }
}
