package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.namespace.NetworkNamespace;
import dev.jdock.linux.netlink.MacAddress;
import dev.jdock.linux.tty.PseudoTerminal;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.ContainerIo;
import dev.jdock.runtime.container.ContainerRuntime;
import dev.jdock.runtime.container.LoggedContainer;
import dev.jdock.runtime.container.Steps;
import dev.jdock.runtime.container.create.MergedConfig;
import dev.jdock.runtime.container.record.ContainerRecord;
import dev.jdock.runtime.container.security.ProcessSecurity;
import dev.jdock.runtime.container.start.CgroupMounts;
import dev.jdock.runtime.container.start.ContainerRun;
import dev.jdock.runtime.container.start.DevicePlan;
import dev.jdock.runtime.container.start.Links;
import dev.jdock.runtime.container.start.ProcessEnvironment;
import dev.jdock.runtime.container.start.ProcessStart;
import dev.jdock.runtime.container.start.PublishedPorts;
import dev.jdock.runtime.container.start.ResourcePlan;
import dev.jdock.runtime.container.start.SharedWith;
import dev.jdock.runtime.container.start.StartFailure;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.launch.ContainerLaunch;
import dev.jdock.runtime.launch.LaunchPlan;
import dev.jdock.runtime.launch.Launched;
import dev.jdock.runtime.launch.ProcessPlan;
import dev.jdock.runtime.network.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** {@code docker start}: from a container at rest to one whose program runs. */
public final class StartContainer {
  private static final int START_FAILED = 128;

  private final ContainerRuntime runtime;
  private final Container container;
  private final ContainerRecord record;
  private final ContainerSpec spec;

  public StartContainer(ContainerRuntime runtime, Container container) {
    this.runtime = runtime;
    this.container = container;
    this.record = container.record();
    this.spec = record.spec();
  }

  /** Does nothing when it runs. */
  public void run() {
    container.lockToChange();
    try {
      // What is known of it may have been changed while the lock was waited for.
      new StartContainer(runtime, container).locked();
    } finally {
      container.lock().unlock();
    }
  }

  private void locked() {
    switch (container.state().status()) {
      case RUNNING, RESTARTING -> {
        if (container.paused()) {
          throw JdockException.conflict("cannot start a paused container, try unpause instead");
        }
      }
      case REMOVING, DEAD ->
          throw JdockException.conflict("container is marked for removal and cannot be started");
      case CREATED, EXITED -> {
        container.resetRestarts();
        startOrRemember();
      }
    }
  }

  /** For its restart policy; the lock is held. */
  void again() {
    startOrRemember();
  }

  private void startOrRemember() {
    try {
      start();
    } catch (Throwable e) {
      JdockException failure = StartFailure.ofStart(e, record.commandLine().getFirst());
      Steps steps = new Steps();
      // The input's end comes first: whoever waits for the start must not find it open.
      steps.run(container.io()::finish);
      steps.run(() ->
          container.startFailed(
              container
                  .state()
                  .startFailed(
                      StartFailure.exitCode(failure), String.valueOf(failure.getMessage()))));
      steps.run(this::removeIfItRemovesItself);
      steps.suppressedBy(failure);
      throw failure;
    }
  }

  private void removeIfItRemovesItself() {
    if (container.removesItself()) {
      RemoveContainer.afterExit(runtime, container);
    }
  }

  /**
   * In this order, each step with what takes it back noted down before it is taken: the run's
   * folder; the cgroup; the network; the streams; the launch, which undoes itself; and what makes
   * the container a running one.
   */
  private void start() {
    ImageConfig config = record.config();
    boolean tty = spec.command().tty();
    ProcessSecurity security = ProcessSecurity.of(runtime, spec.isolation(), false);
    DevicePlan devices = DevicePlan.of(spec.isolation().devices());
    ContainerRun run = new ContainerRun(runtime, record);
    List<Runnable> undo = new ArrayList<>();
    try (SharedWith shared = SharedWith.of(runtime, spec)) {
      undo.add(run::removeDirectory);
      run.prepareDirectory();
      undo.add(this::removeCgroup);
      CgroupDirectory cgroup = cgroup(devices);
      undo.add(() -> runtime.networks().disconnect(record.id()));
      try (ContainerIo.ContainerSide side =
          container
              .io()
              .open(
                  run.directory(),
                  tty,
                  spec.command().openStdin(),
                  new LoggedContainer(runtime, container).open())) {
        ProcessPlan process =
            new ProcessPlan(
                record.commandLine(),
                MergedConfig.environment(environment(tty), devices.requested().environment()),
                config.user(),
                config.workingDir().isEmpty() ? "/" : config.workingDir(),
                true,
                security.capabilities(),
                security.noNewPrivileges(),
                security.seccomp(),
                spec.isolation().init() ? requireInit() : null,
                side.stdio(),
                groups(devices),
                ProcessSecurity.limits(spec),
                security.appArmor());
        Launched launched =
            ContainerLaunch.start(
                new LaunchPlan(
                    run.rootfs(
                        CgroupMounts.of(cgroup, shared.namespaces().hostCgroup()),
                        spec.isolation().init() ? requireInit() : null,
                        shared.shm(),
                        devices),
                    process,
                    hostname(),
                    Objects.requireNonNullElse(spec.networking().domainname(), ""),
                    cgroup,
                    network(run),
                    shared.namespaces(),
                    run.hooks(devices)),
                runtime.starters());
        watch(launched);
      }
    } catch (Throwable e) {
      Steps steps = new Steps();
      undo.reversed().forEach(steps::run);
      steps.suppressedBy(e);
      throw e;
    }
  }

