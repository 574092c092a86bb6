package dev.jdock.api.grpc;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** Runs a method's calls, each on a thread of its own. */
final class CallHandler implements ServerCallHandler<byte[], byte[]> {
  private static final Metadata.Key<byte[]> DETAILS =
      Metadata.Key.of("grpc-status-details-bin", Metadata.BINARY_BYTE_MARSHALLER);

  private final GrpcMethod method;
  private final Executor threads;

  CallHandler(GrpcMethod method, Executor threads) {
    this.method = method;
    this.threads = threads;
  }

  @Override
  public ServerCall.Listener<byte[]> startCall(ServerCall<byte[], byte[]> call, Metadata metadata) {
    Map<String, String> values = values(metadata);
    values.put(
        GrpcMethod.PEER, String.valueOf(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)));
    Running running = new Running(call, values);
    call.request(2);
    return running;
  }

  private static Map<String, String> values(Metadata metadata) {
    Map<String, String> values = new HashMap<>();
    for (String name : metadata.keys()) {
      if (!name.endsWith(Metadata.BINARY_HEADER_SUFFIX)) {
        String value = metadata.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        if (value != null) {
          values.put(name, value);
        }
      }
    }
    return values;
  }

  private final class Running extends ServerCall.Listener<byte[]> implements GrpcAnswer {
    private final ServerCall<byte[], byte[]> call;
    private final Map<String, String> metadata;
    private byte[] request = new byte[0];
    private boolean answered;
    private boolean cancelled;
    private @Nullable Thread thread;

    Running(ServerCall<byte[], byte[]> call, Map<String, String> metadata) {
      this.call = call;
      this.metadata = metadata;
    }

    @Override
    public void onMessage(byte[] message) {
      request = message;
    }

    @Override
    public void onHalfClose() {
      try {
        threads.execute(this::run);
      } catch (RejectedExecutionException e) {
        call.close(
            Status.RESOURCE_EXHAUSTED.withDescription("the engine has too many calls"),
            new Metadata());
      }
    }

    @Override
    public synchronized void onCancel() {
      cancelled = true;
      if (thread != null) {
        thread.interrupt();
      }
      notifyAll();
    }

    @Override
    public synchronized void onReady() {
      notifyAll();
    }

    private void run() {
      synchronized (this) {
        if (cancelled) {
          return;
        }
        thread = Thread.currentThread();
      }
      Metadata trailers = new Metadata();
      Status status = answer(trailers);
      synchronized (this) {
        thread = null;
        Thread.interrupted();
        if (!cancelled) {
          close(status, trailers);
        }
      }
    }

    private Status answer(Metadata trailers) {
      try {
        method.answer(metadata, ProtoMessage.parse(request), this);
        return Status.OK;
      } catch (GrpcFailure e) {
        trailers.put(DETAILS, e.status());
        return Status.fromCodeValue(e.code()).withDescription(e.getMessage());
      } catch (JdockException e) {
        return Status.UNKNOWN.withDescription(e.getMessage());
      } catch (InterruptedException e) {
        return Status.CANCELLED.withDescription("context canceled");
      } catch (IOException | RuntimeException e) {
        return Status.UNKNOWN.withDescription(Reason.of(e));
      }
    }

    private void close(Status status, Metadata trailers) {
      try {
        if (status.isOk() && !answered) {
          call.sendHeaders(new Metadata());
        }
        call.close(status, trailers);
      } catch (IllegalStateException e) {
        // The client has given up in this moment.
        return;
      }
    }

    @Override
    public synchronized void send(ProtoWriter message) throws InterruptedException {
      if (!answered && !cancelled) {
        answered = true;
        call.sendHeaders(new Metadata());
      }
      while (!cancelled && !call.isReady()) {
        wait();
      }
      if (cancelled) {
        throw new InterruptedException("the client has given up");
      }
      call.sendMessage(message.toBytes());
    }
  }
}
