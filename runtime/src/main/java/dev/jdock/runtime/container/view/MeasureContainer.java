package dev.jdock.runtime.container.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.cgroup.CgroupStatistics;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerCgroups;
import dev.jdock.runtime.engine.StatsRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** {@code docker stats}: what a container uses, once or once a second. */
public final class MeasureContainer {
  private static final long INTERVAL_MILLIS = 1000;

  /** The fields of /proc/net/dev in the API's words; some are none of these. */
  private static final List<String> COUNTERS =
      List.of("bytes", "packets", "errors", "dropped", "", "", "", "");

  private final ContainerCgroups cgroups;
  private final Clock clock;
  private final Container container;

  public MeasureContainer(ContainerCgroups cgroups, Clock clock, Container container) {
    this.cgroups = cgroups;
    this.clock = clock;
    this.container = container;
  }

  /**
   * Measures and gives the documents to the sink.
   *
   * @throws JdockException INVALID {@code cannot have stream=true and one-shot=true}
   * @throws InterruptedException when the calling thread is interrupted between two measurements
   */
  public void run(StatsRequest request, Consumer<JsonNode> sink) throws InterruptedException {
    if (request.stream() && request.oneShot()) {
      throw JdockException.invalid("cannot have stream=true and one-shot=true");
    }
    ObjectNode measured = measure();
    boolean running = container.state().running();
    if (!request.stream() && !request.oneShot() && running) {
      measured = next(measured);
    }
    sink.accept(measured);
    while (request.stream() && !container.isRemoved()) {
      measured = next(measured);
      sink.accept(measured);
    }
  }

  private ObjectNode next(ObjectNode before) throws InterruptedException {
    Thread.sleep(INTERVAL_MILLIS);
    ObjectNode json = measure();
    json.set("precpu_stats", before.get("cpu_stats"));
    json.set("preread", before.get("read"));
    return json;
  }

  /** A container that ends meanwhile uses nothing. */
  private ObjectNode measure() {
    ObjectNode json = ContainerStatistics.empty(container.id(), container.name());
    Optional<CgroupDirectory> cgroup =
        container.state().running() ? cgroups.find(container.record()) : Optional.empty();
    if (cgroup.isPresent()) {
      try {
        CgroupStatistics counted = cgroup.get().statistics();
        ContainerStatistics.put(json, counted, MachineUsage.now());
        json.put("read", clock.instant().toString());
        putNetworks(json);
      } catch (SyscallException gone) {
        return ContainerStatistics.empty(container.id(), container.name());
      }
    }
    return json;
  }

  /** The host's interfaces belong to no container. */
  private void putNetworks(ObjectNode json) {
    if (container.record().spec().networking().mode().equals("host")) {
      return;
    }
    try {
      ObjectNode networks =
          networks(Files.readAllLines(Path.of("/proc/" + container.state().pid() + "/net/dev")));
      if (!networks.isEmpty()) {
        json.set("networks", networks);
      }
    } catch (IOException gone) {
      return;
    }
  }

  /** Lines {@code eth0: 1 2 3 4 5 6 7 8 9 …}, received before sent, proc(5); without loopback. */
  static ObjectNode networks(List<String> lines) {
    ObjectNode networks = Json.object();
    for (String line : lines) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      if (!name.isEmpty() && !name.equals("lo")) {
        String[] numbers = line.substring(colon + 1).strip().split("\\s+", -1);
        ObjectNode counters = networks.putObject(name);
        put(counters, "rx_", numbers, 0);
        put(counters, "tx_", numbers, COUNTERS.size());
      }
    }
    return networks;
  }

  private static void put(ObjectNode counters, String prefix, String[] numbers, int first) {
    for (int i = 0; i < COUNTERS.size(); i++) {
      if (!COUNTERS.get(i).isEmpty()) {
        counters.put(prefix + COUNTERS.get(i), Long.parseLong(numbers[first + i]));
      }
    }
  }
}
