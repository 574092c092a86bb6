package dev.jdock.image.build.plan;

import dev.jdock.image.build.files.Trees;
import dev.jdock.image.dockerfile.RunMount;
import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Which secrets and agents one RUN is shown, and where; not what is in them.
 *
 * @param agentVariable {@code SSH_AUTH_SOCK=…} where there is an agent and the image has no such
 *     variable; null otherwise
 */
public record ConfidentialMounts(
    List<Secret> secrets, List<Socket> sockets, @Nullable String agentVariable) {
  /** For a command that is shown none. */
  static final ConfidentialMounts NONE = new ConfidentialMounts(List.of(), List.of(), null);

  private static final String AGENT_VARIABLE = "SSH_AUTH_SOCK";
  private static final String MASK = "****";

  /**
   * A secret.
   *
   * @param target absolute; null for none
   */
  public record Secret(RunMount mount, @Nullable String target) {}

  /**
   * The socket of an agent.
   *
   * @param target absolute
   */
  public record Socket(RunMount mount, String target) {
    public String id() {
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
  static ConfidentialMounts of(
      List<RunMount> mounts, UnaryOperator<String> resolved, Map<String, String> environment) {
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
    return new ConfidentialMounts(secrets, sockets, variable);
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
}
