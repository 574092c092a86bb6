package dev.jdock.image.build.plan;

import dev.jdock.image.build.BaseImages;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.Platform;
import dev.jdock.image.build.plan.BuildGraph.Context;
import dev.jdock.image.build.plan.BuildGraph.FromImage;
import dev.jdock.image.build.plan.BuildGraph.FromStage;
import dev.jdock.image.build.plan.BuildGraph.Node;
import dev.jdock.image.build.plan.BuildGraph.Scratch;
import dev.jdock.image.build.plan.BuildGraph.Source;
import dev.jdock.image.build.plan.BuildGraph.Step;
import dev.jdock.image.dockerfile.Dockerfile;
import dev.jdock.image.dockerfile.DockerfileException;
import dev.jdock.image.dockerfile.Expander;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.RunMounts;
import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.Suggestion;
import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Makes the {@link BuildGraph}: names to stages and images, triggers to steps. */
public final class GraphReader {
  private static final List<String> WELL_KNOWN =
      List.of("alpine", "busybox", "centos", "debian", "golang", "ubuntu", "fedora");

  private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

  private final Dockerfile dockerfile;
  private final BuildArguments arguments;
  private final BuildRequest request;
  private final Platform platform;
  private final Expander expander;
  private final List<String> baseNames = new ArrayList<>();
  private final List<Platform> platforms = new ArrayList<>();
  private final Map<String, Integer> stageOfName = new HashMap<>();
  private final Map<Integer, Node> nodes = new TreeMap<>();
  private final BaseLookup lookup;
  private final ContextNodes contexts;

  public GraphReader(
      Dockerfile dockerfile,
      BuildArguments arguments,
      BuildRequest request,
      Platform platform,
      BaseImages images,
      BuildSteps steps) {
    this.dockerfile = dockerfile;
    this.arguments = arguments;
    this.request = request;
    this.platform = platform;
    this.lookup = new BaseLookup(dockerfile, request, images, steps, this::namesOfBases);
    this.expander = new Expander(dockerfile.escape());
    this.contexts = new ContextNodes(dockerfile.source(), nodes);
  }

  public BuildGraph read() throws InterruptedException {
    return read(false);
  }

  /** With the stages that the target does not need. */
  public BuildGraph readAll() throws InterruptedException {
    return read(true);
  }

  private BuildGraph read(boolean all) throws InterruptedException {
    List<Integer> bases = new ArrayList<>();
    for (Dockerfile.Stage stage : dockerfile.stages()) {
      String base = baseName(stage.from());
      baseNames.add(base);
      platforms.add(stagePlatform(stage.from()));
      bases.add(stageOfName.getOrDefault(base.toLowerCase(Locale.ROOT), -1));
      if (stage.from().name() != null) {
        stageOfName.put(stage.from().name(), baseNames.size() - 1);
      }
    }
    int target = target();
    // Once to learn which images are needed, so that they are looked for at the same time.
    visitAll(target, all, bases);
    nodes.clear();
    lookup.resolve();
    visitAll(target, all, bases);
    return new BuildGraph(List.copyOf(nodes.values()), node(target));
  }

  private void visitAll(int target, boolean all, List<Integer> bases) throws InterruptedException {
    visit(target, bases);
    for (int stage = 0; all && stage < bases.size(); stage++) {
      visit(stage, bases);
    }
  }

  private Node node(int index) {
    Node node = nodes.get(index);
    if (node == null) {
      throw new IllegalStateException("stage " + index + " was not visited");
    }
    return node;
  }

  private String baseName(Instruction.From from) {
    String name;
    try {
      name = expander.expand(from.image(), arguments::global);
    } catch (JdockException e) {
      throw fault(from.range(), "", e);
    }
    if (name.isEmpty()) {
      throw dockerfile
          .source()
          .invalid(from.range(), "base name (" + from.image() + ") should not be blank");
    }
    return name;
  }

  private int target() {
    String target = request.target();
    if (target == null || target.isEmpty()) {
      return dockerfile.stages().size() - 1;
    }
    Integer found = stageOfName.get(target.toLowerCase(Locale.ROOT));
    if (found != null) {
      return found;
    }
    // The classic builder alone takes a stage's number.
    boolean numbers = request.progress().instructions() != null;
    if (numbers
        && NUMBER.matcher(target).matches()
        && Integer.parseInt(target) < dockerfile.stages().size()) {
      return Integer.parseInt(target);
    }
    throw new DockerfileException(
        "target stage \"" + target + "\" could not be found" + Suggestion.ofName(target, labels()),
        "");
  }

  private List<String> labels() {
    return IntStream.range(0, dockerfile.stages().size()).mapToObj(this::label).toList();
  }

