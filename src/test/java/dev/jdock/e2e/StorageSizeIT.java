package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A state root on xfs with project quotas. */
@EndToEnd
@JdockOnly("Docker's root is where it is")
class StorageSizeIT {

  private final Jdock suite;
  @TempDir private Path folder;

  StorageSizeIT(Jdock jdock) {
    this.suite = jdock;
  }

  private Path mountPoint() {
    return folder.resolve("xfs");
  }

  @BeforeEach
  void mount() {
    String image = folder.resolve("image").toString();
    Host.run("truncate", "-s", "320M", image).ok();
    Assumptions.assumeTrue(
        Host.run("sh", "-c", "mkfs.xfs -q " + image).exitCode() == 0, "there is no mkfs.xfs");
    Host.run("mkdir", mountPoint().toString()).ok();
    Assumptions.assumeTrue(
        Host.run("mount", "-o", "loop,pquota", image, mountPoint().toString()).exitCode() == 0,
        "the kernel has no xfs with quotas, or no loop device");
  }

  @AfterEach
  void unmount() {
    Host.run("umount", mountPoint().toString());
  }

  @Test
  void containerWritesNoMoreThanItsSize() throws IOException {
    try (OwnRoot own = OwnRoot.in(suite, mountPoint())) {
      Jdock jdock = own.jdock();
      String fill = "dd if=/dev/zero of=/big bs=1M count=40 2>&1; mv /bin/vi /moved && df -m /";
      Result small = run(jdock, "20m", fill);
      assertThat(small.out()).contains("No space left on device");
      assertThat(small.exitCode()).isNotZero();
      run(jdock, "20m", "rm /bin/vi; mkdir /d && mv /etc/passwd /d").ok();
      run(jdock, "64m", fill).ok();
      run(jdock, "0", fill).ok();
      jdock
          .run("create", "--storage-opt", "size=abc", jdock.busybox(), "true")
          .exits(1)
          .saysOnErr("invalid size: 'abc'");
      jdock
          .run("create", "--storage-opt", "foo=1", jdock.busybox(), "true")
          .exits(1)
          .saysOnErr("unknown option foo");
    }
  }

  private static Result run(Jdock jdock, String size, String script) {
    String option = "size=" + size;
    return jdock.run(
        "run",
        "--rm",
        "--network=none",
        "--storage-opt",
        option,
        jdock.busybox(),
        "sh",
        "-c",
        script);
  }
}
