package dev.jdock.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jdock.linux.capability.Capability;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.libc.C;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import jnr.constants.platform.Errno;
import org.junit.jupiter.api.Test;

class SeccompFilterIT {
  private static final int AF_VSOCK = 40;
  private static final int AF_UNIX = 1;
  private static final int SOCK_STREAM = 1;

  @Test
  void deniedCallsFailOnTheFilteredThreadAlone() throws Exception {
    assumeTrue(CapabilitySet.bounding().contains(Capability.SYS_ADMIN), "needs root");
    SeccompFilter filter = SeccompFilter.prepare(SeccompProfile.standard(), CapabilitySet.EMPTY);
    FutureTask<List<Errno>> task =
        new FutureTask<>(() -> {
          filter.apply();
          List<Errno> errors = new ArrayList<>();
          C.LIBC.unshare(0);
          errors.add(C.errno());
          C.LIBC.socket(AF_VSOCK, SOCK_STREAM, 0);
          errors.add(C.errno());
          C.LIBC.syscall(1000, 0, 0, 0, 0, 0);
          errors.add(C.errno());
          int permitted = C.LIBC.socket(AF_UNIX, SOCK_STREAM, 0);
          assertThat(permitted).isNotNegative();
          C.LIBC.close(permitted);
          return errors;
        });
    Thread thread = new Thread(task);
    thread.start();
    assertThat(task.get()).containsExactly(Errno.EPERM, Errno.EPERM, Errno.ENOSYS);
    thread.join();
    assertThat(C.LIBC.unshare(0)).isZero();
  }
}
