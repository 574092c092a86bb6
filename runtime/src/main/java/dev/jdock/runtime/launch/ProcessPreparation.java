package dev.jdock.runtime.launch;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.capability.Credentials;
import dev.jdock.linux.mount.RootDirectory;
import dev.jdock.linux.process.Spawn;
import dev.jdock.linux.tty.PseudoTerminal;
import dev.jdock.runtime.rootfs.Executables;
import dev.jdock.runtime.rootfs.UserDatabase;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import jnr.constants.platform.Errno;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link ProcessPlan} into a spawn, by looking at the root file system the process will
 * have: who its user is, where its program is.
 */
final class ProcessPreparation implements AutoCloseable {
  /** The group "tty", whose number is the same everywhere. */
  private static final int TTY_GROUP = 5;

  private final ProcessPlan plan;
  private final RootDirectory root;
  private @Nullable PseudoTerminal terminal;

  ProcessPreparation(ProcessPlan plan, RootDirectory root) {
    this.plan = plan;
    this.root = root;
  }

  /** To be called in the process's mount namespace, with {@code root} as its root. */
  SpawningThread.Prepared prepare(Gate gate, Runnable pidNamespace) {
    UserDatabase database = UserDatabase.of(root);
    UserDatabase.User user = database.resolve(plan.user());
    Set<Integer> groups = new LinkedHashSet<>(user.groups());
    plan.groups().forEach(group -> groups.add(database.group(group)));
    requireWorkingDirectory();
    List<String> environment = environment(user);
    String program =
        new Executables(root, user)
            .find(plan.arguments().getFirst(), environment, plan.workingDir());
    Spawn spawn = spawn(program, environment).changeDirectory(gate.directory());
    addStreams(spawn, user);
    Credentials credentials =
        Credentials.prepare(
            new Credentials.User(user.uid(), user.gid(), groups),
            plan.capabilities(),
            plan.noNewPrivileges(),
            plan.seccomp());
    return new SpawningThread.Prepared(spawn, credentials, pidNamespace);
  }

  private void requireWorkingDirectory() {
    try (Fd directory =
        plan.makeWorkingDir()
            ? root.directory(plan.workingDir(), 0755)
            : root.open(plan.workingDir(), Fd.O_PATH | Fd.O_DIRECTORY)) {
      directory.number();
    } catch (SyscallException e) {
      if (plan.makeWorkingDir() && e.errno() == Errno.ENOTDIR) {
        throw JdockException.invalid("cannot mkdir: " + plan.workingDir() + " is not a directory");
      }
      String reason = e.errno() == Errno.ENOTDIR ? "not a directory" : e.reason();
      throw JdockException.invalid(
          "chdir to cwd (\"" + plan.workingDir() + "\") set in config.json failed: " + reason);
    }
  }

  private List<String> environment(UserDatabase.User user) {
    List<String> environment = new ArrayList<>(plan.environment());
    if (environment.stream().noneMatch(pair -> pair.startsWith("HOME="))) {
      environment.add("HOME=" + user.home());
    }
    return environment;
  }

  private Spawn spawn(String program, List<String> environment) {
    if (plan.init() == null) {
      return new Spawn(program, plan.arguments(), environment);
    }
    List<String> arguments = new ArrayList<>(List.of(ProcessPlan.INIT_PATH, "--"));
    arguments.addAll(plan.arguments());
    return new Spawn(ProcessPlan.INIT_PATH, arguments, environment);
  }

  /**
   * The order of the child's actions is a security matter: everything inherited is closed before
   * the working directory is entered, so that no path of the container's reaches a leaked
   * descriptor.
   */
  private void addStreams(Spawn spawn, UserDatabase.User user) {
    switch (plan.stdio()) {
      case Stdio.Pipes pipes -> {
        if (pipes.stdin() == null) {
          spawn.open(0, "/dev/null", Fd.O_RDONLY);
        } else {
          spawn.inherit(pipes.stdin(), 0);
        }
        spawn.inherit(pipes.stdout(), 1).inherit(pipes.stderr(), 2);
        passGate(spawn, 3);
      }
      case Stdio.Terminal ignored -> {
        PseudoTerminal pty =
            PseudoTerminal.of(root.open("/dev/pts/ptmx", PseudoTerminal.MASTER_FLAGS));
        terminal = pty;
        String slave = "/dev/pts/" + pty.name();
        try (Fd file = root.open(slave, Fd.O_PATH)) {
          PseudoTerminal.chown(file, user.uid(), TTY_GROUP);
        }
        passGate(spawn, 0);
        // The session's first terminal opened without O_NOCTTY becomes its controlling terminal.
        spawn.open(0, slave, Fd.O_RDWR).duplicate(0, 1).duplicate(0, 2);
      }
    }
  }

  /**
   * Everything of the engine's is closed before the waiting, the gate after it. The gate's folder
   * is the host's: it is left for the new root before the working directory is looked up, which
   * {@code /proc/self/cwd} would lead back there.
   */
  private void passGate(Spawn spawn, int first) {
    spawn
        .closeFrom(first)
        .open(first, Gate.NAME, Fd.O_RDONLY)
        .closeFrom(first)
        .changeDirectory("/")
        .changeDirectory(plan.workingDir());
  }

  /** The terminal made for the process; the caller owns it from now on. */
  @Nullable PseudoTerminal takeTerminal() {
    PseudoTerminal taken = terminal;
    terminal = null;
    return taken;
  }

  @Override
  public void close() {
    if (terminal != null) {
      terminal.close();
    }
  }
}
