package dev.jdock.image.build.plan;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Work that depends on other work: each task is done once, after those that it depends on; tasks
 * that do not depend on each other are done at the same time. The first failure cancels the others,
 * and is the one that is reported.
 */
public final class Tasks {

  /** What a task does. */
  @FunctionalInterface
  public interface Work<T> {
    T call() throws IOException, InterruptedException;
  }

  /** One of them. */
  public static final class Task<T> {
    private final Work<T> work;
    private final int dependencies;
    private final AtomicInteger missing;
    private final List<Task<?>> dependents = new ArrayList<>();
    private volatile @Nullable T result;

    private Task(Work<T> work, int dependencies) {
      this.work = work;
      this.dependencies = dependencies;
      this.missing = new AtomicInteger(dependencies);
    }

    private void run() throws IOException, InterruptedException {
      result = work.call();
    }

    public boolean isDone() {
      return result != null;
    }

    /** For those that depend on it, and for all when everything is done. */
    public T result() {
      T done = result;
      if (done == null) {
        throw new IllegalStateException("the task has not been done");
      }
      return done;
    }
  }

  private final List<Task<?>> all = new ArrayList<>();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

  /**
   * Adds a task; all are added before any is done.
   *
   * @param dependencies added before, each once
   */
  public <T> Task<T> add(List<? extends Task<?>> dependencies, Work<T> work) {
    var task = new Task<>(work, dependencies.size());
    for (Task<?> each : dependencies) {
      each.dependents.add(task);
    }
    all.add(task);
    return task;
  }

  /**
   * Does all of them. When it returns, whichever way, no thread is at work for them any more.
   *
   * @throws InterruptedException when the calling thread was interrupted; all tasks were, then
   */
  public void run() throws IOException, InterruptedException {
    if (all.isEmpty()) {
      return;
    }
    var left = new CountDownLatch(all.size());
    ExecutorService threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> Thread.ofPlatform().daemon().name("build-step").unstarted(work),
            // After a failure, nothing that could have been done next is wanted.
            new ThreadPoolExecutor.DiscardPolicy());
    try {
      for (Task<?> task : List.copyOf(all)) {
        if (task.dependencies == 0) {
          threads.execute(() -> runFrom(task, threads, left));
        }
      }
      left.await();
    } finally {
      end(threads);
    }
    report();
  }

  /** Does a task and, on the same thread, what was only waiting for it. */
  private void runFrom(Task<?> first, ExecutorService threads, CountDownLatch left) {
    @Nullable Task<?> next = first;
    while (next != null) {
      Task<?> task = next;
      next = null;
      try {
        task.run();
      } catch (Throwable e) {
        fail(e, left);
        return;
      }
      for (Task<?> dependent : task.dependents) {
        if (dependent.missing.decrementAndGet() > 0) {
          continue;
        }
        if (next == null) {
          next = dependent;
        } else {
          Task<?> other = dependent;
          threads.execute(() -> runFrom(other, threads, left));
        }
      }
      left.countDown();
    }
  }

  private void fail(Throwable e, CountDownLatch left) {
    failure.compareAndSet(null, e);
    while (left.getCount() > 0) {
      left.countDown();
    }
  }

  /** Interrupts those at work and waits until they have stopped. */
  private static void end(ExecutorService threads) {
    List<Runnable> _ = threads.shutdownNow();
    boolean interrupted = false;
    while (true) {
      try {
        if (threads.awaitTermination(1, TimeUnit.HOURS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void report() throws IOException, InterruptedException {
    switch (failure.get()) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case IOException e -> throw e;
      case InterruptedException e -> throw e;
      case Throwable e -> throw new IllegalStateException(e);
    }
  }
}
