package dev.jdock.cli.command.container;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.LogRequest;
import dev.jdock.runtime.engine.LogSink;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Logs of several containers, a thread each, until all have ended. */
final class SeveralLogs {
  /** Makes what writes entries, each behind a name. */
  @FunctionalInterface
  interface Naming {
    LogSink named(String name);
  }

  private final Containers containers;
  private final List<String> ids;
  private final List<String> prefixes;

  SeveralLogs(Containers containers, List<String> ids, List<String> prefixes) {
    this.containers = containers;
    this.ids = ids;
    this.prefixes = prefixes;
  }

  void show(LogRequest request, Naming naming) throws InterruptedException {
    List<Thread> threads = new ArrayList<>();
    List<FutureTask<Boolean>> tasks = new ArrayList<>();
    for (int i = 0; i < ids.size(); i++) {
      String id = ids.get(i);
      LogSink sink = naming.named(prefixes.get(i));
      FutureTask<Boolean> task =
          new FutureTask<>(() -> {
            containers.logs(id, request, sink);
            return true;
          });
      tasks.add(task);
      if (request.follow()) {
        threads.add(Thread.ofPlatform().daemon().name("logs").start(task));
      } else {
        task.run();
      }
    }
    try {
      for (FutureTask<Boolean> task : tasks) {
        task.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : JdockException.internal("cannot read the logs", e);
    } finally {
      threads.forEach(Thread::interrupt);
    }
  }
}
