package dev.jdock.runtime.container.exec;

import dev.jdock.runtime.engine.Attachment;
import dev.jdock.runtime.engine.Streams;
import dev.jdock.runtime.io.Fanout;
import dev.jdock.runtime.io.OutputPump.Receiver;
import dev.jdock.runtime.io.QueuedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A client's streams connected to those of a process in a container. */
public final class AttachContainer implements Attachment {
  private static final int CHUNK = 16 << 10;

  /** The process's side: its outputs, its input once it runs, and how its input ends. */
  interface Side {
    Fanout stdout();

    Fanout stderr();

    void resume();

    /** Waits for the start; null when there is no input, or nothing was started. */
    @Nullable OutputStream input() throws InterruptedException;

    void closeInput();
  }

  private final Side process;
  private final boolean endsInput;
  private final DetachKeys detachKeys;
  private final QueuedWriter writer;
  private final List<Runnable> disconnects = new ArrayList<>();
  private final CompletableFuture<End> end = new CompletableFuture<>();
  private final @Nullable Thread input;

  /**
   * @param endsInput whether the end of the client's input is the end of the process's
   * @param tty whether keys are typed: other input may hold any bytes, those of the keys, too
   */
  public AttachContainer(Side process, Streams streams, boolean endsInput, boolean tty) {
    this(process, streams, endsInput, tty, Thread::start);
  }

  /**
   * @param starter of threads, which may fail
   */
  public AttachContainer(
      Side process, Streams streams, boolean endsInput, boolean tty, Consumer<Thread> starter) {
    this.process = process;
    this.endsInput = endsInput;
    this.detachKeys = tty ? DetachKeys.typed(streams.detachKeys()) : DetachKeys.none();
    this.writer =
        new QueuedWriter("attach-output", process::resume, () -> end.complete(End.BROKEN));
    connect(streams.stdout() == null ? null : writer.to(streams.stdout()), process.stdout());
    connect(streams.stderr() == null ? null : writer.to(streams.stderr()), process.stderr());
    if (streams.stdout() == null && streams.stderr() == null) {
      // A client that only sends input is notified of the end, too.
      connect(writer.toNothing(), process.stdout());
    }
    InputStream source = streams.stdin();
    this.input = source == null ? null : input(source);
    try {
      writer.start(starter, () -> end.complete(End.OUTPUT_ENDED));
      if (input != null) {
        starter.accept(input);
      }
    } catch (RuntimeException | Error e) {
      // A receiver that is never emptied would hold the process up for ever.
      close();
      throw e;
    }
  }

  private void connect(@Nullable Receiver receiver, Fanout stream) {
    if (receiver != null) {
      stream.add(receiver);
      disconnects.add(() -> stream.remove(receiver));
    }
  }

  private Thread input(InputStream source) {
    Thread thread = new Thread(null, () -> copyInput(source), "attach-input", 128 << 10);
    thread.setDaemon(true);
    return thread;
  }

  /** A process that has ended, or closed its input, makes the rest of the client's input moot. */
  private void copyInput(InputStream input) {
    try {
      OutputStream target = process.input();
      byte[] buffer = new byte[CHUNK];
      for (int n; (n = input.read(buffer)) >= 0; ) {
        byte[] typed = detachKeys.filter(buffer, n);
        if (target != null && typed.length > 0) {
          target.write(typed);
        }
        if (detachKeys.complete()) {
          end.complete(End.DETACHED);
          return;
        }
      }
      if (target != null) {
        target.write(detachKeys.heldBack());
      }
      if (endsInput && target != null) {
        process.closeInput();
      }
    } catch (IOException | RuntimeException over) {
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public End await() throws InterruptedException {
    try {
      return end.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    disconnects.forEach(Runnable::run);
    writer.close();
    end.complete(End.BROKEN);
    process.resume();
    if (input != null) {
      // Wakes it where it waits for a start; the client's stream wakes it where it reads.
      input.interrupt();
    }
  }
}
