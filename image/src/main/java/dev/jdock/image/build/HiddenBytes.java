package dev.jdock.image.build;

import dev.jdock.image.error.JdockException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Bytes that no text of what holds them shows. */
public final class HiddenBytes {
  private final byte[] bytes;

  public HiddenBytes(byte[] bytes) {
    this.bytes = bytes.clone();
  }

  public byte[] bytes() {
    return bytes.clone();
  }

  /**
   * As the value of a variable.
   *
   * @param name to call it in messages
   * @throws JdockException INVALID where they cannot be one
   */
  public String text(String name) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.indexOf('\0') < 0) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // As one with NUL in it.
    }
    throw JdockException.invalid(
        "secret " + name + " cannot be the value of a variable: it is no text");
  }

  @Override
  public String toString() {
    return "****";
  }
}
