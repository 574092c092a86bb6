package dev.jdock.linux.starter;

import dev.jdock.linux.Fd;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.process.ResourceLimit;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the starter is to become, and what it is to execute then.
 *
 * @param program resolved inside the process's root
 * @param arguments from the program's name on
 * @param directory to change to, inside the root
 * @param input where standard input comes from
 * @param appArmor the profile to execute the program under; null for none
 * @param cgroups files through which a process with one thread moves itself: {@link
 *     dev.jdock.linux.cgroup.CgroupEntry#files}
 * @param namespaces to join, in this order
 * @param fresh NEWPID and NEWCGROUP of {@link dev.jdock.linux.namespace.Namespaces}, to have anew
 */
public record StartRequest(
    String program,
    List<String> arguments,
    List<String> environment,
    String directory,
    Input input,
    Credentials credentials,
    Map<ResourceLimit, ResourceLimit.Limits> limits,
    @Nullable String appArmor,
    List<Fd> cgroups,
    List<Joined> namespaces,
    int fresh) {
  private static final int MAGIC = 0x6a64736b;
  private static final int NEW_PID_NAMESPACE = 1;
  private static final int NEW_CGROUP_NAMESPACE = 2;
  private static final int NO_NEW_PRIVILEGES = 4;
  private static final int NULL_INPUT = 8;

  /** {@code struct request} up to the counts. */
  static final int ANSWERS = 4;

  private static final int HEADER = 80;
  private static final int LIMIT = 24;

  /** Where a process's standard input comes from. */
  public sealed interface Input {
    /** What the starter was given. */
    record Given() implements Input {}

    /** The container's own /dev/null. */
    record Null() implements Input {}

    /** A terminal, which becomes the controlling one and its output, too: a path in the root. */
    record Terminal(String path) implements Input {}
  }

  /**
   * A namespace, or with a pidfd several of one process.
   *
   * @param kinds as for setns(2)
   */
  public record Joined(Fd target, int kinds) {}

  public StartRequest {
    arguments = List.copyOf(arguments);
    environment = List.copyOf(environment);
    limits = Map.copyOf(limits);
    cgroups = List.copyOf(cgroups);
    namespaces = List.copyOf(namespaces);
  }

  /** In the order that the starter expects them in, after the request itself. */
  List<Fd> descriptors() {
    List<Fd> all = new ArrayList<>(cgroups);
    namespaces.forEach(each -> all.add(each.target()));
    return all;
  }

  byte[] bytes() {
    byte[] strings = strings();
    byte[] filter = credentials.filter() == null ? new byte[0] : credentials.filter().code();
    ByteBuffer bytes =
        ByteBuffer.allocate(
                HEADER
                    + limits.size() * LIMIT
                    + filter.length
                    + 4 * (namespaces.size() + credentials.groups().size())
                    + strings.length)
            .order(ByteOrder.nativeOrder());
    bytes.putInt(MAGIC).putInt(0).putInt(0).putInt(0).putInt(0);
    bytes.putInt(flags()).putInt(credentials.uid()).putInt(credentials.gid());
    bytes.putLong(credentials.capabilities().mask()).putLong(credentials.permitted().mask());
    bytes.putInt(limits.size()).putInt(filter.length / 8).putInt(cgroups.size());
    bytes.putInt(namespaces.size()).putInt(credentials.groups().size());
    bytes.putInt(arguments.size()).putInt(environment.size()).putInt(strings.length);
    limits.forEach((limit, values) ->
        bytes.putLong(limit.number()).putLong(values.soft()).putLong(values.hard()));
    bytes.put(filter);
    namespaces.forEach(each -> bytes.putInt(each.kinds()));
    credentials.groups().stream().sorted().forEach(bytes::putInt);
    return bytes.put(strings).array();
  }

  private int flags() {
    return ((fresh & Namespaces.NEWPID) != 0 ? NEW_PID_NAMESPACE : 0)
        | ((fresh & Namespaces.NEWCGROUP) != 0 ? NEW_CGROUP_NAMESPACE : 0)
        | (credentials.noNewPrivileges() ? NO_NEW_PRIVILEGES : 0)
        | (input instanceof Input.Null ? NULL_INPUT : 0);
  }

  private byte[] strings() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    put(all, appArmor == null ? "" : appArmor);
    put(all, program);
    put(all, directory);
    put(all, input instanceof Input.Terminal(String path) ? path : "");
    arguments.forEach(each -> put(all, each));
    environment.forEach(each -> put(all, each));
    return all.toByteArray();
  }

  /** A string ends at its first NUL, as it would for execve(2). */
  private static void put(ByteArrayOutputStream all, String text) {
    int nul = text.indexOf('\0');
    all.writeBytes((nul < 0 ? text : text.substring(0, nul)).getBytes(StandardCharsets.UTF_8));
    all.write(0);
  }
}
