package dev.jdock.linux.libc;

import jnr.posix.POSIX;
import jnr.posix.POSIXFactory;

/**
 * What jnr-posix declares of the C library. The first use loads its provider, which takes up to 0.2
 * seconds and needs free descriptors: {@link LibC} has the functions that the start of an engine or
 * a container needs, and those that have to work when there are no descriptors left. Errors are
 * reported through errno, as by {@link LibC}.
 */
public final class Posix {
  private static final POSIX LOADED = POSIXFactory.getNativePOSIX();

  private Posix() {}

  /** kill(2). */
  public static int kill(int pid, int signal) {
    return LOADED.kill(pid, signal);
  }
}
