package dev.jdock.runtime.container.security;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.content.SmallFile;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.registry.DaemonFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What containers get that do not say otherwise, of {@code daemon.json}. Read at every start, so
 * that a change needs no other engine.
 *
 * @param seccompProfile {@code builtin}, {@code unconfined} or a file
 */
public record SecurityDefaults(boolean noNewPrivileges, String seccompProfile) {
  private static final String BUILTIN = "builtin";
  private static final SecurityDefaults NONE = new SecurityDefaults(false, BUILTIN);

  /**
   * @throws JdockException INVALID for a file that cannot be understood: nothing starts with less
   *     protection than was asked for
   */
  public static SecurityDefaults read(Path etc) {
    return DaemonFile.read(etc, "security", SecurityDefaults::parse, NONE);
  }

  private static SecurityDefaults parse(JsonNode settings) {
    JsonNode noNewPrivileges = settings.path("no-new-privileges");
    JsonNode seccomp = settings.path("seccomp-profile");
    if (!noNewPrivileges.isMissingNode() && !noNewPrivileges.isBoolean()) {
      throw JdockException.invalid("no-new-privileges must be true or false");
    }
    if (!seccomp.isMissingNode() && !seccomp.isTextual()) {
      throw JdockException.invalid("seccomp-profile must be a string");
    }
    return new SecurityDefaults(
        noNewPrivileges.asBoolean(), seccomp.asText().isEmpty() ? BUILTIN : seccomp.asText());
  }

  /** The same as options of {@code --security-opt}, which a container's own may follow. */
  List<String> options() {
    List<String> options = new ArrayList<>();
    if (noNewPrivileges) {
      options.add("no-new-privileges");
    }
    switch (seccompProfile) {
      case BUILTIN -> {}
      case "unconfined" -> options.add("seccomp=unconfined");
      default -> options.add("seccomp=" + content(Path.of(seccompProfile)));
    }
    return options;
  }

  private static String content(Path profile) {
    try {
      return new String(SmallFile.read(profile), StandardCharsets.UTF_8);
    } catch (NoSuchFileException e) {
      throw JdockException.invalid(
          "seccomp-profile of daemon.json: open " + profile + ": no such file or directory");
    } catch (IOException e) {
      throw JdockException.invalid("seccomp-profile of daemon.json: " + e.getMessage());
    }
  }
}
