package dev.jdock.runtime.container.security;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.capability.Capability;
import dev.jdock.linux.capability.CapabilitySet;
import java.util.List;
import java.util.Locale;

/** Which capabilities a container gets for {@code --privileged}, --cap-add and --cap-drop. */
public final class Capabilities {
  /** What Docker gives to every container. */
  public static final CapabilitySet STANDARD =
      CapabilitySet.of(
          Capability.CHOWN,
          Capability.DAC_OVERRIDE,
          Capability.FSETID,
          Capability.FOWNER,
          Capability.MKNOD,
          Capability.NET_RAW,
          Capability.SETGID,
          Capability.SETUID,
          Capability.SETFCAP,
          Capability.SETPCAP,
          Capability.NET_BIND_SERVICE,
          Capability.SYS_CHROOT,
          Capability.KILL,
          Capability.AUDIT_WRITE);

  private static final String ALL = "ALL";

  private Capabilities() {}

  /**
   * As Docker reckons: privileged means everything whatever else is said; otherwise, with {@code
   * ALL} added, everything but what is dropped; with {@code ALL} dropped, only what is added; else
   * the standard set without what is dropped and with what is added. An addition wins over a drop.
   *
   * @param capAdd names in any case, with or without {@code CAP_}, or {@code ALL}
   * @param bounding what this process can give at all; the rest is left out in silence, as {@code
   *     --privileged} has to mean "all that there is"
   * @throws JdockException INVALID for an unknown name, as {@link #validate}
   */
  public static CapabilitySet resolve(
      boolean privileged, List<String> capAdd, List<String> capDrop, CapabilitySet bounding) {
    validate(capAdd, capDrop);
    if (privileged) {
      return bounding;
    }
    CapabilitySet added = parse(capAdd);
    CapabilitySet dropped = parse(capDrop);
    CapabilitySet result;
    if (containsAll(capAdd)) {
      result = bounding.minus(dropped);
    } else if (containsAll(capDrop)) {
      result = added;
    } else {
      result = STANDARD.minus(dropped).plus(added);
    }
    return result.intersect(bounding);
  }

  /**
   * @throws JdockException INVALID, in Docker's words, for a name that no capability has
   */
  public static void validate(List<String> capAdd, List<String> capDrop) {
    validate("CapAdd", capAdd);
    validate("CapDrop", capDrop);
  }

  /** The names as {@code inspect} shows them: in capitals and with {@code CAP_}. */
  public static List<String> canonical(List<String> names) {
    return names.stream()
        .map(name -> name.toUpperCase(Locale.ROOT))
        .map(name -> name.equals(ALL) || name.startsWith("CAP_") ? name : "CAP_" + name)
        .toList();
  }

  private static void validate(String field, List<String> names) {
    for (String name : names) {
      if (isAll(name)) {
        continue;
      }
      try {
        Capability.parse(name);
      } catch (IllegalArgumentException e) {
        throw new JdockException(
            JdockException.Kind.INVALID, "invalid " + field + ": " + e.getMessage(), e);
      }
    }
  }

  private static CapabilitySet parse(List<String> names) {
    return CapabilitySet.of(
        names.stream().filter(name -> !isAll(name)).map(Capability::parse).toList());
  }

  private static boolean containsAll(List<String> names) {
    return names.stream().anyMatch(Capabilities::isAll);
  }

  private static boolean isAll(String name) {
    return name.toUpperCase(Locale.ROOT).equals(ALL);
  }
}
