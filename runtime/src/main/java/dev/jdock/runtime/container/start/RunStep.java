package dev.jdock.runtime.container.start;

import dev.jdock.image.build.StepRunner;
import dev.jdock.linux.Fd;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.cgroup.CgroupDirectory;
import dev.jdock.linux.cgroup.DeviceRule;
import dev.jdock.linux.cgroup.Limits;
import dev.jdock.linux.mount.OverlayMount;
import dev.jdock.linux.process.PidFd;
import dev.jdock.runtime.container.ContainerRuntime;
import dev.jdock.runtime.container.Steps;
import dev.jdock.runtime.container.record.FileTrees;
import dev.jdock.runtime.container.record.Names;
import dev.jdock.runtime.container.security.Capabilities;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.io.Fanout;
import dev.jdock.runtime.io.Lane;
import dev.jdock.runtime.io.OutputPump;
import dev.jdock.runtime.io.QueuedWriter;
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
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Runs the command of a RUN instruction as a container that leaves nothing but its changes. */
public final class RunStep implements StepRunner {
  private static final String HOSTNAME = "buildkitsandbox";
  private static final long SHM_BYTES = 64L << 20;

  /** How long it takes at most to notice that the build was cancelled. */
  private static final int LOOK_MILLIS = 50;

  private final ContainerRuntime runtime;

  public RunStep(ContainerRuntime runtime) {
    this.runtime = runtime;
  }

  @Override
  public int run(Step step, StepOutput output) throws InterruptedException {
    String id = Names.newId();
    Path folder = runtime.files().run(id);
    try (GivenBack _ = () -> giveBack(id, folder)) {
      CgroupDirectory cgroup = runtime.cgroups().create(id, Limits.NONE);
      prepare(folder);
      cgroup.permitDevices(DeviceRule.standard());
      return new Running(step, output, id, folder, cgroup).run();
    } catch (InterruptedException cancelled) {
      throw cancelled;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot prepare a build step", e);
    } catch (Throwable e) {
      throw StartFailure.ofStart(e, step.command().getFirst());
    }
  }

  /** What goes wrong here does not hide what went wrong before. */
  private interface GivenBack extends AutoCloseable {
    @Override
    void close();
  }

  private void giveBack(String id, Path folder) {
    Steps steps = new Steps();
    steps.run(() -> runtime.networks().disconnect(id));
    steps.run(() ->
        runtime
            .cgroups()
            .find(id)
            .ifPresent(cgroup -> {
              cgroup.kill();
              cgroup.remove();
            }));
    steps.run(() -> FileTrees.delete(folder));
    steps.throwFirst();
  }

  private static void prepare(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("rootfs"));
  }

  /** One step while it runs. */
  private final class Running {
    private final Step step;
    private final StepOutput output;
    private final String id;
    private final Path folder;
    private final CgroupDirectory cgroup;
    private final List<OutputPump.Source> sources = new CopyOnWriteArrayList<>();

    Running(Step step, StepOutput output, String id, Path folder, CgroupDirectory cgroup) {
      this.step = step;
      this.output = output;
      this.id = id;
      this.folder = folder;
      this.cgroup = cgroup;
    }

    int run() throws InterruptedException, IOException {
      try (QueuedWriter writer = new QueuedWriter("build-output", this::resume, () -> {})) {
        OutputPump.Receiver stdout = writer.to(new Written(output, false));
        OutputPump.Receiver stderr = writer.to(new Written(output, true));
        writer.start();
        int code = run(stdout, stderr);
        writer.awaitDelivered();
        return code;
      }
    }

    private int run(OutputPump.Receiver stdout, OutputPump.Receiver stderr)
        throws InterruptedException, IOException {
      Lane lane = runtime.pump().lane();
      try (Pipe out = new Pipe(lane, stdout);
          Pipe err = new Pipe(lane, stderr)) {
        sources.add(out.source);
        sources.add(err.source);
        Launched launched = launch(new Stdio.Pipes(null, out.writing, err.writing));
        return awaitEnd(launched.handle());
      }
    }

    /** The user reads again. */
    private void resume() {
      sources.forEach(OutputPump.Source::resume);
    }

    private int awaitEnd(PidFd process) throws InterruptedException {
      try {
        while (!process.awaitEnd(LOOK_MILLIS)) {
          if (Thread.interrupted()) {
            throw new InterruptedException("the build was cancelled");
          }
        }
      } catch (Throwable e) {
        runtime.ends().kill(process);
        throw e;
      }
      try (process) {
        return process.waitExit();
      }
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
          new LaunchPlan(rootfs(), process, HOSTNAME, "", cgroup, network()), runtime.starters());
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
      // The bridge is made for those who are on it.
      String gateway =
          List.of("none", "host").contains(step.network())
              ? "127.0.0.1"
              : runtime.networks().subnet().gateway().getHostAddress();
      EtcFiles etc = EtcFiles.of(networking, HOSTNAME, null, gateway, HostFiles.read());
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

  /**
   * One of a step's streams, as the build's progress takes it: that may write to a user's terminal.
   */
  private static final class Written extends OutputStream {
    private final StepOutput output;
    private final boolean standardError;

    Written(StepOutput output, boolean standardError) {
      this.output = output;
      this.standardError = standardError;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      output.write(standardError, Arrays.copyOfRange(bytes, offset, offset + length), length);
    }
  }

  /** One of a step's streams; closing it waits for the last byte. */
  private final class Pipe implements AutoCloseable {
    private final Fd writing;
    private final Fanout stream = new Fanout();
    private final OutputPump.Source source;

    Pipe(Lane lane, OutputPump.Receiver receiver) {
      Fd[] pipe = Fd.pipe();
      pipe[0].nonBlocking();
      writing = pipe[1];
      stream.add(receiver);
      source = runtime.pump().read(lane, pipe[0], stream);
    }

    @Override
    public void close() {
      writing.close();
      source.drain();
      stream.awaitEnd();
    }
  }
}
