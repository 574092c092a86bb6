package dev.jdock.image.build.solve;

import dev.jdock.image.build.HiddenBytes;
import dev.jdock.image.build.RunOptions;
import dev.jdock.image.build.StepRunner;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.files.Trees;
import dev.jdock.image.dockerfile.RunMount;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.ssh.Agent;
import dev.jdock.image.ssh.AgentSocket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The secrets and agents of one RUN. Which they are, and where, is a part of its key; what is in
 * them is not, and is read only when the command is about to run.
 *
 * @param agentVariable {@code SSH_AUTH_SOCK=…} where there is an agent and the image has no such
 *     variable; null otherwise
 */
public record StepSecrets(
    List<Secret> secrets,
    List<Socket> sockets,
    @Nullable String agentVariable,
    RunOptions options) {
  private static final String AGENT_VARIABLE = "SSH_AUTH_SOCK";
  private static final String MASK = "****";
  private static final int SECRET_MODE = 0400;
  private static final int SOCKET_MODE = 0600;
  private static final int PERMISSIONS = 0777;

  /**
   * A secret.
   *
   * @param target absolute; null for none
   */
  record Secret(RunMount mount, @Nullable String target) {}

  /**
   * The socket of an agent.
   *
   * @param target absolute
   */
  record Socket(RunMount mount, String target) {
    String id() {
      return mount.id().isEmpty() ? "default" : mount.id();
    }
  }

  /**
   * Names them.
   *
   * @param mounts secrets and agents only
   * @param resolved makes paths absolute
   * @param environment of the image
   * @throws JdockException INVALID for a target that cannot be one
   */
  static StepSecrets of(
      List<RunMount> mounts,
      UnaryOperator<String> resolved,
      Map<String, String> environment,
      RunOptions options) {
    var secrets = new ArrayList<Secret>();
    var sockets = new ArrayList<Socket>();
    for (RunMount mount : mounts) {
      if (mount.type() == RunMount.Type.SECRET) {
        Optional<String> target = mount.secretTarget().map(resolved);
        target.ifPresent(path -> requireBelowRoot(mount, path));
        requireName(mount);
        secrets.add(new Secret(mount, target.orElse(null)));
      } else {
        String usual = "/run/buildkit/ssh_agent." + sockets.size();
        String target = mount.target().isEmpty() ? usual : resolved.apply(mount.target());
        requireBelowRoot(mount, target);
        sockets.add(new Socket(mount, target));
      }
    }
    boolean named = sockets.isEmpty() || environment.containsKey(AGENT_VARIABLE);
    String variable = named ? null : AGENT_VARIABLE + "=" + sockets.getFirst().target();
    return new StepSecrets(secrets, sockets, variable, options);
  }

  private static void requireBelowRoot(RunMount mount, String target) {
    if (Trees.withoutSlashes(target).isEmpty()) {
      throw JdockException.invalid("invalid mount type " + mount.type() + " for /");
    }
  }

  private static void requireName(RunMount mount) {
    String name = mount.env();
    if (name != null && (name.isEmpty() || name.contains("="))) {
      throw JdockException.invalid(
          "secret " + mount.secretId() + ": \"" + name + "\" is no name of a variable");
    }
  }

  void addTo(KeyHash hash) {
    for (Secret secret : secrets) {
      add(hash, secret.mount(), secret.mount().secretId(), secret.target());
    }
    for (Socket socket : sockets) {
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

  /** Variables with their values hidden that are secrets. */
  Map<String, String> masked(Map<String, String> environment) {
    var result = new HashMap<String, String>(environment);
    for (Secret secret : secrets) {
      String name = secret.mount().env();
      if (name != null) {
        result.put(name, MASK);
      }
    }
    return result;
  }

  /**
   * Reads what is there, and listens for the step.
   *
   * @throws JdockException NOT_FOUND, in BuildKit's words, for what is required and missing
   */
  void prepare(StepMounts.Ready ready) throws IOException {
    for (Secret secret : secrets) {
      prepare(secret, ready);
    }
    for (Socket socket : sockets) {
      prepare(socket, ready);
    }
    if (agentVariable != null) {
      ready.environment().add(agentVariable);
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
