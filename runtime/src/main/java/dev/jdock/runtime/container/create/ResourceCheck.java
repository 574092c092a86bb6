package dev.jdock.runtime.container.create;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.cgroup.CgroupHierarchy;
import dev.jdock.linux.cgroup.Feature;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Resources.BlockIo;
import dev.jdock.runtime.engine.Resources.Cpu;
import dev.jdock.runtime.engine.Resources.DeviceRate;
import dev.jdock.runtime.engine.Resources.Memory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Resources that make no sense are refused, and those that this machine has not lead to warnings.
 */
public final class ResourceCheck {
  private static final long MINIMUM_MEMORY = 6L << 20;
  private static final long SHORTEST_MICROS = 1000;
  private static final long LONGEST_MICROS = 1_000_000;
  private static final long LEAST_NANO_CPUS = 10_000_000;
  private static final int MOST_SWAPPINESS = 100;
  private static final int LEAST_WEIGHT = 10;
  private static final int MOST_WEIGHT = 1000;

  private final Resources wanted;
  private final CgroupHierarchy cgroups;
  private final List<String> warnings = new ArrayList<>();

  private static final int MOST_CPUS = 8192;
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private ResourceCheck(Resources wanted, CgroupHierarchy cgroups) {
    this.wanted = wanted;
    this.cgroups = cgroups;
  }

  /**
   * @throws JdockException INVALID in Docker's words
   */
  public static void validate(Resources wanted, CgroupHierarchy cgroups) {
    ResourceCheck check = new ResourceCheck(wanted, cgroups);
    check.memory();
    check.swappiness();
    check.nanoCpus();
    check.cpu();
    check.blockIo();
  }

  /** Docker's sentences about what is not honoured here. */
  public static List<String> warnings(Resources wanted, CgroupHierarchy cgroups) {
    ResourceCheck check = new ResourceCheck(wanted, cgroups);
    check.warnOfMemory();
    check.warnOfCpu();
    check.warnOfBlockIo();
    return check.warnings;
  }

