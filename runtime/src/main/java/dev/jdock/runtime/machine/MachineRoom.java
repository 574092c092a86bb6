package dev.jdock.runtime.machine;

import dev.jdock.image.build.solve.ImageBuilder;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.registry.Registries;
import dev.jdock.image.store.ImageStore;
import dev.jdock.linux.SyscallException;
import dev.jdock.runtime.container.Steps;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.start.Programs;
import dev.jdock.runtime.engine.Builds;
import dev.jdock.runtime.engine.Containers;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Execs;
import dev.jdock.runtime.engine.Images;
import dev.jdock.runtime.engine.RemoteRegistries;
import dev.jdock.runtime.engine.SystemOperations;
import dev.jdock.runtime.io.OutputPump;
import dev.jdock.runtime.network.NetworkDefaults;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.volume.VolumeStore;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** The engine of one state root, of which its opener holds the lock. */
public final class MachineRoom implements Engine, AutoCloseable {
  private final ImageStore store;
  private static final Path ETC = Path.of("/etc");

  private final Networks networks;
  private final OutputPump pump = new OutputPump();
  private final Registries registries = Registries.ofMachine();
  private final ExecutorService background =
      Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("background").factory());

  /** Seen by tests of this package. */
  final ContainerParts parts;

  private final NetworkWatch networkWatch;
  private final EngineContainers containers;
  private final EngineExecs execs;
  private final EngineTransfers transfers;
  private final EngineImages images;
  private final EngineBuilds builds;
  private final EngineSystem system;

  private MachineRoom(Path root, Path runDir, Programs programs) {
    this.store = ImageStore.open(root);
    this.networks = Networks.open(root.resolve("networks"), () -> NetworkDefaults.read(ETC));
    this.parts =
        new ContainerParts(
            store,
            new ContainerFiles(root, runDir),
            new VolumeStore(root),
            networks,
            pump,
            background,
            programs);
    this.networkWatch = NetworkWatch.start(networks, parts.registry);
    this.containers = new EngineContainers(parts);
    this.execs = new EngineExecs(parts);
    this.transfers = new EngineTransfers(store, registries, root, this::builds);
    this.images = new EngineImages(store, parts, transfers);
    store.needLayers(containers::layers);
    Path buildCache = root.resolve("build-cache");
    ImageBuilder builder =
        new ImageBuilder(store, parts.runStep, images::base, transfers.exports(), buildCache);
    this.builds = new EngineBuilds(parts, builder, buildCache);
    this.system = new EngineSystem(root, parts, containers, transfers, builds);
  }

  /**
   * Opens the root and takes over the containers that still run.
   *
   * @param runDir for what does not outlive a reboot
   * @param programs in C that containers are run with
   */
  public static MachineRoom open(Path root, Path runDir, Programs programs) {
    MachineRoom room = new MachineRoom(root, runDir, programs);
    try {
      room.containers.adopt();
      room.background.execute(room.store::collectLayers);
      room.background.execute(room.store::flush);
      return room;
    } catch (RuntimeException e) {
      Steps steps = new Steps();
      steps.run(room::close);
      steps.suppressedBy(e);
      throw e;
    }
  }

  /** Begins in the background with what the first container would wait for; once is enough. */
  public void expectContainer() {
    try {
      background.execute(parts.processes.starters()::warmUp);
      background.execute(this::prepareForContainer);
    } catch (RejectedExecutionException leaving) {
      // Nobody can ask for a container any more.
      return;
    }
  }

  /** What fails here fails there again, and is told. */
  private void prepareForContainer() {
    try {
      parts.confinement.prepare();
    } catch (JdockException | SyscallException unusualHost) {
      return;
    }
  }

  @Override
  public Containers containers() {
    return containers;
  }

  @Override
  public Execs execs() {
    return execs;
  }

  @Override
  public Images images() {
    return images;
  }

  @Override
  public Builds builds() {
    return builds;
  }

  @Override
  public RemoteRegistries registries() {
    return new EngineRegistries(registries);
  }

  @Override
  public EngineVolumes volumes() {
    return new EngineVolumes(parts);
  }

  @Override
  public EngineNetworks networks() {
    return new EngineNetworks(parts);
  }

  @Override
  public SystemOperations system() {
    return system;
  }

  /** What was found damaged while opening and is left out, a line each. */
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>(store.warnings());
    warnings.addAll(parts.files.warnings());
    warnings.addAll(containers.warnings());
    return warnings;
  }

  /** Whether a container runs, a build, or a transfer. */
  public boolean busy() {
    return containers.anyRunning() || builds.anyRunning() || transfers.anyRunning();
  }

  /**
   * Whether there is what a later engine could not take over: of containers, those with an input.
   */
  public boolean working() {
    return containers.anyInteractive() || builds.anyRunning() || transfers.anyRunning();
  }

  /** Running containers go on; a later engine takes them over. */
  @Override
  public void close() {
    Steps steps = new Steps();
    steps.run(networkWatch::close);
    if (!busy()) {
      steps.run(networks::removeAll);
    }
    steps.run(containers::stopProbes);
    steps.run(this::endBackground);
    steps.run(parts.processes.ends()::close);
    steps.run(pump::close);
    steps.run(parts.processes.starters()::close);
    steps.run(registries::close);
    steps.run(containers::release);
    steps.run(parts.nameServers.servers()::close);
    steps.run(networks::close);
    steps.run(parts.files::removeEmptyRunDirectory);
    steps.run(transfers::close);
    steps.run(builds::close);
    steps.run(store::close);
    steps.throwFirst();
  }

  /** What is under way needs the pump to come to its end. */
  private void endBackground() {
    background.shutdown();
    try {
      background.awaitTermination(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
