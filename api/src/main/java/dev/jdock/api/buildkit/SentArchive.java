package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcCall;
import dev.jdock.api.grpc.ProtoWriter;
import dev.jdock.image.build.BuildOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** A build's result as an archive that is sent to a client, which writes it where it wants. */
final class SentArchive implements BuildOutput.Archive {
  static final String METHOD = "moby.filesync.v1.FileSend/DiffCopy";
  private static final String EXPORTER = "buildkit-attachable-exporter-id";
  private static final int PIECE = 32 << 10;

  private final Session session;
  private final int number;

  /**
   * @param number of the exporter among the build's
   */
  SentArchive(Session session, int number) {
    this.session = session;
    this.number = number;
  }

  static GrpcCall call(Session session, int number) {
    return session.call(METHOD, Map.of(EXPORTER, List.of(Integer.toString(number))));
  }

  @Override
  public void write(Writer writer) throws IOException, InterruptedException {
    try (GrpcCall call = call(session, number);
        OutputStream out = new BufferedOutputStream(new Pieces(call), PIECE)) {
      writer.to(out);
      out.flush();
      call.halfClose();
      // The client's end says that it has written all of it.
      call.awaitEnd();
    }
  }

  /** BytesMessage: data (1). */
  private static final class Pieces extends OutputStream {
    private final GrpcCall call;

    Pieces(GrpcCall call) {
      this.call = call;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      try {
        for (int done = 0; done < length; done += PIECE) {
          int end = offset + Math.min(length, done + PIECE);
          byte[] piece = Arrays.copyOfRange(bytes, offset + done, end);
          call.send(new ProtoWriter().bytes(1, piece).toBytes());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("interrupted");
      }
    }
  }
}
