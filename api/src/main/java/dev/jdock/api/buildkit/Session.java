package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcCall;
import dev.jdock.api.grpc.GrpcClient;
import dev.jdock.api.grpc.GrpcFailure;
import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.api.grpc.ProtoWriter;
import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client that lends files, secrets and logins to its builds, as long as it is connected.
 *
 * @param sharedKey of the user, the client and the folder it builds, equal for later sessions;
 *     empty where the client has none
 * @param client null where nothing is offered
 * @param methods what it offers: {@code /moby.filesync.v1.FileSync/DiffCopy} …
 */
record Session(String sharedKey, @Nullable GrpcClient client, Set<String> methods) {
  /** Of who lends nothing. */
  static final Session NONE = new Session("", null, Set.of());

  Session {
    methods = Set.copyOf(methods);
  }

  boolean offers(String method) {
    return methods.contains("/" + method);
  }

  /**
   * Begins a call of something that it offers.
   *
   * @throws JdockException INVALID where it does not
   */
  GrpcCall call(String method, Map<String, List<String>> metadata) {
    if (client == null || !offers(method)) {
      throw JdockException.invalid("the client of this build does not offer " + method);
    }
    return client.call(method, metadata);
  }

  /**
   * Calls a method with one message and one answer.
   *
   * @return null where the client says NOT_FOUND
   */
  @Nullable ProtoMessage ask(String method, ProtoWriter question)
      throws InterruptedException, IOException {
    try (GrpcCall call = call(method, Map.of())) {
      call.send(question.toBytes());
      call.halfClose();
      return call.require();
    } catch (GrpcFailure e) {
      if (e.code() == GrpcFailure.NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }
}
