package dev.jdock.runtime.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.Signal;
import dev.jdock.linux.process.Spawn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The hooks of one container, which are run as by an OCI runtime: their standard input is the
 * container's state, which names a bundle.
 *
 * @param containerId of the container
 * @param bundle a folder of the host with a {@code config.json} that names the root file system
 */
public record Hooks(List<Hook> hooks, String containerId, Path bundle) {
  public static final Hooks NONE = new Hooks(List.of(), "", Path.of("/"));

  private static final String VERSION = "1.2.0";
  private static final int MOST_OUTPUT = 4096;

  public Hooks {
    hooks = List.copyOf(hooks);
  }

  /**
   * Writes the bundle's {@code config.json}, if there is a hook to read it.
   *
   * @throws IOException when it cannot be written
   */
  public void describe(Path rootfs, String hostname) throws IOException {
    if (!hooks.isEmpty()) {
      ObjectNode config = Json.object();
      config.put("ociVersion", VERSION);
      config.putObject("root").put("path", rootfs.toString());
      config.put("hostname", hostname);
      Files.write(bundle.resolve("config.json"), Json.bytes(config));
    }
  }

  /**
   * Runs those of a moment, one after the other, in the namespaces of the calling thread.
   *
   * @param pid the container's first process, which has not yet executed its program
   * @throws JdockException INTERNAL, when one fails
   */
  void run(Hook.Moment moment, int pid) {
    for (int i = 0; i < hooks.size(); i++) {
      Hook hook = hooks.get(i);
      if (hook.moment() == moment) {
        try {
          run(hook, pid);
        } catch (IOException | SyscallException e) {
          throw failed(hook, String.valueOf(e.getMessage()));
        }
      }
    }
  }

  private static JdockException failed(Hook hook, String reason) {
    return new JdockException(
        JdockException.Kind.INTERNAL,
        "failed to create task for container: unable to start container process: error running "
            + hook.name()
            + " hook "
            + hook.path()
            + ": "
            + reason);
  }

  private void run(Hook hook, int pid) throws IOException {
    Path log = bundle.resolve("hook.log");
    Files.deleteIfExists(log);
    Files.createFile(log);
    Fd[] input = Fd.pipe();
    try (Fd read = input[0];
        Fd write = input[1];
        Fd output = Fd.open(log, Fd.O_WRONLY)) {
      // It is far smaller than what a pipe holds.
      write.writeFully(state(pid));
      write.close();
      int child =
          new Spawn(hook.path(), hook.arguments(), hook.environment())
              .inherit(read, 0)
              .inherit(output, 1)
              .inherit(output, 2)
              .closeFrom(3)
              .changeDirectory(bundle.toString())
              .run();
      await(hook, child, log);
    }
  }

  private byte[] state(int pid) throws IOException {
    ObjectNode state = Json.object();
    state.put("ociVersion", VERSION);
    state.put("id", containerId);
    state.put("status", "creating");
    state.put("pid", pid);
    state.put("bundle", bundle.toString());
    return Json.bytes(state);
  }

  private static void await(Hook hook, int child, Path log) throws IOException {
    try (PidFd process = PidFd.open(child)) {
      boolean late = hook.timeoutSeconds() > 0 && !process.awaitEnd(hook.timeoutSeconds() * 1000L);
      if (late) {
        process.sendSignal(Signal.KILL.number());
      }
      int code = process.waitExit();
      if (late) {
        throw failed(hook, "it took longer than " + hook.timeoutSeconds() + " seconds");
      }
      if (code != 0) {
        throw failed(hook, "exit status " + code + ", output: " + said(log));
      }
    }
  }

  private static String said(Path log) throws IOException {
    byte[] all = Files.readAllBytes(log);
    int length = Math.min(all.length, MOST_OUTPUT);
    return new String(all, all.length - length, length, StandardCharsets.UTF_8)
        .strip()
        .replace('\n', ' ');
  }
}
