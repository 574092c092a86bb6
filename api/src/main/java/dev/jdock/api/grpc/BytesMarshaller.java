package dev.jdock.api.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Leaves messages as they are: those who send and receive them know their fields. */
final class BytesMarshaller implements MethodDescriptor.Marshaller<byte[]> {
  private static final BytesMarshaller ONLY = new BytesMarshaller();

  private BytesMarshaller() {}

  static MethodDescriptor<byte[], byte[]> method(MethodDescriptor.MethodType type, String name) {
    return MethodDescriptor.<byte[], byte[]>newBuilder()
        .setType(type)
        .setFullMethodName(name)
        .setRequestMarshaller(ONLY)
        .setResponseMarshaller(ONLY)
        .build();
  }

  @Override
  public InputStream stream(byte[] value) {
    return new ByteArrayInputStream(value);
  }

  @Override
  public byte[] parse(InputStream stream) {
    try {
      return stream.readAllBytes();
    } catch (IOException e) {
      throw Status.INTERNAL
          .withDescription("a message is cut off")
          .withCause(e)
          .asRuntimeException();
    }
  }
}
