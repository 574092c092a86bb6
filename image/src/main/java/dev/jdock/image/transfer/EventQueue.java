package dev.jdock.image.transfer;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The events of layers for one user, delivered on that user's own thread: a stalled terminal blocks
 * neither the transfers nor other users of them. Of several amounts only the latest is kept.
 */
final class EventQueue implements TransferProgress {
  private final List<TransferEvent> waiting = new ArrayList<>();
  private boolean ended;

  /** Never blocks; any thread. */
  @Override
  public synchronized void tell(TransferEvent event) {
    if (event.hasProgress()) {
      waiting.removeIf(old ->
          old.hasProgress() && old.id().equals(event.id()) && old.status().equals(event.status()));
    }
    waiting.add(event);
    notifyAll();
  }

  /**
   * Notifies {@code user} until all of the work is done, or the first of it has failed.
   *
   * @throws ExecutionException with that failure
   */
  void passOn(TransferProgress user, List<? extends CompletableFuture<?>> work)
      throws InterruptedException, ExecutionException {
    CompletableFuture<Void> end = CompletableFuture.allOf(work.toArray(CompletableFuture[]::new));
    for (CompletableFuture<?> each : work) {
      CompletableFuture<?> _ =
          each.whenComplete((_, failure) -> {
            if (failure != null) {
              end.completeExceptionally(failure);
            }
          });
    }
    CompletableFuture<?> _ = end.whenComplete((_, _) -> end());
    for (List<TransferEvent> next = next(); !next.isEmpty(); next = next()) {
      next.forEach(user::tell);
    }
    Void _ = end.get();
  }

  private synchronized void end() {
    ended = true;
    notifyAll();
  }

  /** Empty when there is no more. */
  private synchronized List<TransferEvent> next() throws InterruptedException {
    while (waiting.isEmpty() && !ended) {
      wait();
    }
    List<TransferEvent> next = List.copyOf(waiting);
    waiting.clear();
    return next;
  }
}
