package dev.jdock.api.grpc;

import java.util.List;

/** Ends a call with a status (google/rpc/code.proto). */
public final class GrpcFailure extends RuntimeException {
  private static final long serialVersionUID = 1L;
  public static final int UNKNOWN = 2;
  public static final int INVALID_ARGUMENT = 3;
  public static final int NOT_FOUND = 5;
  public static final int UNIMPLEMENTED = 12;
  public static final int UNAVAILABLE = 14;

  private final int code;
  private final transient List<Detail> details;

  /**
   * What a client can show besides the message.
   *
   * @param type the URL of its type
   */
  public record Detail(String type, byte[] value) {}

  public GrpcFailure(int code, String message) {
    this(code, message, List.of());
  }

  public GrpcFailure(int code, String message, List<Detail> details) {
    super(message);
    this.code = code;
    this.details = List.copyOf(details);
  }

  /** As {@code google.rpc.Status}. */
  byte[] status() {
    ProtoWriter status = new ProtoWriter().number(1, code).text(2, String.valueOf(getMessage()));
    for (Detail detail : details) {
      status.message(3, new ProtoWriter().text(1, detail.type()).bytes(2, detail.value()));
    }
    return status.toBytes();
  }

  public int code() {
    return code;
  }
}
