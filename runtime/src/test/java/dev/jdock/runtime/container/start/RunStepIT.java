package dev.jdock.runtime.container.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.build.StepRunner;
import dev.jdock.image.build.StepRunner.Step;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.linux.cgroup.CgroupHierarchy;
import dev.jdock.runtime.container.ContainerCgroups;
import dev.jdock.runtime.container.Ends;
import dev.jdock.runtime.container.Processes;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.security.Confinement;
import dev.jdock.runtime.io.OutputPump;
import dev.jdock.runtime.launch.Starters;
import dev.jdock.runtime.network.NetworkDefaults;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.network.dns.DnsServers;
import dev.jdock.runtime.network.dns.NameTable;
import dev.jdock.runtime.volume.VolumeMounts;
import dev.jdock.runtime.volume.VolumeStore;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunStepIT {
  /** Steps are on the default network, where nobody has a name. */
  private static final NameTable NOBODY =
      new NameTable() {
        @Override
        public List<InetAddress> addresses(String containerId, String name) {
          return List.of();
        }

        @Override
        public Optional<String> name(String containerId, InetAddress address) {
          return Optional.empty();
        }

        @Override
        public boolean leadsOut(String containerId) {
          return false;
        }
      };

  @TempDir Path root;

  /** A bridge is made for those who are on it. */
  @ParameterizedTest
  @CsvSource({"none,false", "host,false", "default,true"})
  @Timeout(120)
  void aBridgeIsMadeForThoseWhoAreOnIt(String network, boolean bridged) throws Exception {
    Path lower = Files.createDirectories(root.resolve("lower"));
    for (String folder : List.of("bin", "etc", "proc", "sys", "dev")) {
      Files.createDirectory(lower.resolve(folder));
    }
    Files.copy(Path.of("/bin/busybox"), lower.resolve("bin/busybox"));
    Path upper = Files.createDirectory(root.resolve("upper"));
    Path work = Files.createDirectory(root.resolve("work"));
    try (Networks networks = Networks.open(root.resolve("networks"), () -> NetworkDefaults.NONE);
        OutputPump pump = new OutputPump();
        ExecutorService background = Executors.newSingleThreadExecutor()) {
      Path starter = Programs.in(Path.of("../native/target/bin")).starter();
      Processes processes =
          new Processes(new Starters(starter, pump::onEnd), new Ends(pump, background), pump);
      RunStep run =
          new RunStep(
              new RunResources(
                  new ContainerFiles(root, root.resolve("run")),
                  new ContainerCgroups(CgroupHierarchy.detect()),
                  networks,
                  new ContainerNameServers(new DnsServers(NOBODY), networks),
                  new VolumeMounts(new VolumeStore(root))),
              Confinement.ofMachine(),
              processes);
      Step step =
          new Step(
              List.of("/bin/busybox", "touch", "/made"),
              List.of(),
              "",
              "/",
              List.of(lower),
              upper,
              work,
              network,
              Map.of("other", "1.2.3.4"),
              ImageConfig.empty(),
              List.of(),
              StepRunner.Sandbox.DEFAULT);
      assertThat(run.run(step, (error, bytes, length) -> {})).isZero();
      assertThat(upper.resolve("made")).exists();
      assertThat(
              networks.definitions().bridgeName(networks.definitions().find("bridge")).isPresent())
          .isEqualTo(bridged);
      networks.removeAll();
    }
  }
}
