package dev.jdock.runtime.container.view;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.cgroup.CgroupUsage;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerCgroups;
import dev.jdock.runtime.engine.ContainerUsage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** {@code docker stats}: one look. */
public final class MeasureContainer {
  private MeasureContainer() {}

  /** One that ends meanwhile uses nothing. */
  public static ContainerUsage run(ContainerCgroups cgroups, Clock clock, Container container) {
    Optional<CgroupDirectory> cgroup =
        container.state().running() ? cgroups.find(container.record()) : Optional.empty();
    CgroupUsage usage = new CgroupUsage(0, 0, 0, 0, 0, 0, 0);
    long[] network = {0, 0};
    boolean running = false;
    if (cgroup.isPresent()) {
      try {
        usage = cgroup.get().usage();
        network = network(container);
        running = true;
      } catch (SyscallException gone) {
        running = false;
      }
    }
    return new ContainerUsage(
        container.id(),
        container.name(),
        running,
        clock.instant(),
        usage.cpuNanos(),
        Math.max(0, usage.memory() - usage.inactiveFile()),
        running ? Math.min(usage.memoryLimit(), machineMemory()) : 0,
        network[0],
        network[1],
        usage.read(),
        usage.written(),
        usage.pids());
  }

  private static long machineMemory() {
    try {
      return Files.readAllLines(Path.of("/proc/meminfo")).stream()
          .filter(line -> line.startsWith("MemTotal:"))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** The host's interfaces are nobody's. */
  private static long[] network(Container container) {
    if (container.record().spec().networking().mode().equals("host")) {
      return new long[] {0, 0};
    }
    try {
      return sum(Files.readAllLines(Path.of("/proc/" + container.state().pid() + "/net/dev")));
    } catch (IOException gone) {
      return new long[] {0, 0};
    }
  }

  /** Received and sent bytes in lines {@code eth0: 1 2 3 4 5 6 7 8 9 …} (proc(5)). */
  static long[] sum(List<String> lines) {
    long[] sum = {0, 0};
    for (String line : lines) {
      int colon = line.indexOf(':');
      if (colon > 0 && !line.substring(0, colon).strip().equals("lo")) {
        String[] numbers = line.substring(colon + 1).strip().split("\\s+", -1);
        sum[0] += Long.parseLong(numbers[0]);
        sum[1] += Long.parseLong(numbers[8]);
      }
    }
    return sum;
  }
}