  /** Visits what a stage takes from before the stage itself, so that triggers are known in time. */
  private void visit(int index, List<Integer> bases) throws InterruptedException {
    if (nodes.containsKey(index)) {
      return;
    }
    Dockerfile.Stage stage = dockerfile.stages().get(index);
    Instruction.From from = stage.from();
    if (from.name() != null) {
      Optional<Source> context = lookup.context(from.name(), platforms.get(index), from.range());
      if (context.isPresent()) {
        Source files = contexts.base(context.get());
        nodes.put(index, new Node(index, from.name(), stage, files, List.of()));
        return;
      }
    }
    int baseStage = bases.get(index);
    Source base;
    List<String> triggers;
    if (baseStage >= 0) {
      visit(baseStage, bases);
      base = new FromStage(baseStage);
      triggers =
          node(baseStage).steps().stream()
              .map(Step::instruction)
              .filter(Instruction.Onbuild.class::isInstance)
              .map(i -> ((Instruction.Onbuild) i).expression())
              .toList();
    } else if (baseNames.get(index).equals("scratch")) {
      base = new Scratch();
      triggers = List.of();
    } else {
      base = contexts.base(image(baseNames.get(index), platforms.get(index), from.range()));
      triggers = base instanceof FromImage image ? image.image().config().onBuild() : List.of();
    }
    var all = new ArrayList<Step>();
    for (String trigger : triggers) {
      Instruction instruction = Dockerfile.parseTrigger(dockerfile.source(), from.range(), trigger);
      all.add(step(instruction, true, index, bases));
    }
    for (Instruction instruction : stage.instructions()) {
      all.add(step(instruction, false, index, bases));
    }
    String label = from.name() == null ? "stage-" + index : from.name();
    nodes.put(index, new Node(index, label, stage, base, all));
  }

  private Step step(Instruction instruction, boolean trigger, int index, List<Integer> bases)
      throws InterruptedException {
    Source source = new Context();
    if (instruction instanceof Instruction.Copy copy && !copy.from().isEmpty()) {
      source = copySource(copy, index, bases);
    }
    var mounts = new ArrayList<Source>();
    if (instruction instanceof Instruction.Run run) {
      for (String mount : run.mounts()) {
        mounts.add(mountSource(run, mount, index, bases));
      }
    }
    return new Step(instruction, trigger, source, mounts);
  }

  /** Stages have names here, but no numbers. */
  private Source mountSource(Instruction.Run run, String mount, int current, List<Integer> bases)
      throws InterruptedException {
    String from = RunMounts.from(mount);
    if (from.isEmpty()) {
      return new Context();
    }
    Integer stage = stageOfName.get(from.toLowerCase(Locale.ROOT));
    if (stage == null) {
      return from.equals("scratch")
          ? new Scratch()
          : contexts.base(image(from, platform, run.range()));
    }
    if (stage == current) {
      throw circular(run.range(), current);
    }
    if (stage > current) {
      throw dockerfile
          .source()
          .invalid(
              run.range(),
              "cannot mount from stage \""
                  + from
                  + "\" to \""
                  + RunMounts.target(mount)
                  + "\", stage needs to be defined before current command");
    }
    visit(stage, bases);
    return new FromStage(stage);
  }

  private DockerfileException circular(SourceRange range, int stage) {
    return dockerfile
        .source()
        .invalid(range, "circular dependency detected on stage: " + label(stage));
  }

  private Source copySource(Instruction.Copy copy, int current, List<Integer> bases)
      throws InterruptedException {
    String from = copy.from();
    if (!expandsToItself(from)) {
      throw dockerfile
          .source()
          .invalid(
              copy.range(),
              "variable expansion is not supported for --from, define a new stage with FROM using"
                  + " ARG from global scope as a workaround");
    }
    Integer stage = stageOfName.get(from.toLowerCase(Locale.ROOT));
    if (NUMBER.matcher(from).matches()) {
      stage = Integer.parseInt(from);
      if (stage >= dockerfile.stages().size()) {
        throw dockerfile.source().invalid(copy.range(), "invalid stage index " + from);
      }
    }
    if (stage == null) {
      return from.equals("scratch") ? new Scratch() : image(from, platform, copy.range());
    }
    if (stage == current) {
      throw circular(copy.range(), current);
    }
    if (stage > current) {
      throw dockerfile
          .source()
          .invalid(
              copy.range(),
              "cannot copy from stage \""
                  + from
                  + "\", it needs to be defined before current stage \""
                  + label(current)
                  + "\"");
    }
    visit(stage, bases);
    return new FromStage(stage);
  }

  private boolean expandsToItself(String from) {
    try {
      return expander.expand(from, name -> null).equals(from);
    } catch (JdockException e) {
      return false;
    }
  }

  private String label(int index) {
    String name = dockerfile.stages().get(index).from().name();
    return name == null ? "stage-" + index : name;
  }

  private Platform stagePlatform(Instruction.From from) {
    String given = from.platform();
    if (given == null) {
      return platform;
    }
    String value;
    try {
      value = expander.expand(given, arguments::global);
    } catch (JdockException e) {
      throw fault(from.range(), "failed to process arguments for platform : ", e);
    }
    if (value.isEmpty()) {
      throw dockerfile
          .source()
          .invalid(from.range(), "empty platform value from expression " + given);
    }
    try {
      return Platform.parse(value);
    } catch (JdockException e) {
      throw fault(from.range(), "failed to parse platform " + given + ": ", e);
    }
  }

  private Source image(String name, Platform wanted, SourceRange range)
      throws InterruptedException {
    return lookup.image(name, wanted, range);
  }

  /** Of stages, and of images that many begin with: what a FROM may have been meant for. */
  private List<String> namesOfBases() {
    var result = new ArrayList<>(labels());
    for (String name : WELL_KNOWN) {
      result.addAll(List.of(name, name + ":latest"));
    }
    return result;
  }

  private DockerfileException fault(SourceRange range, String prefix, JdockException e) {
    return dockerfile.source().invalid(range, prefix + message(e));
  }

  public static String message(@Nullable Throwable e) {
    String message = e == null ? null : e.getMessage();
    return message == null ? "internal error" : message;
  }
}
