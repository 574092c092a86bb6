package dev.jdock.linux.capability;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An immutable set of capabilities.
 *
 * @param mask bit {@code n} stands for the capability with number {@code n}; a bit may be of a
 *     capability that is newer than {@link Capability}
 */
public record CapabilitySet(long mask) {
  private static final int PR_CAPBSET_READ = 23;
  private static final int MAX_CAPABILITIES = 64;

  public static final CapabilitySet EMPTY = new CapabilitySet(0);

  public static CapabilitySet of(Capability... capabilities) {
    return of(List.of(capabilities));
  }

  public static CapabilitySet of(Collection<Capability> capabilities) {
    long mask = 0;
    for (Capability capability : capabilities) {
      mask |= 1L << capability.number();
    }
    return new CapabilitySet(mask);
  }

  /** Every capability with a name in {@link Capability}, whether or not this kernel knows it. */
  public static CapabilitySet all() {
    return of(Capability.values());
  }

  /**
   * The bounding set of this process: prctl(2), PR_CAPBSET_READ. It is asked once, 41 calls, since
   * none of its threads takes anything out of it.
   */
  public static CapabilitySet bounding() {
    return Bounding.SET;
  }

  private static final class Bounding {
    static final CapabilitySet SET = read();
  }

  private static CapabilitySet read() {
    long mask = 0;
    for (int number = 0; number < MAX_CAPABILITIES; number++) {
      int has = LIBC.prctl(PR_CAPBSET_READ, number, 0L, 0, 0);
      if (has == -1 && Errno.last() == Errno.EINVAL) {
        break;
      }
      if (check(has, "prctl", "PR_CAPBSET_READ", number) == 1) {
        mask |= 1L << number;
      }
    }
    return new CapabilitySet(mask);
  }

  public boolean contains(Capability capability) {
    return (mask & 1L << capability.number()) != 0;
  }

  public boolean containsAll(CapabilitySet other) {
    return (other.mask & ~mask) == 0;
  }

  public boolean isEmpty() {
    return mask == 0;
  }

  public CapabilitySet plus(Capability capability) {
    return plus(of(capability));
  }

  public CapabilitySet plus(CapabilitySet other) {
    return new CapabilitySet(mask | other.mask);
  }

  public CapabilitySet minus(Capability capability) {
    return minus(of(capability));
  }

  public CapabilitySet minus(CapabilitySet other) {
    return new CapabilitySet(mask & ~other.mask);
  }

  public CapabilitySet intersect(CapabilitySet other) {
    return new CapabilitySet(mask & other.mask);
  }

  /** The members that have a name, in the order of their numbers. */
  public List<Capability> capabilities() {
    return Stream.of(Capability.values()).filter(this::contains).toList();
  }

  /** The kernel's names ({@code CAP_CHOWN}), in alphabetical order. */
  public List<String> names() {
    return capabilities().stream().map(Capability::kernelName).sorted().toList();
  }

  /**
   * By hand, as {@link #hashCode}: a record's own are assembled by each JVM when it has just
   * started.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CapabilitySet(long otherMask) && mask == otherMask;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(mask);
  }

  @Override
  public String toString() {
    return names().toString();
  }
}
