package dev.jdock.runtime.network.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The name servers that this machine itself asks, as they are at the time of a question. */
final class HostServers {
  private static final int MOST = 3;

  private final Path file;
  private @Nullable FileTime read;
  private List<String> servers = List.of();

  /**
   * @param file in the form of resolv.conf(5)
   */
  HostServers(Path file) {
    this.file = file;
  }

  synchronized List<String> now() {
    try {
      FileTime modified = Files.getLastModifiedTime(file);
      if (!modified.equals(read)) {
        servers = servers(Files.readString(file));
        read = modified;
      }
    } catch (IOException e) {
      // Without the file the C library asks this machine itself: resolv.conf(5).
      return List.of("127.0.0.1");
    }
    return servers;
  }

  private static List<String> servers(String text) {
    List<String> servers = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] words = line.strip().split("\\s+", 3);
      if (words.length > 1 && words[0].equals("nameserver") && servers.size() < MOST) {
        servers.add(words[1]);
      }
    }
    return servers;
  }
}
