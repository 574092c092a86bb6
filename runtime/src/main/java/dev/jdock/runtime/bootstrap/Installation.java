package dev.jdock.runtime.bootstrap;

import dev.jdock.image.build.StepRunner;
import dev.jdock.image.debian.PackageFetch;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.store.LayerStore;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * The system's own dpkg(1) installs the packages, and with them itself, in a container without a
 * network: their scripts run as they do on any machine.
 *
 * @param empty a folder without anything, for the kernel to have a lower layer
 */
record Installation(
    StepRunner runner, LayerStore.Session session, Path empty, PackageFetch packages) {
  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /**
   * The essential packages do not say what they need of each other, so their order is dpkg's; the
   * others' needs are looked at when all of them are unpacked.
   */
  private static final String SCRIPT =
      """
      set -e
      dpkg --force-depends --force-unsafe-io --install %1$s/base/*.deb
      dpkg --force-depends --force-unsafe-io --unpack %1$s/others/*.deb
      dpkg --force-unsafe-io --configure --pending
      unfinished=$(dpkg --audit)
      [ -z "$unfinished" ] || { echo "$unfinished" >&2; exit 1; }
      """
          .formatted(RootTree.MOUNT);

  /**
   * @param time of what the scripts date
   * @throws JdockException INVALID where a package cannot be installed
   */
  void run(Instant time, StepRunner.StepOutput output) throws InterruptedException {
    var step =
        new StepRunner.Step(
            List.of("/bin/sh", "-c", SCRIPT),
            environment(time),
            "",
            "/",
            List.of(empty),
            session.upper(),
            session.work(),
            "none",
            Map.of(),
            ImageConfig.empty(),
            List.of(new StepRunner.FolderMount(RootTree.MOUNT, packages.folder(), "", true)),
            StepRunner.Sandbox.DEFAULT);
    int code = runner.run(step, output);
    if (code != 0) {
      throw JdockException.invalid("the packages could not be installed: exit code " + code);
    }
  }

  private static List<String> environment(Instant time) {
    return List.of(
        "PATH=" + PATH,
        "HOME=/root",
        "LC_ALL=C",
        "TZ=UTC",
        "DEBIAN_FRONTEND=noninteractive",
        "DEBCONF_NONINTERACTIVE_SEEN=true",
        "DEBCONF_NOWARNINGS=yes",
        // What Perl's scripts write comes in the order of its hashes.
        "PERL_HASH_SEED=0",
        "SOURCE_DATE_EPOCH=" + time.getEpochSecond());
  }
}
