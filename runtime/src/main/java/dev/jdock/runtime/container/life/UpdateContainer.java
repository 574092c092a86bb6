package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerCgroups;
import dev.jdock.runtime.container.create.NetworkCheck;
import dev.jdock.runtime.container.create.ResourceCheck;
import dev.jdock.runtime.container.record.RestartPolicy;
import dev.jdock.runtime.container.start.ResourcePlan;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.ContainerSpec.Lifecycle;
import dev.jdock.runtime.engine.ContainerUpdate;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Resources.Memory;
import dev.jdock.runtime.network.Networks;
import java.util.List;
import java.util.Objects;

/** {@code docker update}: other limits, another restart policy, and other ports. */
public final class UpdateContainer {
  private final ContainerCgroups cgroups;
  private final Networks networks;
  private final Container container;

  public UpdateContainer(ContainerCgroups cgroups, Networks networks, Container container) {
    this.cgroups = cgroups;
    this.networks = networks;
    this.container = container;
  }

  /** What is written down is what a later start takes; the running one is changed first. */
  public List<String> run(ContainerUpdate update) {
    container.lock().lockToChange();
    try {
      if (container.isRemoved()) {
        throw cannot("Container is marked for removal and cannot be \"update\".", null);
      }
      ContainerSpec spec = container.record().spec();
      Resources resources = resources(spec.resources(), update);
      Lifecycle lifecycle = lifecycle(spec.lifecycle(), update);
      NetworkCheck.validate(update.publish());
      UpdatePorts ports = new UpdatePorts(networks, container, update);
      List<String> warnings = List.of();
      if (!resources.equals(spec.resources())) {
        ResourceCheck.validate(resources, cgroups.all());
        warnings = apply(spec.resources(), resources);
      }
      Networking networking = ports.apply();
      try {
        container.reconfigure(
            container.record().withSpec(spec.with(resources, networking, lifecycle)));
      } catch (RuntimeException e) {
        ports.undo();
        throw e;
      }
      container.tell("update");
      return warnings;
    } finally {
      container.lock().unlock();
    }
  }

  private JdockException cannot(String why, @org.jspecify.annotations.Nullable Exception cause) {
    String message = "Cannot update container " + container.id() + ": " + why;
    return cause == null
        ? JdockException.conflict(message)
        : new JdockException(JdockException.Kind.CONFLICT, message, cause);
  }

  private Lifecycle lifecycle(Lifecycle old, ContainerUpdate update) {
    String wanted = update.restartPolicy();
    if (wanted == null || wanted.isEmpty()) {
      return old;
    }
    RestartPolicy policy = RestartPolicy.of(wanted, update.restartLimit());
    if (old.autoRemove() && policy.kind() != RestartPolicy.Kind.NO) {
      throw cannot(
          "Restart policy cannot be updated because AutoRemove is enabled for the container", null);
    }
    return old.withRestart(wanted, update.restartLimit());
  }

  private Resources resources(Resources old, ContainerUpdate update) {
    long memory = update.memoryBytes() == 0 ? old.memoryBytes() : update.memoryBytes();
    long oldSwap = old.memory().swap();
    long effectiveSwap = oldSwap == 0 ? 2 * old.memoryBytes() : oldSwap;
    long swap = update.memorySwap() == 0 ? effectiveSwap : update.memorySwap();
    if (old.memoryBytes() == 0 && update.memorySwap() == 0) {
      swap = 0;
    }
    if (update.memorySwap() == 0 && swap > 0 && memory > swap) {
      throw cannot(
          "Memory limit should be smaller than already set memoryswap limit, update the memoryswap at the same time",
          null);
    }
    if (update.memorySwap() > 0 && memory > update.memorySwap()) {
      throw JdockException.invalid(
          "Minimum memoryswap limit should be larger than memory limit, see usage");
    }
    if (update.memorySwap() > 0 && memory == 0) {
      throw JdockException.invalid(
          "You should always set the Memory limit when using Memoryswap limit, see usage");
    }
    checkCpu(old, update);
    Memory memories =
        new Memory(
            update.memoryReservation() == 0
                ? old.memory().reservation()
                : update.memoryReservation(),
            swap,
            old.memory().swappiness(),
            old.memory().kernel(),
            old.memory().oomKillDisable());
    return new Resources(
        memory,
        update.nanoCpus() == 0 ? old.nanoCpus() : update.nanoCpus(),
        Objects.requireNonNullElse(update.pids(), old.pids()),
        memories,
        UpdateCpu.merge(old.cpu(), update.cpu()),
        UpdateBlockIo.merge(old.blockIo(), update.blockIo()),
        old.ulimits());
  }

  private void checkCpu(Resources old, ContainerUpdate update) {
    if (update.nanoCpus() > Runtime.getRuntime().availableProcessors() * 1_000_000_000L) {
      throw JdockException.invalid(
          "Range of CPUs is from 0.01 to %1$d.00, as there are only %1$d CPUs available"
              .formatted(Runtime.getRuntime().availableProcessors()));
    }
    if (update.cpu().quota() != 0 && old.nanoCpus() != 0) {
      throw cannot(
          "Conflicting options: CPU Quota cannot be updated as NanoCPUs has already been set",
          null);
    }
    if (update.cpu().period() != 0 && old.nanoCpus() != 0) {
      throw cannot(
          "Conflicting options: CPU Period cannot be updated as NanoCPUs has already been set",
          null);
    }
    if (update.nanoCpus() != 0 && old.cpu().quota() != 0) {
      throw cannot(
          "Conflicting options: Nano CPUs cannot be updated as CPU Quota has already been set",
          null);
    }
  }

  private List<String> apply(Resources old, Resources resources) {
    if (!container.state().running()) {
      return List.of();
    }
    CgroupDirectory cgroup = cgroups.find(container.record()).orElse(null);
    if (cgroup == null) {
      return List.of();
    }
    container.execLock().lock();
    try {
      cgroup.limit(ResourcePlan.limits(resources));
      cgroup.tune(ResourcePlan.tuning(UpdateBlockIo.change(old, resources)));
      return cgroup.warnings();
    } catch (SyscallException e) {
      throw cannot(String.valueOf(e.getMessage()), e);
    } finally {
      container.execLock().unlock();
    }
  }
}
