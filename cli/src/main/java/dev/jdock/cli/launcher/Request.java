package dev.jdock.cli.launcher;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Builds the frame with the user's command line and environment. */
final class Request {
  private Request() {}

  /**
   * From proc(5), because the JVM decodes its arguments and environment by the user's locale, in
   * which a C locale loses every letter that is not ASCII.
   *
   * @param arguments how many of the command line's last strings are the user's
   */
  static Frame ofThisProcess(int arguments) throws IOException {
    List<byte[]> line = split(Files.readAllBytes(Path.of("/proc/self/cmdline")));
    List<byte[]> strings = new ArrayList<>();
    strings.add(Integer.toString(arguments).getBytes(StandardCharsets.US_ASCII));
    strings.addAll(line.subList(line.size() - arguments, line.size()));
    strings.addAll(split(Files.readAllBytes(Path.of("/proc/self/environ"))));
    return Frame.of(Frame.REQUEST, strings);
  }

  private static List<byte[]> split(byte[] joined) {
    List<byte[]> parts = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < joined.length; i++) {
      if (joined[i] == 0) {
        parts.add(Arrays.copyOfRange(joined, start, i));
        start = i + 1;
      }
    }
    return parts;
  }
}
