package dev.jdock.cli.command.container;

import dev.jdock.cli.Invocation;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Files of {@code NAME=value} lines: {@code --env-file} and {@code --label-file}. */
final class PairFile {
  private final Invocation invocation;
  private final UnaryOperator<@Nullable String> bareName;

  private PairFile(Invocation invocation, UnaryOperator<@Nullable String> bareName) {
    this.invocation = invocation;
    this.bareName = bareName;
  }

  /** A line without a value takes it from the user's environment, or is dropped. */
  static List<String> environment(Invocation invocation, String file) {
    return new PairFile(
            invocation,
            name -> {
              String value = invocation.environment().get(name);
              return value == null ? null : name + "=" + value;
            })
        .read(file);
  }

  /** A line without a value is a label with none. */
  static List<String> labels(Invocation invocation, String file) {
    return new PairFile(invocation, name -> name).read(file);
  }

  private List<String> read(String file) {
    byte[] content = bytes(file);
    List<String> pairs = new ArrayList<>();
    int number = 0;
    int start = 0;
    while (start < content.length) {
      int end = start;
      while (end < content.length && content[end] != '\n') {
        end++;
      }
      int stop = end > start && content[end - 1] == '\r' ? end - 1 : end;
      number++;
      String line = text(file, number, Arrays.copyOfRange(content, start, stop));
      String pair = pair(file, number == 1 && line.startsWith("\uFEFF") ? line.substring(1) : line);
      if (pair != null) {
        pairs.add(pair);
      }
      start = end + 1;
    }
    return pairs;
  }

  private byte[] bytes(String file) {
    Path path = invocation.resolve(file);
    try {
      return SmallFile.read(path);
    } catch (IOException e) {
      throw new IllegalArgumentException("open " + file + ": " + Reason.withoutFile(e), e);
    }
  }

  private static String text(String file, int number, byte[] line) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line)).toString();
    } catch (CharacterCodingException e) {
      String numbers =
          IntStream.range(0, line.length)
              .mapToObj(i -> Integer.toString(line[i] & 0xff))
              .collect(Collectors.joining(" ", "[", "]"));
      throw invalid(file, "invalid utf8 bytes at line " + number + ": " + numbers);
    }
  }

  private @Nullable String pair(String file, String line) {
    String trimmed = line.stripLeading();
    if (trimmed.isEmpty() || trimmed.startsWith("#")) {
      return null;
    }
    int equals = trimmed.indexOf('=');
    String name = equals < 0 ? trimmed : trimmed.substring(0, equals);
    if (name.indexOf(' ') >= 0 || name.indexOf('\t') >= 0) {
      throw invalid(file, "variable '" + name + "' contains whitespaces");
    }
    if (name.isEmpty()) {
      throw invalid(file, "no variable name on line '" + trimmed + "'");
    }
    return equals < 0 ? bareName.apply(name) : trimmed;
  }

  private static IllegalArgumentException invalid(String file, String reason) {
    return new IllegalArgumentException("invalid env file (" + file + "): " + reason);
  }
}
