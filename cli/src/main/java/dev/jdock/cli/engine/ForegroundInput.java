package dev.jdock.cli.engine;

import dev.jdock.cli.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Prevents the engine from reading terminal input that is meant for another process. The kernel
 * stops a background job that reads its terminal (SIGTTIN); the engine has no terminal, so it has
 * to check that itself.
 */
final class ForegroundInput implements AutoCloseable {
  /** Fields of proc(5)'s stat behind the command's name: state, ppid, pgrp, session, tty, tpgid. */
  private static final int PGRP = 2;

  private static final int TTY = 4;
  private static final int TPGID = 5;

  private final int pid;
  private final boolean terminal;
  private final Runnable suspend;
  private boolean stopped;
  private boolean closed;

  /**
   * @param suspend stops the launcher, so that its shell sees a stopped job
   */
  ForegroundInput(int pid, Terminal terminal, Runnable suspend) {
    this.pid = pid;
    this.terminal = terminal.inputIsTerminal();
    this.suspend = suspend;
  }

  /** Stops a launcher in the background, waits until it is continued, and then returns false. */
  boolean mayRead() {
    if (!terminal || !inBackground()) {
      return true;
    }
    synchronized (this) {
      stopped = true;
      suspend.run();
      while (stopped && !closed) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          return true;
        }
      }
    }
    return false;
  }

  private boolean inBackground() {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", TPGID + 2);
      return !fields[TTY].equals("0")
          && !fields[TPGID].equals("-1")
          && !fields[TPGID].equals(fields[PGRP]);
    } catch (IOException e) {
      // It is gone: its connection's end says so too.
      return false;
    }
  }

  /** The launcher got SIGCONT. */
  synchronized void resumed() {
    stopped = false;
    notifyAll();
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
  }
}
