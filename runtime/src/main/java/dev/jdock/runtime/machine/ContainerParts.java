package dev.jdock.runtime.machine;

import dev.jdock.image.store.ImageStore;
import dev.jdock.linux.cgroup.CgroupHierarchy;
import dev.jdock.runtime.container.ContainerCgroups;
import dev.jdock.runtime.container.ContainerLayers;
import dev.jdock.runtime.container.ContainerLogs;
import dev.jdock.runtime.container.ContainerRegistry;
import dev.jdock.runtime.container.Ends;
import dev.jdock.runtime.container.Processes;
import dev.jdock.runtime.container.create.CheckedAgainst;
import dev.jdock.runtime.container.create.MountPoints;
import dev.jdock.runtime.container.exec.ExecRegistry;
import dev.jdock.runtime.container.exec.Execs;
import dev.jdock.runtime.container.files.CommitContainer;
import dev.jdock.runtime.container.life.AdoptContainers;
import dev.jdock.runtime.container.life.ContainerRemains;
import dev.jdock.runtime.container.life.HealthChecks;
import dev.jdock.runtime.container.life.Life;
import dev.jdock.runtime.container.life.PruneContainers;
import dev.jdock.runtime.container.record.ContainerFiles;
import dev.jdock.runtime.container.security.Confinement;
import dev.jdock.runtime.container.start.ContainerEtc;
import dev.jdock.runtime.container.start.ContainerNameServers;
import dev.jdock.runtime.container.start.ContainerRuns;
import dev.jdock.runtime.container.start.ContainerStarts;
import dev.jdock.runtime.container.start.FirstProcessPlans;
import dev.jdock.runtime.container.start.KnownNames;
import dev.jdock.runtime.container.start.Links;
import dev.jdock.runtime.container.start.Programs;
import dev.jdock.runtime.container.start.RunResources;
import dev.jdock.runtime.container.start.RunStep;
import dev.jdock.runtime.container.view.ContainerSizes;
import dev.jdock.runtime.container.view.Inspected;
import dev.jdock.runtime.event.Announcements;
import dev.jdock.runtime.event.EventBus;
import dev.jdock.runtime.io.OutputPump;
import dev.jdock.runtime.launch.Starters;
import dev.jdock.runtime.network.Networks;
import dev.jdock.runtime.network.dns.DnsServers;
import dev.jdock.runtime.volume.VolumeMounts;
import dev.jdock.runtime.volume.VolumeStore;
import java.time.Clock;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;

/**
 * Puts the parts of one state root together. Nothing outside of this package has all of them: each
 * class gets those that it needs.
 */
public final class ContainerParts {
  final ImageStore images;
  final Networks networks;
  final VolumeStore volumes;
  final VolumeMounts volumeMounts;
  final Programs programs;
  final ExecutorService background;
  final Clock clock;
  final EventBus events;
  final Announcements announce;
  final ContainerFiles files;
  final ContainerRegistry registry;
  final ContainerCgroups cgroups;
  final ContainerLayers layers;
  final ContainerSizes sizes;
  final ContainerNameServers nameServers;
  final Links links;
  final ContainerEtc etc;
  final ContainerRuns runs;
  final Confinement confinement;
  final Processes processes;
  final Execs execs;
  final ExecRegistry startedExecs;
  final Life life;
  final AdoptContainers adopt;
  final CheckedAgainst checks;
  final MountPoints.Volumes mounts;
  final Inspected inspected;
  final CommitContainer commit;
  final PruneContainers prune;
  final RunStep runStep;

  /**
   * @param background for what no caller waits for
   * @param programs in C that containers are run with
   */
  ContainerParts(
      ImageStore images,
      ContainerFiles files,
      VolumeStore volumes,
      Networks networks,
      OutputPump pump,
      ExecutorService background,
      Programs programs) {
    this.images = images;
    this.files = files;
    this.volumes = volumes;
    this.networks = networks;
    this.background = background;
    this.programs = programs;
    clock = Clock.systemUTC();
    events = new EventBus(clock);
    announce = new Announcements(events);
    networks.tellRefusals((network, refusal) ->
        announce.refused(
            network.id(),
            network.name(),
            network.driver(),
            refusal.containerId(),
            refusal.target(),
            refusal.count()));
    registry = new ContainerRegistry(files, pump, events);
    cgroups = new ContainerCgroups(CgroupHierarchy.detect());
    layers = new ContainerLayers(images, files);
    sizes = new ContainerSizes(files, images);
    confinement = Confinement.ofMachine();
    processes =
        new Processes(
            new Starters(programs.starter(), pump::onEnd), new Ends(pump, background), pump);
    execs = new Execs(cgroups, confinement, processes, clock);
    startedExecs = new ExecRegistry(clock);
    volumeMounts = new VolumeMounts(volumes);
    links = new Links(registry, networks, files);
    etc = new ContainerEtc(files, registry, networks, links);
    runs = new ContainerRuns(files, layers, etc, volumeMounts, processes.starters()::userNamespace);
    nameServers =
        new ContainerNameServers(new DnsServers(new KnownNames(networks, registry)), networks);
    RunResources resources = new RunResources(files, cgroups, networks, nameServers, volumeMounts);
    ContainerLogs logs = new ContainerLogs(files, clock);
    life =
        new Life(
            new ContainerStarts(
                runs,
                resources,
                new FirstProcessPlans(confinement, links, programs.init()),
                logs,
                registry,
                processes.starters()),
            registry,
            new ContainerRemains(files, registry, volumes, images, background, announce),
            new HealthChecks(execs, background, clock),
            processes.ends(),
            background,
            clock);
    adopt = new AdoptContainers(registry, resources, etc, logs, life);
    checks = new CheckedAgainst(registry, files, cgroups, links, networks);
    mounts = new MountPoints.Volumes(registry, images, volumes, volumeMounts, announce);
    inspected = new Inspected(layers, sizes, networks, links, confinement.appArmor());
    commit = new CommitContainer(images, life.commitPause(), announce, clock);
    prune = new PruneContainers(registry, life.remove(), sizes, announce);
    runStep = new RunStep(resources, confinement, processes);
  }

  /** Runs in the background: no caller waits for it. */
  void later(Runnable work) {
    try {
      background.execute(work);
    } catch (RejectedExecutionException closing) {
      // The next engine does it when it opens.
      return;
    }
  }
}
