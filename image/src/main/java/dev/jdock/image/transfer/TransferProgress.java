package dev.jdock.image.transfer;

/** Is notified of what a transfer does, from any thread, one event at a time per transfer. */
@FunctionalInterface
public interface TransferProgress {
  void tell(TransferEvent event);

  /** A line for the user about which image it is, before anything of it is fetched. */
  default void note(String line) {
    tell(TransferEvent.of(line));
  }
}
