package dev.jdock.runtime.launch;

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * For work that changes the thread that does it: that thread ends with it. It is waited for, since
 * it holds namespaces and directories as long as it is there.
 */
final class ThrowAwayThread {
  private ThrowAwayThread() {}

  /**
   * Returns when the work is done, interrupted or not.
   *
   * @throws RuntimeException what it threw
   */
  static void run(String name, Runnable work) {
    CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    Thread thread =
        start(
            name,
            () -> {
              work.run();
              return null;
            },
            done);
    Failure.uninterruptibly(thread::join);
    Failure.unwrapped(done);
  }

  /**
   * Begins work whose result is {@linkplain Result#await awaited}, or discarded by closing it.
   *
   * @param discard receives a result that nobody has awaited, or waits for any more
   */
  static <T> Result<T> begin(String name, Supplier<T> work, Consumer<T> discard) {
    CompletableFuture<T> done = new CompletableFuture<>();
    return new Result<>(start(name, work, done), done, discard);
  }

  /** What such a thread brings; for one other thread. */
  static final class Result<T> implements AutoCloseable {
    private final Thread thread;
    private final CompletableFuture<T> done;
    private final Consumer<T> discard;
    private boolean awaited;

    private Result(Thread thread, CompletableFuture<T> done, Consumer<T> discard) {
      this.thread = thread;
      this.done = done;
      this.discard = discard;
    }

    /**
     * Returns the result, the caller's from now on.
     *
     * @throws RuntimeException what the work threw
     * @throws InterruptedException when the calling thread is; the work may continue for a while
     */
    T await() throws InterruptedException {
      thread.join();
      awaited = true;
      return Failure.unwrapped(done);
    }

    @Override
    public void close() {
      if (!awaited) {
        CompletableFuture<Void> _ = done.thenAccept(discard);
      }
    }
  }

  private static <T extends @Nullable Object> Thread start(
      String name, Supplier<T> work, CompletableFuture<T> done) {
    return Thread.ofPlatform()
        .daemon()
        .name(name)
        .start(() -> {
          try {
            done.complete(work.get());
          } catch (Throwable e) {
            done.completeExceptionally(e);
          }
        });
  }
}
