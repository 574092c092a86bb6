package dev.jdock.api.grpc;

import java.io.IOException;
import java.util.Map;

/** A method that clients call with one message, and that answers with one or several. */
@FunctionalInterface
public interface GrpcMethod {
  /** Among the metadata: who calls. No header of HTTP can have such a name. */
  String PEER = "[peer]";

  /**
   * Answers a call, on a thread of its own, which is interrupted when the client gives up.
   *
   * @param metadata of the call, the first value of each name
   * @throws GrpcFailure for a status of its own
   * @throws dev.jdock.image.error.JdockException as status UNKNOWN, which is BuildKit's for all
   *     that a build can meet
   */
  void answer(Map<String, String> metadata, ProtoMessage request, GrpcAnswer answer)
      throws IOException, InterruptedException;
}
