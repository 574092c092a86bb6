package dev.jdock.runtime.launch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
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
   * Returns the result of the work.
   *
   * @param discard receives the result if the caller does not wait any more
   * @throws InterruptedException when the calling thread is; the work may continue for a while
   */
  static <T> T call(String name, Supplier<T> work, Consumer<T> discard)
      throws InterruptedException {
    CompletableFuture<T> done = new CompletableFuture<>();
    Thread thread = start(name, work, done);
    try {
      thread.join();
      return done.get();
    } catch (ExecutionException e) {
      return Failure.unwrapped(done);
    } catch (InterruptedException e) {
      CompletableFuture<Void> _ = done.thenAccept(discard);
      throw e;
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
