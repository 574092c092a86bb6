package dev.jdock.image.fuzz;

import dev.jdock.image.error.JdockException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells whether an input was treated as any input has to be: read, or refused in one line that has
 * no word of the language that jdock is written in.
 */
public final class Oracle {
  private static final Pattern FOREIGN_WORD =
      Pattern.compile(
          "\\bjavax?\\.|\\bdev\\.jdock\\b|\\bjackson\\b|fasterxml|\\w*Exception\\b|\\bOptional\\["
              + "|\\bJsonToken|\\b(?:START|END)_(?:OBJECT|ARRAY)\\b|reference chain|\\[Source:"
              // The value; in quotes, or where a document has one, it is JSON's word.
              + "|(?<!['\"`]|a |record is )\\bnull\\b(?!['\"`])|@[0-9a-f]{6,8}\\b"
              + "|(?:Index|index) -?\\d+ out of bounds|For input string|Begin -?\\d+, end -?\\d+");

  private static final Pattern ESCAPED = Pattern.compile("\\\\(?:[nrt]|x[0-9a-f]{2})");

  private final FuzzTarget target;

  public Oracle(FuzzTarget target) {
    this.target = target;
  }

  /**
   * @throws AssertionError for a message that is none for users
   * @throws Exception as the target threw it, if it should not have
   */
  public void read(byte[] input) throws Exception {
    try {
      target.read(input, message -> judge(message, input));
    } catch (JdockException refused) {
      judge(refused.getMessage(), input);
    }
  }

  private static void judge(String message, byte[] input) {
    if (message == null || message.isBlank()) {
      throw new AssertionError("no message");
    }
    if (message.indexOf('\n') >= 0 || message.indexOf('\r') >= 0) {
      throw new AssertionError("a message of several lines: " + message);
    }
    Matcher word = FOREIGN_WORD.matcher(ESCAPED.matcher(message).replaceAll(" "));
    String said = new String(input, StandardCharsets.UTF_8);
    while (word.find()) {
      // What is wrong in the input may be repeated.
      if (!said.contains(word.group())) {
        throw new AssertionError("\"" + word.group() + "\" in the message: " + message);
      }
    }
  }
}
