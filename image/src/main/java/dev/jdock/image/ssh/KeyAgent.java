package dev.jdock.image.ssh;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * An agent that has the keys of some files, and never gives them away.
 *
 * @param keys in the order in which they are offered
 */
public record KeyAgent(List<SigningKey> keys) implements Agent {
  public KeyAgent {
    keys = List.copyOf(keys);
  }

  @Override
  public Conversation open() {
    return new Conversation() {
      @Override
      public byte[] answer(byte[] request) {
        return switch (request[0]) {
          case Messages.REQUEST_IDENTITIES -> identities();
          case Messages.SIGN_REQUEST -> signature(request);
          default -> Messages.failure();
        };
      }

      @Override
      public void close() {
        // It holds nothing.
      }
    };
  }

  private byte[] identities() {
    Wire answer = new Wire().add(Messages.IDENTITIES).addNumber(keys.size());
    keys.forEach(key -> key.describe(answer));
    return answer.done();
  }

  private byte[] signature(byte[] request) {
    try {
      var reader = new Wire.Reader(request, 1);
      byte[] wanted = reader.string();
      byte[] data = reader.string();
      int flags = reader.number();
      Optional<SigningKey> key = keys.stream().filter(each -> each.is(wanted)).findFirst();
      return key.isPresent()
          ? new Wire().add(Messages.SIGNATURE).add(key.get().sign(data, flags)).done()
          : Messages.failure();
    } catch (IOException e) {
      return Messages.failure();
    }
  }
}
