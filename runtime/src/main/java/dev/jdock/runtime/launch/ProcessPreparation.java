package dev.jdock.runtime.launch;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.mount.RootDirectory;
import dev.jdock.linux.starter.Credentials;
import dev.jdock.linux.tty.PseudoTerminal;
import dev.jdock.runtime.rootfs.Executables;
import dev.jdock.runtime.rootfs.UserDatabase;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Completes a {@link ProcessPlan} by looking at the root file system the process will have: who its
 * user is, where its program is.
 */
final class ProcessPreparation {
  /** The group "tty", whose number is the same everywhere. */
  private static final int TTY_GROUP = 5;

  private final ProcessPlan plan;
  private final RootDirectory root;

  ProcessPreparation(ProcessPlan plan, RootDirectory root) {
    this.plan = plan;
    this.root = root;
  }

  /** To be called in the process's mount namespace, with {@code root} as its root. */
  PreparedProcess prepare() {
    UserDatabase database = UserDatabase.of(root);
    UserDatabase.User user = database.resolve(plan.user());
    Set<Integer> groups = new LinkedHashSet<>(user.groups());
    plan.groups().forEach(group -> groups.add(database.group(group)));
    requireWorkingDirectory();
    List<String> environment = environment(user);
    String program =
        new Executables(root, user)
            .find(plan.arguments().getFirst(), environment, plan.workingDir());
    Credentials credentials =
        new Credentials(
            user.uid(),
            user.gid(),
            groups,
            plan.capabilities(),
            plan.noNewPrivileges(),
            plan.seccomp());
    List<String> arguments = new ArrayList<>();
    if (plan.init() != null) {
      program = ProcessPlan.INIT_PATH;
      arguments.addAll(List.of(ProcessPlan.INIT_PATH, "--"));
    }
    arguments.addAll(plan.arguments());
    return new PreparedProcess(
        plan, program, arguments, environment, credentials, terminal(user.uid()));
  }

  /** One of the container's own, and its user's. */
  private @Nullable PseudoTerminal terminal(int uid) {
    if (!(plan.stdio() instanceof Stdio.Terminal(var console))) {
      return null;
    }
    PseudoTerminal terminal =
        PseudoTerminal.of(root.open("/dev/pts/ptmx", PseudoTerminal.MASTER_FLAGS));
    try (Fd file = root.open("/dev/pts/" + terminal.name(), Fd.O_PATH)) {
      PseudoTerminal.chown(file, uid, TTY_GROUP);
      if (console.given()) {
        terminal.resize(console.rows(), console.columns());
      }
      return terminal;
    } catch (Throwable e) {
      terminal.close();
      throw e;
    }
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
}
