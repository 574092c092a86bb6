package dev.jdock.runtime.container.create;

import static dev.jdock.runtime.container.create.Requirement.require;

import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.ContainerSpec.Lifecycle;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first process of a container, what describes it, and its life. */
public final class CommandCheck {
  private CommandCheck() {}

  /**
   * Checks what concerns the process and the life of a container, apart from its signal and its
   * restart policy.
   *
   * @throws JdockException INVALID in Docker's words
   */
  public static void validate(ContainerSpec spec) {
    environment(spec.command().env());
    workingDirectory(spec.command().workingDir());
    spec.annotations()
        .keySet()
        .forEach(name ->
            require(
                !name.isEmpty(),
                "invalid Annotations: the empty string is not permitted as an annotation key"));
    refuseNul("label", spec.labels().keySet());
    refuseNul("label", spec.labels().values());
    life(spec.lifecycle());
  }

  /**
   * Checks the variables of a process, {@code NAME=value} or {@code NAME}.
   *
   * @throws JdockException INVALID {@code invalid environment variable: =x}
   */
  public static void environment(List<String> variables) {
    variables.forEach(each ->
        require(
            !each.isEmpty() && !each.startsWith("=") && each.indexOf('\0') < 0,
            "invalid environment variable: " + each));
  }

  /**
   * Checks a working directory.
   *
   * @param path null or empty for the default
   * @throws JdockException INVALID for a relative path
   */
  public static void workingDirectory(@Nullable String path) {
    require(
        path == null || path.isEmpty() || path.startsWith("/"),
        "the working directory '" + path + "' is invalid, it needs to be an absolute path");
  }

  private static void life(Lifecycle life) {
    boolean restarts = !life.restart().isEmpty() && !life.restart().equals("no");
    require(
        !life.autoRemove() || !restarts, "can't create 'AutoRemove' container with restart policy");
  }

  private static void refuseNul(String what, Collection<String> texts) {
    require(
        texts.stream().noneMatch(text -> text.indexOf('\0') >= 0),
        "invalid " + what + ": it contains a NUL");
  }
}
