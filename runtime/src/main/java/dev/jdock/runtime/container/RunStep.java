package dev.jdock.runtime.container;

import dev.jdock.image.build.StepRunner;
import dev.jdock.linux.Fd;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.cgroup.DeviceRule;
import dev.jdock.linux.cgroup.Limits;
import dev.jdock.linux.mount.OverlayMount;
import dev.jdock.linux.namespace.CgroupNamespace;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.Signal;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.io.Fanout;
import dev.jdock.runtime.io.OutputPump;
import dev.jdock.runtime.launch.ContainerLaunch;
import dev.jdock.runtime.launch.LaunchPlan;
import dev.jdock.runtime.launch.Launched;
import dev.jdock.runtime.launch.ProcessLimits;
import dev.jdock.runtime.launch.ProcessPlan;
import dev.jdock.runtime.launch.Stdio;
import dev.jdock.runtime.network.EtcFiles;
import dev.jdock.runtime.network.HostFiles;
import dev.jdock.runtime.rootfs.MountSpec;
import dev.jdock.runtime.rootfs.RootfsPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Runs the command of a RUN instruction as a container that leaves nothing but its changes. */
public final class RunStep implements StepRunner {
  private static final String HOSTNAME = "buildkitsandbox";
  private static final long SHM_BYTES = 64L << 20;

  private final ContainerRuntime runtime;

  public RunStep(ContainerRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public int run(Step step, StepOutput output) throws InterruptedException {
    String id = Names.newId();
    Path folder = runtime.files().run(id);
    CgroupDirectory cgroup = runtime.cgroups().create(id, Limits.NONE);
    try (GivenBack _ = () -> giveBack(id, folder, cgroup)) {
      prepare(folder);
      cgroup.permitDevices(DeviceRule.standard());
      return new Running(step, output, id, folder, cgroup).run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare a build step", e);
    } catch (RuntimeException e) {
      throw StartFailure.ofStart(e, step.command().getFirst());
    }
  }

  /** What goes wrong here does not hide what went wrong before. */
  private interface GivenBack extends AutoCloseable {
    @Override
    void close();
  }

  private void giveBack(String id, Path folder, CgroupDirectory cgroup) {
    Steps steps = new Steps();
    steps.run(() -> runtime.networks().disconnect(id));
    steps.run(cgroup::kill);
    steps.run(cgroup::remove);
    steps.run(() -> FileTrees.delete(folder));
    steps.throwFirst();
  }

  private static void prepare(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("rootfs"));
    Files.createDirectories(folder.resolve("start"));
    Files.setPosixFilePermissions(
        folder.resolve("start"), PosixFilePermissions.fromString("rwx--x--x"));
  }

  /** One step while it runs. */
  private final class Running {
    private final Step step;
    private final StepOutput output;
    private final String id;
    private final Path folder;
    private final CgroupDirectory cgroup;

    Running(Step step, StepOutput output, String id, Path folder, CgroupDirectory cgroup) {
      this.step = step;
      this.output = output;
      this.id = id;
      this.folder = folder;
      this.cgroup = cgroup;
    }

    int run() throws InterruptedException, IOException {
      try (Pipe out = new Pipe(receiver(false));
          Pipe err = new Pipe(receiver(true))) {
        Launched launched = launch(new Stdio.Pipes(null, out.writing, err.writing));
        return awaitEnd(launched.handle());
      }
    }

    private int awaitEnd(PidFd process) throws InterruptedException {
      try (process) {
        CountDownLatch ended = new CountDownLatch(1);
        runtime.pump().onEnd(process.fd(), ended::countDown);
        try {
          ended.await();
        } catch (InterruptedException cancelled) {
          process.sendSignal(Signal.KILL.number());
          process.waitExit();
          ended.await();
          throw cancelled;
        }
        return process.waitExit();
      }
    }

    private OutputPump.Receiver receiver(boolean standardError) {
      return new OutputPump.Receiver() {
        @Override
        public boolean receive(byte[] bytes, int length) {
          output.write(standardError, bytes, length);
          return true;
        }

        @Override
        public void ended() {}
      };
    }

    private Launched launch(Stdio stdio) throws IOException {
      CapabilitySet capabilities =
          Capabilities.resolve(false, List.of(), List.of(), CapabilitySet.bounding());
      ProcessPlan process =
          new ProcessPlan(
              step.command(),
              step.env(),
              step.user(),
              step.workingDir(),
              true,
              capabilities,
              false,
              runtime.defaultFilter(capabilities),
              null,
              stdio,
              List.of(),
              ProcessLimits.NONE,
              runtime.appArmor().confining(null, false));
      return ContainerLaunch.start(
          new LaunchPlan(
              folder.resolve("start"),
              rootfs(),
              process,
              HOSTNAME,
              "",
              cgroup,
              network(),
              CgroupNamespace.program(runtime.init())));
    }

    private RootfsPlan rootfs() throws IOException {
      Networking networking =
          new Networking(
              step.network(),
              HOSTNAME,
              null,
              List.of(),
              List.of(),
              false,
              step.extraHosts().entrySet().stream()
                  .map(host -> host.getKey() + ":" + host.getValue())
                  .toList(),
              List.of(),
              List.of(),
              List.of());
      EtcFiles etc =
          EtcFiles.of(
              networking,
              HOSTNAME,
              null,
              runtime.networks().subnet().gateway().getHostAddress(),
              HostFiles.read());
      Files.writeString(folder.resolve("hosts"), etc.hosts());
      Files.writeString(folder.resolve("resolv.conf"), etc.resolvConf());
      return new RootfsPlan(
          folder.resolve("rootfs"),
          new OverlayMount(step.lowerDirs(), step.upperDir(), step.workDir()),
          List.of(
              new MountSpec.Bind(folder.resolve("hosts"), "/etc/hosts", false, false, "rprivate"),
              new MountSpec.Bind(
                  folder.resolve("resolv.conf"), "/etc/resolv.conf", false, false, "rprivate")),
          CgroupMounts.of(cgroup, false),
          false,
          false,
          SHM_BYTES);
    }

    private LaunchPlan.@org.jspecify.annotations.Nullable NetworkSetup network() {
      return switch (step.network()) {
        case "host" -> null;
        case "none" -> namespace -> runtime.networks().loopbackUp(namespace);
        default -> namespace -> runtime.networks().connect(id, HOSTNAME, namespace);
      };
    }
  }

  /** One of a step's streams; closing it waits for the last byte. */
  private final class Pipe implements AutoCloseable {
    private final Fd writing;
    private final Fanout stream = new Fanout();
    private final OutputPump.Source source;

    Pipe(OutputPump.Receiver receiver) {
      Fd[] pipe = Fd.pipe();
      pipe[0].nonBlocking();
      writing = pipe[1];
      stream.add(receiver);
      source = runtime.pump().read(pipe[0], stream);
    }

    @Override
    public void close() {
      writing.close();
      source.drain();
      stream.awaitEnd();
    }
  }
}
