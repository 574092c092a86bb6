package dev.jdock.api.grpc;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** A call that goes on: messages in both directions. Used by one thread at a time. */
public final class GrpcCall implements AutoCloseable {
  /** So many messages are asked for ahead; those of files have 32 KiB. */
  private static final int WINDOW = 64;

  /** So many at a time, once there is room for them. */
  private static final int MORE = WINDOW / 4;

  private final ClientCall<byte[], byte[]> call;
  private final BlockingQueue<Optional<byte[]>> received = new LinkedBlockingQueue<>();
  private final Object ready = new Object();
  private volatile @Nullable Status end;
  private int taken;

  GrpcCall(ClientCall<byte[], byte[]> call, Metadata headers) {
    this.call = call;
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onMessage(byte[] message) {
            received.add(Optional.of(message));
          }

          @Override
          public void onReady() {
            wake();
          }

          @Override
          public void onClose(Status status, Metadata trailers) {
            end = status;
            received.add(Optional.empty());
            wake();
          }
        },
        headers);
    call.request(WINDOW);
  }

  private void wake() {
    synchronized (ready) {
      ready.notifyAll();
    }
  }

  /** Sends a message; blocks while the other side does not read. */
  public void send(byte[] message) throws InterruptedException {
    synchronized (ready) {
      while (!call.isReady() && end == null) {
        ready.wait();
      }
    }
    if (end == null) {
      call.sendMessage(message);
    }
  }

  /** Says that no message will follow. */
  public void halfClose() {
    if (end == null) {
      call.halfClose();
    }
  }

  /** Whether {@link #next} has something at once. */
  public boolean hasNext() {
    return !received.isEmpty();
  }

  /**
   * The next message.
   *
   * @return null at the end of a call that went well
   * @throws GrpcFailure for the status of one that did not
   */
  public byte @Nullable [] next() throws InterruptedException {
    Optional<byte[]> message = received.take();
    if (message.isPresent()) {
      taken++;
      if (taken == MORE) {
        call.request(MORE);
        taken = 0;
      }
      return message.get();
    }
    received.add(Optional.empty());
    Status status = end;
    if (status == null || status.isOk()) {
      return null;
    }
    String description = status.getDescription();
    throw new GrpcFailure(
        status.getCode().value(), description == null ? status.getCode().name() : description);
  }

  /** The next message, which must come. */
  public ProtoMessage require() throws InterruptedException, IOException {
    byte[] message = next();
    if (message == null) {
      throw new IOException("the client ended the call without an answer");
    }
    return ProtoMessage.parse(message);
  }

  /**
   * Waits for the end of a call whose further messages do not matter.
   *
   * @throws GrpcFailure for the status of one that did not go well
   */
  public void awaitEnd() throws InterruptedException {
    byte[] message = next();
    while (message != null) {
      message = next();
    }
  }

  /** Gives it up, if it is not at its end. */
  @Override
  public void close() {
    if (end == null) {
      call.cancel("not needed any more", null);
    }
  }
}
