package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.bake.Field;
import dev.jdock.cli.bake.Plan;
import dev.jdock.cli.bake.Target;
import dev.jdock.cli.command.progress.ProgressDisplay;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.Parser;
import dev.jdock.cli.command.syntax.Surface;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Engine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Builds the targets of a plan, those that do not depend on each other at the same time. The first
 * failure ends them all.
 */
final class BakeRun {
  private final Engine engine;
  private final Invocation invocation;
  private final Plan plan;
  private final ProgressDisplay display;
  private final BuildCall call;
  private final SortedMap<String, BakeAnswer> answers = new ConcurrentSkipListMap<>();
  private final AtomicInteger numbers;
  private final Map<String, String> ids = new HashMap<>();

  /**
   * @param numbers the last that was given to a step
   * @param call has the options for targets of which something is asked
   */
  BakeRun(
      Engine engine,
      Invocation invocation,
      Plan plan,
      ProgressDisplay display,
      AtomicInteger numbers,
      BuildCall call) {
    this.engine = engine;
    this.numbers = numbers;
    this.invocation = invocation;
    this.plan = plan;
    this.display = display;
    this.call = call;
  }

  /** What was said of Dockerfiles, by target. */
  SortedMap<String, BakeAnswer> answers() {
    return answers;
  }

  /** A build that came to its end. */
  private record Built(String target, String id) {}

  /**
   * @return ids of the images by target, of those that were asked for
   * @throws CommandFailure of the first target that fails
   */
  Map<String, String> run() throws InterruptedException {
    for (Target target : plan.targets().values()) {
      ContextSource.requireFolder(invocation, target.text(Field.CONTEXT));
    }
    try (ExecutorService builds =
        Executors.newThreadPerTaskExecutor(Thread.ofPlatform().name("bake-", 0).factory())) {
      try {
        run(builds);
      } catch (CommandFailure | JdockException | InterruptedException e) {
        builds.shutdownNow();
        throw e;
      }
    } finally {
      removeLinked();
    }
    Map<String, String> wanted = new LinkedHashMap<>();
    for (String target : plan.targets().keySet()) {
      if (!plan.linked().contains(target)) {
        wanted.put(target, ids.getOrDefault(target, ""));
      }
    }
    return wanted;
  }

  private void run(ExecutorService builds) throws InterruptedException {
    var ends = new ExecutorCompletionService<Built>(builds);
    var waiting = new ArrayList<>(plan.targets().values());
    int running = 0;
    while (!waiting.isEmpty() || running > 0) {
      for (Target target : List.copyOf(waiting)) {
        if (ids.keySet().containsAll(Plan.links(target))) {
          waiting.remove(target);
          Map<String, String> known = Map.copyOf(ids);
          Future<Built> _ = ends.submit(() -> build(target, known));
          running++;
        }
      }
      Built built = result(ends.take());
      ids.put(built.target(), built.id());
      running--;
    }
  }

  private static Built result(Future<Built> end) throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case CommandFailure failure -> throw failure;
        case JdockException failure -> throw failure;
        case InterruptedException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  private Built build(Target target, Map<String, String> images) throws InterruptedException {
    boolean linked = plan.linked().contains(target.name());
    var arguments = new TargetArguments(target, linked);
    var own = new TargetDisplay(display, plan.targets().size() == 1 ? "" : target.name(), numbers);
    var build = new BuildImage(own, images);
    Surface.Entry entry = Surface.load().find("build");
    if (entry == null) {
      throw new IllegalStateException("build is no command");
    }
    Parser.Outcome _ = new Parser(entry, new BuildImage()).parse(arguments.words(call), build);
    if (!linked && TargetArguments.isCall(target)) {
      answers.put(target.name(), answer(build, target));
      return new Built(target.name(), "");
    }
    int code = build.run(engine, with(dockerfile(target), invocation.out()));
    if (code != 0) {
      throw new CommandFailure(code, "");
    }
    return new Built(target.name(), build.id());
  }

  private BakeAnswer answer(BuildImage build, Target target) throws InterruptedException {
    var said = new ByteArrayOutputStream();
    int code;
    String error = "";
    try (var out = new PrintStream(said, false, StandardCharsets.UTF_8)) {
      code = build.run(engine, with(dockerfile(target), out));
    } catch (CommandFailure e) {
      if (!build.checked()) {
        throw e;
      }
      code = e.exitCode();
      error = e.text().replaceFirst("^ERROR: ", "");
    }
    return new BakeAnswer(said.toString(StandardCharsets.UTF_8), error, code);
  }

  private static InputStream dockerfile(Target target) {
    return new ByteArrayInputStream(
        target.text(Field.DOCKERFILE_INLINE).getBytes(StandardCharsets.UTF_8));
  }

  private Invocation with(InputStream in, PrintStream out) {
    return new Invocation(
        invocation.arguments(),
        invocation.files(),
        invocation.environment(),
        in,
        out,
        invocation.err(),
        invocation.terminal(),
        invocation.signals());
  }

  /** Images that were made for other targets alone have no name that would keep them. */
  private void removeLinked() {
    for (String target : plan.linked()) {
      String id = ids.get(target);
      if (id != null && !id.isEmpty()) {
        try {
          var _ = engine.images().remove(id, false, true, List.of());
        } catch (JdockException _) {
          // An image of the user's that is the same, or one that others are made of.
        }
      }
    }
  }
}
