package dev.jdock.api.grpc;

/** Where a method's answers go. */
@FunctionalInterface
public interface GrpcAnswer {
  /** Sends a message; blocks while the client does not read. */
  void send(ProtoWriter message) throws InterruptedException;
}
