package dev.jdock.linux.process;

import static dev.jdock.linux.SyscallException.checkErrorNumber;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Pointer;

/**
 * One posix_spawn(3): the child shares this process's memory until it executes its program, so
 * nothing is copied however large the JVM is. It starts with default signal handlers, an empty
 * signal mask, in a session of its own, and in the namespaces, cgroups, credentials and root that
 * the spawning thread has.
 *
 * <p>All native memory is allocated while preparing, so that {@link #run} makes nothing but the
 * call.
 */
public final class Spawn {
  private static final short SETSIGDEF = 0x04;
  private static final short SETSIGMASK = 0x08;
  private static final short SETSID = 0x80;

  /**
   * Larger than glibc's posix_spawnattr_t (336 bytes) and posix_spawn_file_actions_t (80 bytes).
   */
  private static final int OPAQUE_SIZE = 512;

  private static final int SIGSET_SIZE = 128;

  private final String path;

  /** All that the call needs, until it has returned. */
  private final List<Memory> memory = new ArrayList<>();

  private final Pointer pid = allocate(4);
  private final Pointer attributes = allocate(OPAQUE_SIZE);
  private final Pointer actions = allocate(OPAQUE_SIZE);
  private final Pointer argv;
  private final Pointer envp;

  /**
   * @param path of the program, resolved by the child after all file actions
   */
  public Spawn(String path, List<String> arguments, List<String> environment) {
    this.path = path;
    this.argv = vector(arguments);
    this.envp = vector(environment);
    checkErrorNumber(LIBC.posix_spawnattr_init(attributes), "posix_spawnattr_init");
    checkErrorNumber(LIBC.posix_spawn_file_actions_init(actions), "posix_spawn_file_actions_init");
    Pointer none = allocate(SIGSET_SIZE);
    Pointer all = allocate(SIGSET_SIZE);
    all.setMemory(0, SIGSET_SIZE, (byte) 0xff);
    LIBC.posix_spawnattr_setsigmask(attributes, none);
    LIBC.posix_spawnattr_setsigdefault(attributes, all);
    LIBC.posix_spawnattr_setflags(attributes, (short) (SETSIGDEF | SETSIGMASK | SETSID));
  }

  private Pointer vector(List<String> strings) {
    Pointer vector = allocate(8 * (strings.size() + 1));
    for (int i = 0; i < strings.size(); i++) {
      vector.putPointer(8L * i, string(strings.get(i)));
    }
    return vector;
  }

  private Pointer allocate(int bytes) {
    Memory allocated = Memory.owned(bytes);
    memory.add(allocated);
    return allocated.pointer();
  }

  private Pointer string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Pointer string = allocate(bytes.length + 1);
    string.put(0, bytes, 0, bytes.length);
    return string;
  }

  /** The child changes to a directory of which this process holds a descriptor. */
  public Spawn changeDirectory(Fd directory) {
    return action(
        LIBC.posix_spawn_file_actions_addfchdir_np(actions, directory.number()), "addfchdir");
  }

  /**
   * The child changes its working directory to a path, which is resolved in the root directory that
   * it has at that moment.
   */
  public Spawn changeDirectory(String directory) {
    return action(
        LIBC.posix_spawn_file_actions_addchdir_np(actions, string(directory)), "addchdir");
  }

  /**
   * The child opens a path as descriptor {@code number}; opening a FIFO waits for its other end.
   */
  public Spawn open(int number, String file, int flags) {
    return action(
        LIBC.posix_spawn_file_actions_addopen(actions, number, string(file), flags, 0), "addopen");
  }

  /** The child gets a descriptor of this process as {@code number}. */
  public Spawn inherit(Fd descriptor, int number) {
    return duplicate(descriptor.number(), number);
  }

  /** In the child, {@code number} becomes a duplicate of its descriptor {@code from}: dup2(2). */
  public Spawn duplicate(int from, int number) {
    return action(LIBC.posix_spawn_file_actions_adddup2(actions, from, number), "adddup2");
  }

  /** The child closes every descriptor from {@code first} on. */
  public Spawn closeFrom(int first) {
    return action(LIBC.posix_spawn_file_actions_addclosefrom_np(actions, first), "addclosefrom");
  }

  private Spawn action(int errorNumber, String name) {
    try {
      checkErrorNumber(errorNumber, "posix_spawn_file_actions_" + name);
    } catch (SyscallException e) {
      free();
      throw e;
    }
    return this;
  }

  private void free() {
    LIBC.posix_spawn_file_actions_destroy(actions);
    LIBC.posix_spawnattr_destroy(attributes);
    memory.forEach(Memory::close);
  }

  /**
   * Starts the child and returns its pid once it executes its program.
   *
   * @throws dev.jdock.linux.SyscallException when a file action or the execution failed; there is
   *     no child then
   */
  public int run() {
    try {
      int error = LIBC.posix_spawn(pid, path, actions, attributes, argv, envp);
      checkErrorNumber(error, "exec", path);
      return pid.getInt(0);
    } finally {
      free();
    }
  }
}
