package dev.jdock.runtime.volume;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoQuote;
import dev.jdock.linux.mount.Mounts;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The options of the driver {@code local}: a file system that is mounted while containers use the
 * volume, as mount(8) would with {@code -t type -o o device}.
 *
 * @param flags of mount(2)
 * @param data the file system's own options, comma-separated; empty for none
 */
record DriverOptions(String type, String device, long flags, String data) {
  private static final Set<String> KNOWN = Set.of("type", "o", "device", "size");

  /** Of a server of files: what is behind the name of the option. */
  private static final Pattern PASSWORD = Pattern.compile("((?:^|,)(?:password|pass)=)[^,]*");

  /** Those that mount(8) turns into flags: what each sets, and what each takes back. */
  private static final Map<String, Long> SET =
      Map.ofEntries(
          Map.entry("ro", Mounts.RDONLY),
          Map.entry("nosuid", Mounts.NOSUID),
          Map.entry("nodev", Mounts.NODEV),
          Map.entry("noexec", Mounts.NOEXEC),
          Map.entry("sync", Mounts.SYNCHRONOUS),
          Map.entry("dirsync", Mounts.DIRSYNC),
          Map.entry("noatime", Mounts.NOATIME),
          Map.entry("nodiratime", Mounts.NODIRATIME),
          Map.entry("relatime", Mounts.RELATIME),
          Map.entry("strictatime", Mounts.STRICTATIME),
          Map.entry("bind", Mounts.BIND),
          Map.entry("rbind", Mounts.BIND | Mounts.REC));

  private static final Map<String, Long> CLEARED =
      Map.ofEntries(
          Map.entry("rw", Mounts.RDONLY),
          Map.entry("suid", Mounts.NOSUID),
          Map.entry("dev", Mounts.NODEV),
          Map.entry("exec", Mounts.NOEXEC),
          Map.entry("async", Mounts.SYNCHRONOUS),
          Map.entry("atime", Mounts.NOATIME),
          Map.entry("diratime", Mounts.NODIRATIME),
          Map.entry("norelatime", Mounts.RELATIME),
          Map.entry("nostrictatime", Mounts.STRICTATIME),
          Map.entry("defaults", 0L));

  /**
   * Refuses what makes no mount, before a volume is made of it.
   *
   * @throws JdockException INVALID in Docker's words
   */
  static void check(Map<String, String> options) {
    for (String option : new TreeMap<>(options).keySet()) {
      if (!KNOWN.contains(option)) {
        throw JdockException.invalid("invalid option: " + GoQuote.quote(option));
      }
    }
    if (options.containsKey("size")) {
      throw JdockException.invalid("quota size requested but no quota support");
    }
    if (!options.isEmpty()) {
      require(options, "device");
      require(options, "type");
    }
  }

  private static void require(Map<String, String> options, String name) {
    if (!options.containsKey(name)) {
      throw JdockException.invalid("missing required option: " + GoQuote.quote(name));
    }
  }

  static DriverOptions of(Map<String, String> options) {
    long flags = 0;
    List<String> data = new ArrayList<>();
    for (String option : options.getOrDefault("o", "").split(",", -1)) {
      if (SET.containsKey(option)) {
        flags |= SET.get(option);
      } else if (CLEARED.containsKey(option)) {
        flags &= ~CLEARED.get(option);
      } else if (!option.isEmpty()) {
        data.add(option);
      }
    }
    return new DriverOptions(
        options.getOrDefault("type", ""),
        options.getOrDefault("device", ""),
        flags,
        String.join(",", data));
  }

  boolean bind() {
    return (flags & Mounts.BIND) != 0;
  }

  boolean readOnly() {
    return (flags & Mounts.RDONLY) != 0;
  }

  @Nullable String dataOrNull() {
    return data.isEmpty() ? null : data;
  }

  /**
   * With a server's name in {@code addr=} looked up: the kernel takes addresses only.
   *
   * @throws JdockException INVALID for a name that nobody knows
   */
  DriverOptions resolved() {
    if (!type.equals("nfs") && !type.equals("nfs4") && !type.equals("cifs")) {
      return this;
    }
    List<String> resolved = new ArrayList<>();
    for (String option : data.split(",", -1)) {
      resolved.add(option.startsWith("addr=") ? "addr=" + address(option.substring(5)) : option);
    }
    return new DriverOptions(type, device, flags, String.join(",", resolved));
  }

  private static String address(String server) {
    try {
      return InetAddress.getByName(server).getHostAddress();
    } catch (UnknownHostException e) {
      throw JdockException.invalid(
          "error resolving passed in network volume address: lookup " + server + ": no such host");
    }
  }

  /** Docker's description of the mount that failed, for its error. */
  String describe(String target) {
    return "mount "
        + device
        + ":"
        + target
        + (flags == 0 ? "" : ", flags: 0x" + Long.toHexString(flags))
        + (data.isEmpty() ? "" : ", data: " + withoutPassword());
  }

  /** It would be in logs and on screens otherwise. */
  private String withoutPassword() {
    return PASSWORD.matcher(data).replaceAll("$1********");
  }
}
