package dev.jdock.image.dockerfile;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.ImageConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** An image's configuration while instructions change it. */
public final class ConfigDraft {
  private String user;
  private final SortedSet<String> exposedPorts;
  private final List<String> env;
  private @Nullable List<String> entrypoint;
  private @Nullable List<String> cmd;
  private boolean cmdGiven;
  private final SortedSet<String> volumes;
  private String workingDir;
  private final SortedMap<String, String> labels;
  private @Nullable String stopSignal;
  private final @Nullable Integer stopTimeout;
  private ImageConfig.@Nullable HealthCheck healthcheck;
  private final List<String> onBuild;
  private @Nullable List<String> shell;
  private boolean argsEscaped;

  public ConfigDraft(ImageConfig base) {
    user = base.user();
    exposedPorts = new TreeSet<>(base.exposedPorts());
    env = new ArrayList<>(base.env());
    entrypoint = base.entrypoint();
    cmd = base.cmd();
    volumes = new TreeSet<>(base.volumes());
    workingDir = base.workingDir();
    labels = new TreeMap<>(base.labels());
    stopSignal = base.stopSignal();
    stopTimeout = base.stopTimeout();
    healthcheck = base.healthcheck();
    onBuild = new ArrayList<>(base.onBuild());
    shell = base.shell();
    argsEscaped = base.argsEscaped();
  }

  /**
   * What {@code --change} flags make of a configuration: variables are those of its environment.
   *
   * @throws JdockException for a value that cannot be
   */
  public static ImageConfig apply(ImageConfig base, List<Instruction> changes) {
    var draft = new ConfigDraft(base);
    var expander = new Expander('\\');
    for (Instruction change : changes) {
      draft.apply(Expansion.of(change, word -> expander.expand(word, draft::variable)));
    }
    // Of builds alone.
    draft.argsEscaped = base.argsEscaped();
    return draft.toConfig();
  }

  /** The same for one instruction. */
  public static ImageConfig apply(ImageConfig base, Instruction change) {
    return apply(base, List.of(change));
  }

  /** The value of a variable of the environment, or null. */
  public @Nullable String variable(String name) {
    int at = indexOf(name);
    return at < 0 ? null : env.get(at).substring(name.length() + 1);
  }

  /** Takes over an expanded instruction; those that touch files change nothing here. */
  public void apply(Instruction instruction) {
    switch (instruction) {
      case Instruction.Env e -> e.pairs().forEach(p -> setVariable(p.name(), p.value()));
      case Instruction.Label l -> l.pairs().forEach(p -> labels.put(p.name(), p.value()));
      case Instruction.Cmd c -> {
        cmd = c.command().arguments(shell);
        cmdGiven = true;
        argsEscaped = true;
      }
      case Instruction.Entrypoint e -> {
        List<String> arguments = e.command().arguments(shell);
        entrypoint = arguments.isEmpty() ? null : arguments;
        // The base image's CMD was meant for the base image's ENTRYPOINT.
        cmd = cmdGiven ? cmd : null;
      }
      case Instruction.Expose e -> exposedPorts.addAll(PortSpecs.expand(e.ports()));
      case Instruction.Volume v -> {
        if (v.paths().contains("")) {
          throw JdockException.invalid("VOLUME specified can not be an empty string");
        }
        volumes.addAll(v.paths());
      }
      case Instruction.User u -> user = u.user();
      // BuildKit keeps an absolute path as it is written.
      case Instruction.Workdir w ->
          workingDir = w.path().startsWith("/") ? w.path() : resolved(w.path());
      case Instruction.Shell s -> shell = s.shell();
      case Instruction.StopSignal s -> stopSignal = SignalNames.checked(s.signal());
      case Instruction.Healthcheck h -> healthcheck = h.check();
      case Instruction.Onbuild o -> onBuild.add(o.expression());
      case Instruction.From _,
          Instruction.Arg _,
          Instruction.Run _,
          Instruction.Copy _,
          Instruction.Add _,
          Instruction.Maintainer _ -> {
        // Nothing of these stays in the configuration.
      }
    }
  }

  public void setVariable(String name, String value) {
    int at = indexOf(name);
    if (at < 0) {
      env.add(name + "=" + value);
    } else {
      env.set(at, name + "=" + value);
    }
  }

  public void setLabel(String name, String value) {
    labels.put(name, value);
  }

  /** Triggers run in the build that uses the image and do not pass to its result. */
  public List<String> takeTriggers() {
    List<String> result = List.copyOf(onBuild);
    onBuild.clear();
    return result;
  }

  /** A path as WORKDIR and COPY mean it: relative ones start at the working directory. */
  public String resolved(String path) {
    String base =
        path.startsWith("/") ? path : (workingDir.isEmpty() ? "/" : workingDir) + "/" + path;
    var parts = new ArrayList<String>();
    for (String part : base.split("/", -1)) {
      if (part.equals("..")) {
        if (!parts.isEmpty()) {
          parts.removeLast();
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return "/" + String.join("/", parts);
  }

  public @Nullable List<String> shell() {
    return shell;
  }

  public String user() {
    return user;
  }

  /** Makes an absolute path the folder that commands start in. */
  public void setWorkingDir(String path) {
    workingDir = path;
  }

  public String workingDir() {
    return workingDir;
  }

  public List<String> env() {
    return List.copyOf(env);
  }

  public ImageConfig toConfig() {
    return new ImageConfig(
        user,
        new TreeSet<>(exposedPorts),
        env,
        entrypoint,
        cmd,
        new TreeSet<>(volumes),
        workingDir,
        new TreeMap<>(labels),
        stopSignal,
        stopTimeout,
        healthcheck,
        onBuild,
        shell,
        argsEscaped);
  }

  private int indexOf(String name) {
    for (int i = 0; i < env.size(); i++) {
      if (env.get(i).startsWith(name + "=")) {
        return i;
      }
    }
    return -1;
  }
}