  private void removeCgroup() {
    runtime
        .cgroup(record)
        .ifPresent(cgroup -> {
          cgroup.kill();
          cgroup.remove();
        });
  }

  private CgroupDirectory cgroup(DevicePlan devices) {
    CgroupDirectory cgroup =
        runtime.cgroups(record).create(record.id(), ResourcePlan.limits(spec.resources()));
    cgroup.tune(ResourcePlan.tuning(spec.resources()));
    if (!spec.isolation().privileged()) {
      DevicePlan.enforce(cgroup, devices.rules());
    }
    return cgroup;
  }

  /** What the user says wins over what links tell. */
  private List<String> environment(boolean tty) {
    List<String> own = ProcessEnvironment.of(record, tty);
    return MergedConfig.environment(Links.of(runtime, record).environment(), own);
  }

  private List<String> groups(DevicePlan devices) {
    List<String> groups = new ArrayList<>(spec.isolation().groups());
    groups.addAll(devices.requested().groups());
    return groups;
  }

  /** One that shares a network goes by the name of the other. */
  private String hostname() {
    String mode = spec.networking().mode();
    return SharedWith.isContainer(mode)
        ? runtime.registry().find(SharedWith.container(mode)).record().hostname()
        : record.hostname();
  }

  private Path requireInit() {
    Path init = runtime.init();
    if (init == null) {
      throw JdockException.invalid(
          "--init needs jdock's reaper, which the build makes when there is a C compiler: install one (apt-get install gcc libc6-dev) and build again");
    }
    return init;
  }

  private LaunchPlan.@Nullable NetworkSetup network(ContainerRun run) {
    if (SharedWith.isContainer(spec.networking().mode())) {
      return null;
    }
    return switch (spec.networking().mode()) {
      case "host" -> null;
      case "none" -> namespace -> runtime.networks().loopbackUp(namespace);
      default -> namespace -> connect(namespace, run);
    };
  }

  private void connect(NetworkNamespace namespace, ContainerRun run) {
    String wanted = spec.networking().address().mac();
    MacAddress mac = wanted.isEmpty() ? null : MacAddress.parse(wanted);
    Endpoint endpoint = runtime.networks().connect(record.id(), record.name(), mac, namespace);
    run.connected(endpoint);
    Links.tell(runtime, container, endpoint);
    runtime.networks().addLinkLocal(namespace, spec.networking().address().linkLocal());
    runtime.networks().publish(record.id(), PublishedPorts.wanted(record));
  }

  private void watch(Launched launched) {
    try {
      if (launched.terminal() != null) {
        container.io().terminal(launched.terminal());
      }
      container.running(
          container
              .state()
              .started(launched.pid(), ProcessStart.of(launched.pid()), runtime.clock().instant()),
          launched.handle());
      HealthMonitor.begin(runtime, container, true);
      container.tellOfNetwork(runtime.networks(), "connect");
      container.tellOfVolumes(true);
      container.tell("start");
      ContainerExit.watch(runtime, container, launched.handle());
    } catch (Throwable e) {
      Steps steps = new Steps();
      end(launched, steps);
      steps.suppressedBy(e);
      throw e;
    }
  }

  /** Of a process that nobody would look after. */
  private void end(Launched launched, Steps steps) {
    steps.run(container::stopMonitor);
    if (container.state().running()) {
      // Its own descriptor is closed with its run.
      steps.run(() -> runtime.ends().kill(container.holdProcess()));
      steps.run(() ->
          container.ended(
              container.state().exited(START_FAILED, false, runtime.clock().instant())));
    } else {
      steps.run(() -> runtime.ends().kill(launched.handle()));
    }
    PseudoTerminal terminal = launched.terminal();
    if (terminal != null && container.io().terminal() != terminal) {
      steps.run(terminal::close);
    }
  }
}
