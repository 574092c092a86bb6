package dev.jdock.runtime.network;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * The host's own files that containers' are made from.
 *
 * @param hosts /etc/hosts
 * @param resolvConf /etc/resolv.conf
 * @param upstreamResolvConf the same, except where that file names only systemd-resolved's stub:
 *     then the file with the servers behind it
 */
public record HostFiles(String hosts, String resolvConf, String upstreamResolvConf) {
  private static final Path RESOLVED = Path.of("/run/systemd/resolve/resolv.conf");

  /** As they are now; a missing one is empty. */
  public static HostFiles read() throws IOException {
    String resolvConf = content(Path.of("/etc/resolv.conf"));
    boolean stub = ResolvConf.parse(resolvConf).nameservers().equals(List.of("127.0.0.53"));
    return new HostFiles(
        content(Path.of("/etc/hosts")),
        resolvConf,
        stub && Files.exists(RESOLVED) ? content(RESOLVED) : resolvConf);
  }

  private static String content(Path file) throws IOException {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    }
  }
}
