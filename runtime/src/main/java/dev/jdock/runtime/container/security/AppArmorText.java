package dev.jdock.runtime.container.security;

/**
 * The default profile, in the language of apparmor.d(5): everything that a program may do by its
 * user, capabilities, namespaces and seccomp filter, but for what would reach the host through proc
 * and sys. It is what Docker's default profile permits.
 */
final class AppArmorText {
  private static final String TEXT =
      """
      ABI
      profile "NAME" flags=(attach_disconnected,mediate_deleted) {
        network,
        # The kernel's crypto interface knows no namespaces.
        deny network alg,
        capability,
        file,
        umount,
        deny mount,

        # Signals come from the host and from the container itself.
        signal (receive) peer=unconfined,
        signal (send,receive) peer="NAME",
        ptrace (trace,tracedby,read,readby) peer="NAME",
      ENGINE
        # Of proc, processes may be written to, and what sysctl leaves to IPC namespaces.
        deny /proc/* w,
        deny /proc/[^1-9s]*/** w,
        deny /proc/s[^y]*/** w,
        deny /proc/sy[^s]*/** w,
        deny /proc/sys[^/]*/** w,
        deny /proc/sys/[^k]** w,
        deny /proc/sys/kernel/{?,??,[^s]**,s[^h]**,sh[^m]**} w,
        deny /proc/sysrq-trigger rwklx,
        deny /proc/kcore rwklx,

        # Of sys, cgroups.
        deny /sys/[^f]*/** wklx,
        deny /sys/f[^s]*/** wklx,
        deny /sys/fs/[^c]*/** wklx,
        deny /sys/fs/c[^g]*/** wklx,
        deny /sys/fs/cg[^r]*/** wklx,
        deny /sys/firmware/** rwklx,
        deny /sys/devices/virtual/powercap/** rwklx,
        deny /sys/kernel/security/** rwklx,
      }
      """;

  /** For an engine that a profile confines. */
  private static final String ENGINE =
      """
        signal (receive) peer="LABEL",
        ptrace (tracedby,readby) peer="LABEL",
      """;

  private AppArmorText() {}

  /**
   * @param engine the label that the engine runs under
   * @param abi whether the compiler can be given which rules there were when this was written: with
   *     later ones "network" has not all that it had
   */
  static String of(String name, String engine, boolean abi) {
    boolean confined = !engine.isEmpty() && !engine.equals("unconfined");
    return TEXT.replace("NAME", name)
        .replace("ABI", abi ? "abi <abi/3.0>," : "")
        .replace("ENGINE", confined ? ENGINE.replace("LABEL", engine) : "");
  }
}
