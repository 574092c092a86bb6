package dev.jdock.cli.terminal;

import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.tty.TerminalMode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** The terminal behind descriptors fetched from a launcher; owns those descriptors. */
public final class UserTerminal implements Terminal, AutoCloseable {
  private static final Size UNKNOWN = new Size(24, 80);

  private final Fd in;
  private final Fd out;
  private final Fd err;
  private final Set<TerminalMode> changed = ConcurrentHashMap.newKeySet();

  public UserTerminal(Fd in, Fd out, Fd err) {
    this.in = in;
    this.out = out;
    this.err = err;
  }

  @Override
  public boolean inputIsTerminal() {
    return TerminalMode.isTerminal(in);
  }

  @Override
  public boolean outputIsTerminal() {
    return TerminalMode.isTerminal(out);
  }

  @Override
  public boolean errorIsTerminal() {
    return TerminalMode.isTerminal(err);
  }

  @Override
  public boolean errorIsOutput() {
    try {
      return Files.readSymbolicLink(out.procPath()).equals(Files.readSymbolicLink(err.procPath()));
    } catch (IOException unknown) {
      return false;
    }
  }

  /** Of the output; of the input where only that is a terminal. */
  @Override
  public Size size() {
    for (Fd fd : new Fd[] {out, in, err}) {
      if (TerminalMode.isTerminal(fd)) {
        int[] size = TerminalMode.size(fd);
        return size[0] == 0 || size[1] == 0 ? UNKNOWN : new Size(size[0], size[1]);
      }
    }
    return UNKNOWN;
  }

  @Override
  public Mode raw() {
    return change(TerminalMode::raw);
  }

  @Override
  public Mode withoutEcho() {
    return change(TerminalMode::withoutEcho);
  }

  private synchronized Mode change(Function<Fd, TerminalMode> how) {
    if (!in.isOpen() || !inputIsTerminal()) {
      return () -> {};
    }
    try {
      TerminalMode mode = how.apply(in);
      changed.add(mode);
      return () -> restore(mode);
    } catch (SyscallException e) {
      // It hung up between the two calls: there is nothing left to change.
      return () -> {};
    }
  }

  private synchronized void restore(TerminalMode mode) {
    if (changed.remove(mode)) {
      mode.close();
    }
  }

  /** Restores the terminal's mode, and closes the descriptors. */
  @Override
  public synchronized void close() {
    changed.forEach(TerminalMode::close);
    changed.clear();
    in.close();
    out.close();
    err.close();
  }
}
