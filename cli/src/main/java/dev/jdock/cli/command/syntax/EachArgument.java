package dev.jdock.cli.command.syntax;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Does the same with every argument; a failure of one does not keep the others from it. */
public final class EachArgument {
  /** Docker's, too. */
  private static final int AT_ONCE = 50;

  private EachArgument() {}

  /** Something done with one argument. */
  @FunctionalInterface
  public interface Operation {
    void apply(String argument) throws InterruptedException;
  }

  /** Something done with one argument beside others. */
  @FunctionalInterface
  public interface Work {
    /**
     * @return tells what has come of it, when its turn has come
     */
    Runnable apply(String argument) throws InterruptedException;
  }

  /**
   * Works on each argument in turn; a failure does not keep the next ones from their turn.
   *
   * @throws CommandFailure with all failures, one a line, once every argument had its turn
   */
  public static int run(List<String> arguments, Operation operation) throws InterruptedException {
    List<String> failures = new ArrayList<>();
    for (String argument : arguments) {
      try {
        operation.apply(argument);
      } catch (JdockException e) {
        failures.add(message(e));
      }
    }
    return exitCode(failures);
  }

  /**
   * Works on all arguments at once, and tells what came of them in their order.
   *
   * @throws CommandFailure with all failures, one a line, once every argument had its turn
   */
  public static int together(List<String> arguments, Work work) throws InterruptedException {
    List<FutureTask<Runnable>> tasks =
        arguments.stream().map(argument -> new FutureTask<>(() -> work.apply(argument))).toList();
    List<Thread> threads = arguments.size() == 1 ? List.of() : start(tasks);
    try {
      List<String> failures = new ArrayList<>();
      for (FutureTask<Runnable> task : tasks) {
        if (threads.isEmpty()) {
          task.run();
        }
        try {
          task.get().run();
        } catch (ExecutionException e) {
          failures.add(failure(e));
        }
      }
      return exitCode(failures);
    } finally {
      threads.forEach(Thread::interrupt);
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  /** As many as there can be; where there can be none, the caller does the work. */
  private static List<Thread> start(List<FutureTask<Runnable>> tasks) {
    var waiting = new ConcurrentLinkedQueue<>(tasks);
    var threads = new ArrayList<Thread>();
    try {
      while (threads.size() < Math.min(AT_ONCE, tasks.size())) {
        threads.add(Thread.ofPlatform().name("argument").start(() -> runAll(waiting)));
      }
    } catch (OutOfMemoryError tooManyThreads) {
      return threads;
    }
    return threads;
  }

  private static void runAll(ConcurrentLinkedQueue<FutureTask<Runnable>> waiting) {
    FutureTask<Runnable> task = waiting.poll();
    while (task != null && !Thread.interrupted()) {
      task.run();
      task = waiting.poll();
    }
  }

  private static String failure(ExecutionException failed) throws InterruptedException {
    return switch (failed.getCause()) {
      case JdockException e -> message(e);
      case CommandFailure e -> e.text();
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case null, default -> throw new IllegalStateException(failed);
    };
  }

  private static int exitCode(List<String> failures) {
    if (!failures.isEmpty()) {
      throw CommandFailure.of(String.join("\n", failures));
    }
    return 0;
  }

  /** The message for a failure of the engine. */
  public static String message(JdockException e) {
    return "Error response from daemon: " + e.getMessage();
  }
}
