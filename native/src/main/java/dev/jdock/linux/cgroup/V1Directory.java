package dev.jdock.linux.cgroup;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The directories of one name in the trees of all controllers. */
final class V1Directory implements CgroupDirectory {
  private static final long UNLIMITED = -1;

  /** How often processes are killed before they are suspected of forking away from it. */
  private static final int QUICK_ROUNDS = 3;

  private final String path;
  private final Map<String, Path> paths;
  private final Map<String, Path> further;
  private final List<String> warnings = new ArrayList<>();

  /**
   * @param paths by controller; some may share one
   * @param further of controllers that the cgroup is created in only when one of their settings is
   *     written
   */
  V1Directory(String path, Map<String, Path> paths, Map<String, Path> further) {
    this.path = path;
    this.paths = new LinkedHashMap<>(paths);
    this.further = Map.copyOf(further);
  }

  void create() {
    trees().forEach(CgroupTree::create);
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  @Override
  public void limit(Limits limits) {
    limitMemory(limits);
    if (limits.nanoCpus() > 0 && has("cpu", "cpu.cfs_quota_us", "CPU CFS quota")) {
      file("cpu", "cpu.cfs_period_us").write(Limits.CPU_PERIOD_MICROS);
      file("cpu", "cpu.cfs_quota_us").write(limits.cpuQuotaMicros());
    } else if (paths.containsKey("cpu") && file("cpu", "cpu.cfs_quota_us").exists()) {
      file("cpu", "cpu.cfs_quota_us").write(UNLIMITED);
    }
    if (limits.pids() > 0) {
      if (has("pids", "pids.max", "pids limit")) {
        file("pids", "pids.max").write(limits.pids());
      }
    } else if (paths.containsKey("pids")) {
      file("pids", "pids.max").write("max");
    }
  }

  /**
   * The kernel keeps memory.limit_in_bytes at or below memory.memsw.limit_in_bytes at every moment,
   * so that the order of the two writes depends on the direction.
   */
  private void limitMemory(Limits limits) {
    if (limits.memoryBytes() == 0 && !paths.containsKey("memory")) {
      return;
    }
    if (!has("memory", "memory.limit_in_bytes", "memory limit")) {
      return;
    }
    long memory = limits.memoryBytes() == 0 ? UNLIMITED : limits.memoryBytes();
    long both = limits.memoryBytes() == 0 ? UNLIMITED : limits.effectiveMemorySwap();
    ControlFile memoryFile = file("memory", "memory.limit_in_bytes");
    ControlFile swapFile = file("memory", "memory.memsw.limit_in_bytes");
    if (!swapFile.exists()) {
      memoryFile.write(memory);
      if (memory != UNLIMITED) {
        has("memory", "memory.memsw.limit_in_bytes", "swap limit");
      }
      return;
    }
    OptionalLong current = swapFile.number();
    if (both == UNLIMITED || (current.isPresent() && current.getAsLong() < both)) {
      swapFile.write(both);
      memoryFile.write(memory);
    } else {
      memoryFile.write(memory);
      swapFile.write(both);
    }
  }

  @Override
  public void tune(Tuning tuning) {
    new V1Tuning(this::fileOf).write(tuning);
  }

  /** In a controller that is new to the cgroup, its processes are moved, too. */
  private @Nullable ControlFile fileOf(String controller, String name) {
    if (!paths.containsKey(controller)) {
      Path directory = further.get(controller);
      if (directory == null) {
        return null;
      }
      V1Hierarchy.makeParent(directory);
      new CgroupTree(directory).create();
      V1Hierarchy.inheritCpuset(directory);
      moveAll(directory);
      paths.put(controller, directory);
    }
    return file(controller, name);
  }

  @Override
  public boolean permitDevices(List<DeviceRule> rules) {
    if (!has("devices", "devices.deny", "devices")) {
      return false;
    }
    file("devices", "devices.deny").write("a");
    ControlFile allow = file("devices", "devices.allow");
    for (DeviceRule rule : rules) {
      if (rule.isEverything()) {
        allow.write("a");
      } else {
        rule.ofEachType().forEach(each -> allow.write(each.toString()));
      }
    }
    return true;
  }

  @Override
  public void join(int pid) {
    for (Path directory : distinctPaths()) {
      ControlFile.of(directory, "cgroup.procs").write(pid);
    }
  }

  @Override
  public CgroupEntry entry() {
    OptionalLong limit =
        paths.containsKey("pids") ? file("pids", "pids.max").number() : OptionalLong.empty();
    List<Fd> tasks = new ArrayList<>();
    try {
      for (Path directory : distinctPaths()) {
        if (!directory.equals(paths.get("freezer"))) {
          tasks.add(Fd.open(directory.resolve("tasks"), Fd.O_WRONLY));
        }
      }
      limit.ifPresent(count -> file("pids", "pids.max").write(count + 1));
    } catch (Throwable e) {
      tasks.forEach(Fd::close);
      throw e;
    }
    return new CgroupEntry(
        tasks, pid -> {}, () -> limit.ifPresent(count -> file("pids", "pids.max").restore(count)));
  }

  @Override
  public List<Integer> pids() {
    return List.copyOf(members());
  }

  /**
   * A process that enters the trees one after the other, or one inside that moved itself in one of
   * them, is in some only.
   */
  private Set<Integer> members() {
    Set<Integer> all = new LinkedHashSet<>();
    trees().forEach(tree -> all.addAll(tree.pids()));
    return all;
  }

  @Override
  public void kill() {
    if (members().isEmpty()) {
      return;
    }
    AtomicInteger rounds = new AtomicInteger();
    CgroupTree.await(
        () -> {
          // While frozen, nobody forks away from the signal; it is delivered by the thaw. To have
          // all in the freezer takes the kernel milliseconds, which few are worth.
          if (rounds.incrementAndGet() > QUICK_ROUNDS && paths.containsKey("freezer")) {
            joinFreezer();
            setFreezer("FROZEN");
          }
          trees().forEach(CgroupTree::signalAll);
          setFreezer("THAWED");
          return members().isEmpty();
        },
        "processes of cgroup " + path + " survive SIGKILL");
  }

  @Override
  public void freeze() {
    requireFreezer();
    CgroupTree.await(
        () -> {
          joinFreezer();
          setFreezer("FROZEN"); // again and again: one write misses a task that is just forked
          return frozen();
        },
        "cgroup " + path + " does not freeze");
  }

  @Override
  public void thaw() {
    requireFreezer();
    setFreezer("THAWED");
  }

  @Override
  public boolean frozen() {
    return paths.containsKey("freezer")
        && file("freezer", "freezer.state").read().strip().equals("FROZEN");
  }

  /**
   * Processes do not enter the freezer when they start (see {@link #entry}): nothing is frozen in
   * the middle of that, and most are never frozen at all.
   */
  private void joinFreezer() {
    moveAll(Objects.requireNonNull(paths.get("freezer")));
  }

  /** Those that end meanwhile have nowhere to go. */
  private void moveAll(Path directory) {
    ControlFile procs = ControlFile.of(directory, "cgroup.procs");
    for (int pid : pids()) {
      try {
        procs.write(pid);
      } catch (SyscallException e) {
        if (e.errno() != Errno.ESRCH) {
          throw e;
        }
      }
    }
  }

  private void requireFreezer() {
    if (!paths.containsKey("freezer")) {
      throw new SyscallException("freeze", Errno.ENOSYS, "without freezer controller: " + path);
    }
  }

  private void setFreezer(String state) {
    if (paths.containsKey("freezer") && file("freezer", "freezer.state").exists()) {
      file("freezer", "freezer.state").write(state);
    }
  }

  @Override
  public OptionalLong oomKills() {
    return number("memory", "memory.oom_control", "oom_kill");
  }

  @Override
  public OptionalLong memoryCurrent() {
    return number("memory", "memory.usage_in_bytes", null);
  }

  @Override
  public OptionalLong cpuUsage() {
    return number("cpuacct", "cpuacct.usage", null);
  }

  @Override
  public OptionalLong pidsCurrent() {
    return number("pids", "pids.current", null);
  }

  @Override
  public CgroupStatistics statistics() {
    return new V1Statistics(this::text).read();
  }

  private String text(String controller, String name) {
    return paths.containsKey(controller) && file(controller, name).exists()
        ? file(controller, name).read()
        : "";
  }

  @Override
  public void remove() {
    trees().forEach(CgroupTree::remove);
  }

  @Override
  public void end() {
    // The freezer last: nobody is in it who is not elsewhere, and whoever forks away needs it.
    Path freezer = paths.get("freezer");
    Set<Path> order = distinctPaths();
    if (freezer != null && order.remove(freezer)) {
      order.add(freezer);
    }
    for (Path directory : order) {
      if (!new CgroupTree(directory).tryRemove()) {
        kill();
        remove();
        return;
      }
    }
  }

  private OptionalLong number(String controller, String name, @Nullable String key) {
    if (!paths.containsKey(controller)) {
      return OptionalLong.empty();
    }
    ControlFile file = file(controller, name);
    return key == null ? file.number() : file.number(key);
  }

  private boolean has(String controller, String name, String what) {
    if (paths.containsKey(controller) && file(controller, name).exists()) {
      return true;
    }
    warnings.add(
        "Your kernel does not support "
            + what
            + " capabilities or the cgroup is not mounted. Limitation discarded.");
    return false;
  }

  private ControlFile file(String controller, String name) {
    return ControlFile.of(Objects.requireNonNull(paths.get(controller)), name);
  }

  private Set<Path> distinctPaths() {
    return new LinkedHashSet<>(paths.values());
  }

  private List<CgroupTree> trees() {
    return distinctPaths().stream().map(CgroupTree::new).toList();
  }
}