  /** Without what is discarded: {@code inspect} shows what a container really has. */
  static Resources kept(Resources wanted, CgroupHierarchy cgroups) {
    Memory memory = wanted.memory();
    Cpu cpu = wanted.cpu();
    BlockIo io = wanted.blockIo();
    boolean shares = cgroups.supports(Feature.CPU_SHARES);
    boolean quota = cgroups.supports(Feature.CPU_QUOTA);
    boolean set = cgroups.supports(Feature.CPUSET);
    boolean rates = cgroups.supports(Feature.IO_THROTTLE);
    return new Resources(
        wanted.memoryBytes(),
        wanted.nanoCpus(),
        wanted.pids(),
        new Memory(
            memory.reservation(),
            memory.swap(),
            cgroups.supports(Feature.SWAPPINESS) ? memory.swappiness() : null,
            0,
            memory.oomKillDisable() && cgroups.supports(Feature.OOM_KILL_DISABLE)),
        new Cpu(
            shares ? cpu.shares() : 0,
            quota ? cpu.period() : 0,
            quota ? cpu.quota() : 0,
            cpu.realtimePeriod(),
            cpu.realtimeRuntime(),
            set ? cpu.cpus() : "",
            set ? cpu.mems() : ""),
        new BlockIo(
            io.weight() > 0 && cgroups.supports(Feature.IO_WEIGHT) ? io.weight() : 0,
            io.deviceWeights().isEmpty() || cgroups.supports(Feature.IO_DEVICE_WEIGHT)
                ? io.deviceWeights()
                : List.of(),
            rates ? io.readBps() : List.of(),
            rates ? io.writeBps() : List.of(),
            rates ? io.readIops() : List.of(),
            rates ? io.writeIops() : List.of()),
        wanted.ulimits());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw JdockException.invalid(otherwise);
    }
  }

  private void memory() {
    long limit = wanted.memoryBytes();
    Memory memory = wanted.memory();
    // What is too large for a number comes as the largest one, and in Docker as a negative one.
    require(
        limit == 0 || limit >= MINIMUM_MEMORY && limit < Long.MAX_VALUE,
        "Minimum memory limit allowed is 6MB");
    require(
        limit == 0 || memory.swap() <= 0 || memory.swap() >= limit,
        "Minimum memoryswap limit should be larger than memory limit, see usage");
    require(
        limit != 0 || memory.swap() <= 0,
        "You should always set the Memory limit when using Memoryswap limit, see usage");
    require(
        memory.reservation() == 0 || memory.reservation() >= MINIMUM_MEMORY,
        "Minimum memory reservation allowed is 6MB");
    require(
        limit == 0 || memory.reservation() <= limit,
        "Minimum memory limit can not be less than memory reservation limit, see usage");
    require(
        memory.kernel() == 0 || memory.kernel() >= MINIMUM_MEMORY,
        "Minimum kernel memory limit allowed is 6MB");
  }

  private void swappiness() {
    Integer swappiness = wanted.memory().swappiness();
    require(
        swappiness == null || (swappiness >= 0 && swappiness <= MOST_SWAPPINESS),
        "Invalid value: " + swappiness + ", valid memory swappiness range is 0-100");
  }

  private void nanoCpus() {
    int processors = Runtime.getRuntime().availableProcessors();
    require(
        wanted.nanoCpus() == 0 || wanted.cpu().period() == 0,
        "Conflicting options: Nano CPUs and CPU Period cannot both be set");
    require(
        wanted.nanoCpus() == 0 || wanted.cpu().quota() == 0,
        "Conflicting options: Nano CPUs and CPU Quota cannot both be set");
    // Docker names the least, and leaves it to the kernel to refuse less (cpu.cfs_quota_us).
    require(
        wanted.nanoCpus() == 0
            || wanted.nanoCpus() >= LEAST_NANO_CPUS
                && wanted.nanoCpus() <= processors * 1_000_000_000L,
        "Range of CPUs is from 0.01 to "
            + processors
            + ".00, as there are only "
            + processors
            + " CPUs available");
  }

  private void cpu() {
    Cpu cpu = wanted.cpu();
    require(
        cpu.shares() >= 0,
        "invalid CPU shares (" + cpu.shares() + "): value must be a positive integer");
    require(
        cpu.period() == 0 || (cpu.period() >= SHORTEST_MICROS && cpu.period() <= LONGEST_MICROS),
        "CPU cfs period can not be less than 1ms (i.e. 1000) or larger than 1s (i.e. 1000000)");
    require(
        cpu.quota() <= 0 || cpu.quota() >= SHORTEST_MICROS,
        "CPU cfs quota can not be less than 1ms (i.e. 1000)");
    boolean realtime = cpu.realtimePeriod() != 0 || cpu.realtimeRuntime() != 0;
    require(
        !realtime || cgroups.supports(Feature.CPU_REALTIME),
        "Your kernel does not support CPU real-time scheduler");
    require(
        cpu.realtimePeriod() == 0 || cpu.realtimeRuntime() <= cpu.realtimePeriod(),
        "cpu real-time runtime cannot be higher than cpu real-time period");
    cpuset("cpus", cpu.cpus(), "CPUs", "/sys/devices/system/cpu/online");
    cpuset("mems", cpu.mems(), "memory nodes", "/sys/devices/system/node/online");
  }

  private void blockIo() {
    BlockIo io = wanted.blockIo();
    require(
        io.weight() == 0 || !cgroups.supports(Feature.IO_WEIGHT) || isWeight(io.weight()),
        "Range of blkio weight is from 10 to 1000");
    for (DeviceRate device : io.deviceWeights()) {
      requireDevice(device);
      require(
          device.rate() == 0 || isWeight(device.rate()),
          "invalid weight for device: " + device.path() + ":" + device.rate());
    }
    Stream.of(io.readBps(), io.writeBps(), io.readIops(), io.writeIops())
        .flatMap(List::stream)
        .forEach(device -> {
          requireDevice(device);
          require(
              device.rate() >= 0,
              "invalid rate for device: " + device.path() + ":" + device.rate());
        });
  }

  private static boolean isWeight(long weight) {
    return weight >= LEAST_WEIGHT && weight <= MOST_WEIGHT;
  }

  private static void requireDevice(DeviceRate device) {
    require(
        device.path().startsWith("/dev/") && device.path().indexOf('\0') < 0,
        "bad format for device path: " + device.path());
  }

  private static void cpuset(String name, String list, String what, String file) {
    Set<Integer> asked;
    try {
      asked = numbers(list);
    } catch (NumberFormatException e) {
      throw JdockException.invalid(
          "Invalid value " + list + " for cpuset " + name + ": " + e.getMessage());
    }
    if (asked.isEmpty()) {
      return;
    }
    String available = read(Path.of(file));
    require(
        numbers(available).containsAll(asked),
        "Requested "
            + what
            + " are not available - requested "
            + list
            + ", available: "
            + available);
  }

  private static String read(Path file) {
    try {
      return Files.exists(file) ? Files.readString(file).strip() : "0";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** {@code 0-2,4}. */
  static Set<Integer> numbers(String list) {
    Set<Integer> result = new TreeSet<>();
    if (list.isEmpty()) {
      return result;
    }
    for (String part : list.split(",", -1)) {
      int dash = part.indexOf('-');
      int first = number(dash < 0 ? part : part.substring(0, dash));
      int last = dash < 0 ? first : number(part.substring(dash + 1));
      if (last < first) {
        throw new NumberFormatException("invalid format: " + list);
      }
      for (int i = first; i <= last; i++) {
        result.add(i);
      }
    }
    return result;
  }

  /** No machine has more: a list is expanded without harm. */
  private static int number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new NumberFormatException("invalid format: " + text);
    }
    int number = Integer.parseInt(text);
    if (number > MOST_CPUS) {
      throw new NumberFormatException("value of out range, maximum is " + MOST_CPUS);
    }
    return number;
  }

  private void warn(boolean wanted, Feature feature, String sentence) {
    if (wanted && !cgroups.supports(feature)) {
      warnings.add(sentence);
    }
  }

  private void warnOfMemory() {
    Memory memory = wanted.memory();
    if (wanted.memoryBytes() > 0 && !cgroups.controllers().contains("memory")) {
      warnings.add(
          "Your kernel does not support memory limit capabilities or the cgroup is not mounted. Limitation discarded.");
    } else {
      warn(
          wanted.memoryBytes() > 0 && memory.swap() != -1,
          Feature.SWAP_LIMIT,
          "Your kernel does not support swap limit capabilities or the cgroup is not mounted. Memory limited without swap.");
    }
    warn(
        memory.swappiness() != null,
        Feature.SWAPPINESS,
        "Your kernel does not support memory swappiness capabilities or the cgroup is not mounted. Memory swappiness discarded.");
    warn(
        memory.reservation() > 0,
        Feature.MEMORY_RESERVATION,
        "Your kernel does not support memory soft limit capabilities or the cgroup is not mounted. Limitation discarded.");
    if (memory.kernel() > 0) {
      warnings.add(
          "Your kernel does not support kernel memory limit capabilities or the cgroup is not mounted. Limitation discarded.");
    }
    warn(
        memory.oomKillDisable(),
        Feature.OOM_KILL_DISABLE,
        "Your kernel does not support OomKillDisable. OomKillDisable discarded.");
    if (memory.oomKillDisable()
        && wanted.memoryBytes() == 0
        && cgroups.supports(Feature.OOM_KILL_DISABLE)) {
      warnings.add(
          "OOM killer is disabled for the container, but no memory limit is set, this can result in the system running out of resources.");
    }
    if (wanted.pids() > 0 && !cgroups.controllers().contains("pids")) {
      warnings.add(
          "Your kernel does not support pids limit capabilities or the cgroup is not mounted. PIDs limit discarded.");
    }
  }

  private void warnOfCpu() {
    Cpu cpu = wanted.cpu();
    warn(
        cpu.shares() > 0,
        Feature.CPU_SHARES,
        "Your kernel does not support CPU shares or the cgroup is not mounted. Shares discarded.");
    warn(
        cpu.period() > 0,
        Feature.CPU_QUOTA,
        "Your kernel does not support CPU CFS period or the cgroup is not mounted. Period discarded.");
    warn(
        cpu.quota() > 0,
        Feature.CPU_QUOTA,
        "Your kernel does not support CPU CFS quota or the cgroup is not mounted. Quota discarded.");
    warn(
        !cpu.cpus().isEmpty() || !cpu.mems().isEmpty(),
        Feature.CPUSET,
        "Your kernel does not support cpuset or the cgroup is not mounted. Cpuset discarded.");
  }

  private void warnOfBlockIo() {
    BlockIo io = wanted.blockIo();
    String unless = " or the cgroup is not mounted. ";
    String kernel = "Your kernel does not support ";
    warn(
        io.weight() > 0,
        Feature.IO_WEIGHT,
        kernel + "Block I/O weight" + unless + "Weight discarded.");
    warn(
        !io.deviceWeights().isEmpty(),
        Feature.IO_DEVICE_WEIGHT,
        kernel + "Block I/O weight_device" + unless + "Weight-device discarded.");
    warn(
        !io.readBps().isEmpty(),
        Feature.IO_THROTTLE,
        kernel + "BPS Block I/O read limit" + unless + "Block I/O BPS read limit discarded.");
    warn(
        !io.writeBps().isEmpty(),
        Feature.IO_THROTTLE,
        kernel + "BPS Block I/O write limit" + unless + "Block I/O BPS write limit discarded.");
    warn(
        !io.readIops().isEmpty(),
        Feature.IO_THROTTLE,
        kernel + "IOPS Block read limit" + unless + "Block I/O IOPS read limit discarded.");
    warn(
        !io.writeIops().isEmpty(),
        Feature.IO_THROTTLE,
        kernel + "IOPS Block write limit" + unless + "Block I/O IOPS write limit discarded.");
  }
}
