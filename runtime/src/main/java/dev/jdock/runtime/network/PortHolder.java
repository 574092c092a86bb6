package dev.jdock.runtime.network;

import dev.jdock.image.content.SmallFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which process of this machine has a port: by the tables of proc(5), as ss(8) finds it. */
final class PortHolder {
  private static final String LISTENING = "0A";
  private static final int ADDRESS = 1;
  private static final int STATE = 3;
  private static final int INODE = 9;

  private PortHolder() {}

  /** {@code process 4711 (nginx)}; empty where it cannot be told. */
  static String of(String protocol, int port) {
    Set<String> sockets = new HashSet<>();
    for (String table : List.of(protocol, protocol + "6")) {
      sockets.addAll(sockets(Path.of("/proc/net", table), protocol.equals("tcp"), port));
    }
    return sockets.isEmpty() ? "" : process(sockets);
  }

  /** The sockets as the links in /proc/PID/fd show them. */
  private static Set<String> sockets(Path table, boolean listening, int port) {
    Set<String> found = new HashSet<>();
    String end = ":%04X".formatted(port);
    try {
      for (String line : Files.readAllLines(table)) {
        List<String> fields = List.of(line.strip().split("\\s+", -1));
        if (fields.size() > INODE
            && fields.get(ADDRESS).endsWith(end)
            && (!listening || fields.get(STATE).equals(LISTENING))) {
          found.add("socket:[" + fields.get(INODE) + "]");
        }
      }
    } catch (IOException e) {
      // A kernel without IPv6 has no such table.
      return found;
    }
    return found;
  }

  private static String process(Set<String> sockets) {
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[1-9]*")) {
      for (Path process : processes) {
        if (has(process, sockets)) {
          return "process " + process.getFileName() + name(process);
        }
      }
    } catch (IOException e) {
      return "";
    }
    return "";
  }

  private static boolean has(Path process, Set<String> sockets) {
    try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
      for (Path descriptor : descriptors) {
        if (sockets.contains(Files.readSymbolicLink(descriptor).toString())) {
          return true;
        }
      }
    } catch (IOException e) {
      // It has ended meanwhile, or closed the descriptor.
      return false;
    }
    return false;
  }

  private static String name(Path process) {
    try {
      String name =
          new String(SmallFile.read(process.resolve("comm")), StandardCharsets.UTF_8).strip();
      return " (" + name + ")";
    } catch (IOException e) {
      return "";
    }
  }
}
