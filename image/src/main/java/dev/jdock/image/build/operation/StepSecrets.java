package dev.jdock.image.build.operation;

import dev.jdock.image.build.HiddenBytes;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.StepRunner;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.plan.ConfidentialMounts;
import dev.jdock.image.build.plan.ConfidentialMounts.Secret;
import dev.jdock.image.build.plan.ConfidentialMounts.Socket;
import dev.jdock.image.dockerfile.RunMount;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.ssh.Agent;
import dev.jdock.image.ssh.AgentSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The secrets and agents of one RUN. Which they are, and where, is a part of its key; what is in
 * them is not, and is read only when the command is about to run.
 */
public record StepSecrets(ConfidentialMounts planned, RunOptions options) {
  private static final int SECRET_MODE = 0400;
  private static final int SOCKET_MODE = 0600;
  private static final int PERMISSIONS = 0777;

  void addTo(KeyHash hash) {
    for (Secret secret : planned.secrets()) {
      add(hash, secret.mount(), secret.mount().secretId(), secret.target());
    }
    for (Socket socket : planned.sockets()) {
      add(hash, socket.mount(), socket.id(), socket.target());
    }
  }

  private static void add(KeyHash hash, RunMount mount, String id, @Nullable String target) {
    hash.add(mount.type().name())
        .add(id)
        .add(target == null ? "" : target)
        .add(mount.env() == null ? "" : "env=" + mount.env())
        .add(mount.required() ? 1 : 0)
        .add(orElse(mount.uid(), 0))
        .add(orElse(mount.gid(), 0))
        .add(mode(mount));
  }

  /**
   * Reads what is there, and listens for the step.
   *
   * @throws JdockException NOT_FOUND, in BuildKit's words, for what is required and missing
   */
  void prepare(StepMounts.Ready ready) throws IOException {
    for (Secret secret : planned.secrets()) {
      prepare(secret, ready);
    }
    for (Socket socket : planned.sockets()) {
      prepare(socket, ready);
    }
    String variable = planned.agentVariable();
    if (variable != null) {
      ready.environment().add(variable);
    }
  }

  private void prepare(Secret secret, StepMounts.Ready ready) {
    RunMount mount = secret.mount();
    String id = mount.secretId();
    RunOptions.Secret source = options.secrets().get(id);
    if (source == null) {
      if (mount.required()) {
        throw JdockException.notFound("secret " + id + ": not found");
      }
      if (mount.env() != null) {
        ready.environment().add(mount.env() + "=");
      }
      return;
    }
    HiddenBytes content = source.read();
    if (mount.env() != null) {
      ready.environment().add(mount.env() + "=" + content.text(id));
    }
    if (secret.target() != null) {
      ready
          .mounts()
          .add(
              new StepRunner.SecretMount(
                  secret.target(),
                  content,
                  orElse(mount.uid(), 0),
                  orElse(mount.gid(), 0),
                  mode(mount)));
    }
  }

  private void prepare(Socket socket, StepMounts.Ready ready) throws IOException {
    RunMount mount = socket.mount();
    Agent agent = options.agents().get(socket.id());
    if (agent == null) {
      if (mount.required()) {
        throw JdockException.notFound("unset ssh forward key " + socket.id());
      }
      return;
    }
    Path folder = Files.createTempDirectory(ready.folder(), "agent-");
    String name = "agent.sock";
    ready
        .agents()
        .add(
            AgentSocket.listen(
                folder, name, orElse(mount.uid(), 0), orElse(mount.gid(), 0), mode(mount), agent));
    ready.mounts().add(new StepRunner.FolderMount(socket.target(), folder, name, false));
  }

  private static int mode(RunMount mount) {
    int usual = mount.type() == RunMount.Type.SECRET ? SECRET_MODE : SOCKET_MODE;
    return orElse(mount.mode(), usual) & PERMISSIONS;
  }

  private static int orElse(@Nullable Integer number, int otherwise) {
    return number == null ? otherwise : number;
  }
}
