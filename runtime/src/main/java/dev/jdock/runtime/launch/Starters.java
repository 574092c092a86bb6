package dev.jdock.runtime.launch;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.namespace.IdMap;
import dev.jdock.linux.starter.Starter;
import dev.jdock.linux.starter.StarterProgram;
import dev.jdock.linux.starter.UserNamespace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes starters, of a program that is loaded once. */
public final class Starters implements AutoCloseable {
  private final @Nullable Path file;
  private final Starter.Reaper reaper;
  private final Object warmth = new Object();
  private volatile boolean warm;
  private @Nullable StarterProgram program;
  private boolean closed;

  /**
   * @param file the program; null where the build could not make it
   * @param reaper for killed processes that do not end at once
   */
  public Starters(@Nullable Path file, Starter.Reaper reaper) {
    this.file = file;
    this.reaper = reaper;
  }

  /**
   * Goes through the start of a process, once, after which this process is ready to enter the
   * namespaces of containers. The first launch does that, or waits for who does it already.
   */
  public void warmUp() {
    if (!warm) {
      synchronized (warmth) {
        if (!warm) {
          LaunchWarmup.run(this);
          warm = true;
        }
      }
    }
  }

  /**
   * The program.
   *
   * @throws JdockException INTERNAL when there is none
   */
  synchronized StarterProgram program() {
    if (closed) {
      throw new JdockException(JdockException.Kind.UNAVAILABLE, "the engine is leaving");
    }
    if (file == null) {
      throw new JdockException(
          JdockException.Kind.INTERNAL,
          "cannot start a process in a container: libexec/jdock-starter is missing, which the build"
              + " makes with a C compiler: install one (apt-get install gcc libc6-dev) and build"
              + " again");
    }
    if (program == null) {
      try {
        program = StarterProgram.load(file);
      } catch (IOException e) {
        throw JdockException.internal("cannot read " + file + ": " + Failure.reason(e), e);
      }
    }
    return program;
  }

  /**
   * A starter that waits for its request, in the calling thread's namespaces.
   *
   * @param streams null for the host's /dev/null
   */
  Starter spawn(List<@Nullable Fd> streams) {
    return Starter.spawn(program(), streams);
  }

  /** A user namespace for mounts that map owners. */
  public Fd userNamespace(IdMap users, IdMap groups) {
    return UserNamespace.make(program(), users, groups);
  }

  Starter.Reaper reaper() {
    return reaper;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (program != null) {
      program.close();
      program = null;
    }
  }
}
