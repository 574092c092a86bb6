package dev.jdock.runtime.container.start;

import dev.jdock.image.build.StepDebugger.Console;
import dev.jdock.linux.stream.FdInputStream;
import dev.jdock.linux.stream.FdOutputStream;
import dev.jdock.linux.tty.PseudoTerminal;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Joins the terminal of a process with a user's, both ways, until the process has ended. */
final class TerminalCopy implements AutoCloseable {
  private static final int BUFFER = 8192;

  private final InputStream fromProcess;
  private final OutputStream toProcess;
  private final Thread output;

  private TerminalCopy(PseudoTerminal terminal, Console console) {
    this.fromProcess = new FdInputStream(terminal.master().duplicate(), () -> true);
    this.toProcess = new FdOutputStream(terminal.master().duplicate(), () -> {});
    this.output = new Thread(() -> copy(fromProcess, console.out()), "debug-output");
  }

  static TerminalCopy begin(PseudoTerminal terminal, Console console) {
    var copy = new TerminalCopy(terminal, console);
    // The user may never type again: what reads it ends with the console.
    Thread.ofPlatform()
        .daemon()
        .name("debug-input")
        .start(() -> copy(console.in(), copy.toProcess));
    copy.output.setDaemon(true);
    copy.output.start();
    console.follow(terminal::resize);
    return copy;
  }

  private static void copy(InputStream in, OutputStream out) {
    byte[] buffer = new byte[BUFFER];
    try {
      for (int n; (n = in.read(buffer)) > 0; ) {
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      // A terminal whose other side is gone: EIO, pts(4).
    }
  }

  /** After the end of the process; its last output is written first. */
  @Override
  public void close() {
    boolean interrupted = false;
    while (output.isAlive()) {
      try {
        output.join();
      } catch (InterruptedException e) {
        // The user is leaving, and does not read what is still to come.
        interrupted = true;
        quietly(fromProcess);
      }
    }
    quietly(fromProcess);
    quietly(toProcess);
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void quietly(Closeable stream) {
    try {
      stream.close();
    } catch (IOException e) {
      // The descriptor is released in any case: close(2).
    }
  }
}
