package dev.jdock.image.build.operation;

import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.BuildRequest;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.StepDebugger;
import dev.jdock.image.build.StepLimits;
import dev.jdock.image.build.StepRunner;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.files.Download;
import dev.jdock.image.build.files.Trees;
import dev.jdock.image.build.plan.HistoryText;
import dev.jdock.image.dockerfile.Instruction;
import dev.jdock.image.dockerfile.Instruction.Document;
import dev.jdock.image.dockerfile.RunSandbox;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.LayerStore;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * RUN.
 *
 * @param base layers to run on, lowest first
 * @param script the file that {@code command} runs, where it is one of the Dockerfile's
 * @param env without the proxies, which change no result
 * @param sandbox as the instruction's flags say
 * @param output the folder that becomes the layer; null for the root file system
 */
public record RunOperation(
    Workshop workshop,
    List<Digest> base,
    List<String> command,
    @Nullable Document script,
    List<String> env,
    List<String> proxies,
    ImageConfig image,
    RunSandbox sandbox,
    StepMounts mounts,
    @Nullable String output)
    implements Operation {
  private static final List<String> SHELL = List.of("/bin/sh");

  @Override
  public ContextWatch watch() {
    return mounts.watch();
  }

  @Override
  public void addTo(KeyHash hash) throws IOException, InterruptedException {
    BuildRequest request = workshop.request();
    hash.add("run");
    if (script != null) {
      hash.part("script").add("script").add(script.name()).add(script.content());
    }
    hash.part("base").addAll(base).part("command").addAll(command);
    hash.part("number of variables").add(env.size());
    env.forEach(pair -> hash.part("variable " + pair.split("=", 2)[0]).add(pair));
    hash.part("user").add(image.user()).part("working directory").add(workingDir());
    hash.part("network").add(network());
    hash.part("--add-host").addAll(new TreeMap<>(request.extraHosts()).entrySet());
    addSandbox(hash, request.run());
    mounts.addTo(hash);
    if (output != null) {
      hash.part("output").add("output").add(output);
    }
  }

  /** Shares of processors and of memory change no result, so they are no part of it. */
  private void addSandbox(KeyHash hash, RunOptions options) {
    if (!sandbox.equals(RunSandbox.DEFAULT)) {
      hash.part("--security and --device")
          .add("sandbox")
          .add(sandbox.insecure() ? 1 : 0)
          .addAll(sandbox.devices());
    }
    StepLimits limits = options.limits();
    if (!limits.cgroupParent().isEmpty() || limits.shmSize() != 0 || !limits.ulimits().isEmpty()) {
      hash.part("limits")
          .add("limits")
          .add(limits.cgroupParent())
          .add(limits.shmSize())
          .addAll(limits.ulimits());
    }
    if (!options.security().isEmpty()) {
      hash.part("--security-opt").add("security").addAll(options.security());
    }
  }

  /** The build's, unless the instruction names another. */
  private String network() {
    return sandbox.network().equals("default") ? workshop.request().network() : sandbox.network();
  }

  private String workingDir() {
    return image.workingDir().isEmpty() ? "/" : image.workingDir();
  }

  @Override
  public boolean perform(LayerStore.Session session, Vertex vertex)
      throws IOException, InterruptedException {
    try (StepMounts.Ready ready = mounts.prepare(command)) {
      List<StepRunner.Mount> mounted = new ArrayList<>(ready.mounts());
      if (script != null) {
        Path folder = Download.script(script, workshop.temporary()).folder();
        mounted.add(new StepRunner.FolderMount(Instruction.Run.SCRIPTS, folder, "", true));
      }
      if (output == null) {
        perform(session, vertex, mounted, ready.environment());
      } else {
        mounted.add(new StepRunner.FolderMount(output, session.upper(), "", false));
        LayerStore.Session root = workshop.layers().begin();
        try {
          perform(root, vertex, mounted, ready.environment());
        } finally {
          workshop.layers().abandon(root);
        }
      }
    }
    return true;
  }

  private void perform(
      LayerStore.Session session,
      Vertex vertex,
      List<StepRunner.Mount> mounted,
      List<String> confidential)
      throws IOException, InterruptedException {
    MountPoints mountPoints = mountPoints(session, mounted);
    run(session, vertex, mounted, confidential);
    try (Directory upper = Directory.open(session.upper())) {
      mountPoints.removeFrom(upper);
    }
  }

  /** The runtime mounts the first two. */
  private MountPoints mountPoints(LayerStore.Session session, List<StepRunner.Mount> mounted)
      throws IOException, InterruptedException {
    var targets = new ArrayList<MountPoints.Target>();
    targets.add(new MountPoints.Target("/etc/hosts", false));
    targets.add(new MountPoints.Target("/etc/resolv.conf", false));
    List<Path> lowerDirs = workshop.lowerDirs(base);
    return workshop.mounted(roots -> {
      for (StepRunner.Mount mount : mounted) {
        targets.add(new MountPoints.Target(mount.target(), isDirectory(roots, mount)));
      }
      var result = new MountPoints();
      try (Directory root = Directory.open(roots.writable(lowerDirs, session))) {
        result.make(root, targets);
      }
      return result;
    });
  }

  private static boolean isDirectory(RootFilesystems roots, StepRunner.Mount mount)
      throws IOException {
    return switch (mount) {
      case StepRunner.MemoryMount _ -> true;
      case StepRunner.SecretMount _ -> false;
      case StepRunner.FolderMount folder -> isDirectory(folder.folder(), folder.path());
      case StepRunner.LayersMount layers ->
          isDirectory(roots.readable(layers.lowerDirs()), layers.path());
    };
  }

  private static boolean isDirectory(Path top, String path) {
    try (Directory tree = Directory.open(top);
        Fd file = tree.openInRoot(path, Fd.O_PATH)) {
      return Files.isDirectory(file.procPath());
    } catch (SyscallException e) {
      if (Trees.isMissing(e)) {
        throw JdockException.notFound("\"/" + path + "\": not found");
      }
      throw e;
    }
  }

  private void run(
      LayerStore.Session session,
      Vertex vertex,
      List<StepRunner.Mount> mounted,
      List<String> confidential)
      throws IOException, InterruptedException {
    BuildRequest request = workshop.request();
    List<Path> lowerDirs = workshop.lowerDirs(base);
    var environment = new ArrayList<>(env);
    environment.addAll(proxies);
    environment.addAll(confidential);
    var step =
        new StepRunner.Step(
            command,
            environment,
            image.user(),
            workingDir(),
            lowerDirs.isEmpty() ? List.of(workshop.empty()) : lowerDirs,
            session.upper(),
            session.work(),
            network(),
            request.extraHosts(),
            image,
            mounted,
            new StepRunner.Sandbox(
                sandbox.insecure(),
                request.run().security(),
                sandbox.devices(),
                request.run().devices(),
                request.run().limits()));
    int code;
    try {
      code =
          workshop
              .runner()
              .run(
                  step,
                  (standardError, bytes, length) ->
                      request.progress().output(vertex, standardError, bytes, length));
    } catch (JdockException e) {
      String reason = String.valueOf(e.getMessage());
      String error =
          switch (e.kind()) {
            // Devices that are not there, or not allowed: nothing that the command could do.
            case NOT_FOUND, FORBIDDEN -> reason;
            default -> failure(reason);
          };
      debug(step, vertex, error);
      throw new JdockException(e.kind(), error, e);
    }
    if (code != 0) {
      String error = failure("exit code: " + code);
      debug(step, vertex, error);
      throw JdockException.invalid(error);
    }
  }

  /** In BuildKit's words, of a command that did not even begin, too. */
  private String failure(String reason) {
    return "process "
        + HistoryText.quoted(String.join(" ", command))
        + " did not complete successfully: "
        + reason;
  }

  /** Shows the user what the command has left, before it is thrown away. */
  private void debug(StepRunner.Step step, Vertex vertex, String error)
      throws InterruptedException {
    StepDebugger debugger = workshop.request().run().debugger();
    if (debugger == null) {
      return;
    }
    try (StepDebugger.Console console = debugger.open(vertex.name(), error)) {
      int _ = workshop.runner().interact(step.with(step.env(), SHELL), console);
    } catch (JdockException e) {
      workshop
          .request()
          .progress()
          .warning(BuildProgress.Warning.of("cannot run a shell: " + e.getMessage()));
    }
  }
}
