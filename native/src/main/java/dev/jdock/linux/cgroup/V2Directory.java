package dev.jdock.linux.cgroup;

import dev.jdock.linux.Errno;
import dev.jdock.linux.SyscallException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** One directory of the unified hierarchy. */
final class V2Directory implements CgroupDirectory {
  private final String path;
  private final Path directory;
  private final List<String> warnings = new ArrayList<>();

  V2Directory(String path, Path directory) {
    this.path = path;
    this.directory = directory;
  }

  void create() {
    tree().create();
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
    write(
        "cpu.max",
        (limits.nanoCpus() > 0 ? Long.toString(limits.cpuQuotaMicros()) : "max")
            + " "
            + Limits.CPU_PERIOD_MICROS,
        limits.nanoCpus() > 0,
        "CPU CFS quota");
    boolean few = limits.pids() > 0;
    write("pids.max", few ? Long.toString(limits.pids()) : "max", few, "pids limit");
  }

  /** Here swap is limited by itself, not together with memory. */
  private void limitMemory(Limits limits) {
    boolean limited = limits.memoryBytes() > 0;
    write(
        "memory.max",
        limited ? Long.toString(limits.memoryBytes()) : "max",
        limited,
        "memory limit");
    long both = limits.effectiveMemorySwap();
    boolean swapLimited = limited && both >= 0;
    write(
        "memory.swap.max",
        swapLimited ? Long.toString(both - limits.memoryBytes()) : "max",
        swapLimited,
        "swap limit");
  }

  @Override
  public void tune(Tuning tuning) {
    new V2Tuning(directory).write(tuning);
  }

  @Override
  public boolean permitDevices(List<DeviceRule> rules) {
    if (rules.stream().anyMatch(DeviceRule::isEverything)) {
      return true;
    }
    try {
      DeviceFilter.attach(directory, rules);
      return true;
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOSYS && e.errno() != Errno.EINVAL) {
        throw e;
      }
      // A kernel without CONFIG_CGROUP_BPF.
      warnings.add(
          "Your kernel does not support cgroup device capabilities. Limitation discarded.");
      return false;
    }
  }

  /**
   * Processes in the cgroup may have created child cgroups (an init system does), and then the
   * cgroup itself cannot hold processes: a new one joins the first child that is populated, as with
   * runc.
   */
  @Override
  public void join(int pid) {
    try {
      file("cgroup.procs").write(pid);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EBUSY) {
        throw e;
      }
      Path populated = tree().populated().orElseThrow(() -> e);
      ControlFile.of(populated, "cgroup.procs").write(pid);
    }
  }

  @Override
  public CgroupEntry entry() {
    ControlFile max = file("pids.max");
    OptionalLong limit = max.exists() ? max.number() : OptionalLong.empty();
    limit.ifPresent(count -> max.write(count + 1));
    return new CgroupEntry(
        List.of(), this::join, () -> limit.ifPresent(count -> max.restore(count)));
  }

  @Override
  public List<Integer> pids() {
    return tree().pids();
  }

  @Override
  public void kill() {
    CgroupTree.await(
        () -> {
          if (file("cgroup.kill").exists()) { // since Linux 5.14; kills frozen processes, too
            file("cgroup.kill").write("1");
          } else {
            tree().signalAll();
          }
          return pids().isEmpty();
        },
        "processes of cgroup " + path + " survive SIGKILL");
  }

  @Override
  public void freeze() {
    file("cgroup.freeze").write("1");
    try {
      CgroupTree.await(this::frozen, "cgroup " + path + " does not freeze");
    } catch (RuntimeException e) {
      thaw();
      throw e;
    }
  }

  @Override
  public void thaw() {
    file("cgroup.freeze").write("0");
  }

  @Override
  public boolean frozen() {
    return file("cgroup.events").number("frozen").orElse(0) == 1;
  }

  @Override
  public OptionalLong oomKills() {
    return file("memory.events").number("oom_kill");
  }

  @Override
  public OptionalLong memoryCurrent() {
    return file("memory.current").number();
  }

  @Override
  public OptionalLong cpuUsage() {
    OptionalLong micros = file("cpu.stat").number("usage_usec");
    return micros.isEmpty() ? micros : OptionalLong.of(micros.getAsLong() * 1000);
  }

  @Override
  public OptionalLong pidsCurrent() {
    return file("pids.current").number();
  }

  @Override
  public CgroupStatistics statistics() {
    return new V2Statistics(name -> file(name).exists() ? file(name).read() : "").read();
  }

  @Override
  public void remove() {
    tree().remove();
  }

  @Override
  public void end() {
    if (!tree().tryRemove()) {
      kill();
      remove();
    }
  }

  private void write(String name, String value, boolean wanted, String what) {
    ControlFile file = file(name);
    if (file.exists()) {
      file.write(value);
    } else if (wanted) {
      warnings.add(
          "Your kernel does not support "
              + what
              + " capabilities or the cgroup is not mounted. Limitation discarded.");
    }
  }

  private ControlFile file(String name) {
    return ControlFile.of(directory, name);
  }

  private CgroupTree tree() {
    return new CgroupTree(directory);
  }
}
