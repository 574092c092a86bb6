package dev.jdock.runtime.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The attributes of a process from /proc.
 *
 * @param ticks of processor time, in hundredths of a second
 * @param startTicks after boot, likewise
 * @param terminal device number; 0 for none
 */
record ProcessInfo(
    int pid,
    int parent,
    int session,
    int group,
    int foregroundGroup,
    char state,
    String name,
    String commandLine,
    int uid,
    int gid,
    long ticks,
    long startTicks,
    int nice,
    int priority,
    int threads,
    boolean locked,
    long virtualKib,
    long residentKib,
    int terminal) {
  private static final int PAGE_KIB = 4;

  /** Nothing for one that has ended. */
  static Optional<ProcessInfo> read(int pid) {
    Path folder = Path.of("/proc/" + pid);
    try {
      return Optional.of(
          parse(
              pid,
              Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1),
              Files.readString(folder.resolve("status"), StandardCharsets.ISO_8859_1),
              Files.readAllBytes(folder.resolve("cmdline"))));
    } catch (IOException gone) {
      return Optional.empty();
    }
  }

  /** The name in parentheses may hold anything, parentheses too. */
  static ProcessInfo parse(int pid, String stat, String status, byte[] cmdline) {
    String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    String[] rest = stat.substring(stat.lastIndexOf(')') + 2).trim().split(" ", -1);
    Map<String, String> fields = new HashMap<>();
    status
        .lines()
        .filter(line -> line.contains(":"))
        .forEach(line -> {
          int colon = line.indexOf(':');
          fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
        });
    return new ProcessInfo(
        pid,
        Integer.parseInt(rest[1]),
        Integer.parseInt(rest[3]),
        Integer.parseInt(rest[2]),
        Integer.parseInt(rest[5]),
        rest[0].charAt(0),
        name,
        commandLine(name, cmdline),
        second(fields.get("Uid")),
        second(fields.get("Gid")),
        Long.parseLong(rest[11]) + Long.parseLong(rest[12]),
        Long.parseLong(rest[19]),
        Integer.parseInt(rest[16]),
        Integer.parseInt(rest[15]),
        Integer.parseInt(rest[17]),
        !fields.getOrDefault("VmLck", "0 kB").startsWith("0 "),
        Long.parseLong(rest[20]) / 1024,
        Long.parseLong(rest[21]) * PAGE_KIB,
        Integer.parseInt(rest[4]));
  }

  /** The effective one of four. */
  private static int second(@org.jspecify.annotations.Nullable String ids) {
    return ids == null ? 0 : (int) Long.parseLong(ids.split("\\s+", -1)[1]);
  }

  private static String commandLine(String name, byte[] cmdline) {
    String text = new String(cmdline, StandardCharsets.UTF_8);
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == 0) {
      end--;
    }
    String words = text.substring(0, end).replace('\0', ' ').replace('\n', ' ');
    return words.isEmpty() ? "[" + name + "]" : words;
  }

  /** As ps shows it: the state, then what is special about the process. */
  String stat() {
    StringBuilder text = new StringBuilder().append(state);
    text.append(nice < 0 ? "<" : nice > 0 ? "N" : "");
    text.append(locked ? "L" : "");
    text.append(session == pid ? "s" : "");
    text.append(threads > 1 ? "l" : "");
    text.append(foregroundGroup == group ? "+" : "");
    return text.toString();
  }

  /** {@code pts/0}; {@code ?} for none. */
  String terminalName() {
    int major = (terminal >> 8) & 0xfff;
    int minor = (terminal & 0xff) | ((terminal >> 12) & 0xfff00);
    return switch (major) {
      case 4 -> "tty" + minor;
      case 136, 137, 138, 139, 140, 141, 142, 143 -> "pts/" + ((major - 136) * 256 + minor);
      default -> "?";
    };
  }
}
