package dev.jdock.linux.seccomp;

/** What the kernel does with a call: the SECCOMP_RET_* values of seccomp(2). */
public sealed interface SeccompAction {
  /** The filter's return value. */
  int returnValue();

  /** Whether the call is made. */
  default boolean makesCall() {
    return this instanceof Allow || this instanceof Log;
  }

  /** Makes the call. */
  record Allow() implements SeccompAction {
    @Override
    public int returnValue() {
      return 0x7fff0000;
    }
  }

  /**
   * Makes the call fail.
   *
   * @param number of errno(3), 1 to 4095
   */
  record Errno(int number) implements SeccompAction {
    public Errno {
      if (number < 1 || number > 4095) {
        throw new IllegalArgumentException("not an error number: " + number);
      }
    }

    @Override
    public int returnValue() {
      return 0x00050000 | number;
    }
  }

  /** Ends the process with SIGSYS. */
  record KillProcess() implements SeccompAction {
    @Override
    public int returnValue() {
      return 0x80000000;
    }
  }

  /** Ends the calling thread with SIGSYS. */
  record KillThread() implements SeccompAction {
    @Override
    public int returnValue() {
      return 0;
    }
  }

  /** Sends SIGSYS to the calling thread. */
  record Trap() implements SeccompAction {
    @Override
    public int returnValue() {
      return 0x00030000;
    }
  }

  /** Makes the call and mentions it in the kernel's audit log. */
  record Log() implements SeccompAction {
    @Override
    public int returnValue() {
      return 0x7ffc0000;
    }
  }
}
