package dev.jdock.linux.starter;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;

/** What the starter could not do. */
public final class StarterException extends SyscallException {
  private static final long serialVersionUID = 1L;

  private final Step step;
  private final int detail;

  StarterException(Step step, int error, int detail) {
    super(step.call(), Errno.of(error), "in the starter");
    this.step = step;
    this.detail = detail;
  }

  public Step step() {
    return step;
  }

  /** Which one, where a step does several things: for {@link Step#LIMIT} the resource. */
  public int detail() {
    return detail;
  }
}
