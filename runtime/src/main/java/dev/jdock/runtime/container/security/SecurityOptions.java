package dev.jdock.runtime.container.security;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoBool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code --security-opt}.
 *
 * @param seccompProfile in Docker's JSON; null for the default one
 * @param pathsUnconfined nothing of /proc and /sys is hidden
 * @param appArmor the profile that was asked for; null for none
 */
public record SecurityOptions(
    boolean noNewPrivileges,
    boolean seccompUnconfined,
    @Nullable String seccompProfile,
    boolean pathsUnconfined,
    @Nullable String appArmor) {
  static final SecurityOptions DEFAULT = new SecurityOptions(false, false, null, false, null);

  /** Those of the machine, which the container's own follow. */
  static SecurityOptions withDefaults(List<String> options) {
    List<String> all = new ArrayList<>(SecurityDefaults.read(Path.of("/etc")).options());
    all.addAll(options);
    return parse(all);
  }

  /**
   * @throws JdockException INVALID in Docker's words
   */
  public static SecurityOptions parse(List<String> options) {
    SecurityOptions result = DEFAULT;
    for (String option : options) {
      result = result.with(option);
    }
    return result;
  }

  private SecurityOptions with(String option) {
    if (option.equals("no-new-privileges")) {
      return noNewPrivileges(true);
    }
    int separator = option.indexOf('=') >= 0 ? option.indexOf('=') : option.indexOf(':');
    if (separator < 0) {
      throw JdockException.invalid("invalid --security-opt 1: \"" + option + "\"");
    }
    String value = option.substring(separator + 1);
    return switch (option.substring(0, separator)) {
      case "no-new-privileges" -> noNewPrivileges(bool(option, value));
      case "seccomp" -> seccomp(value);
      case "apparmor" -> appArmor(value);
      case "label" -> label(value);
      case "systempaths" -> {
        if (!value.equals("unconfined")) {
          throw invalid(option);
        }
        yield new SecurityOptions(
            noNewPrivileges, seccompUnconfined, seccompProfile, true, appArmor);
      }
      default -> throw invalid(option);
    };
  }

  private static JdockException invalid(String option) {
    return JdockException.invalid("invalid --security-opt 2: \"" + option + "\"");
  }

  private static boolean bool(String option, String value) {
    try {
      return GoBool.parse(value);
    } catch (JdockException noBoolean) {
      throw invalid(option);
    }
  }

  private SecurityOptions noNewPrivileges(boolean value) {
    return new SecurityOptions(value, seccompUnconfined, seccompProfile, pathsUnconfined, appArmor);
  }

  private SecurityOptions seccomp(String value) {
    boolean unconfined = value.equals("unconfined");
    boolean builtin = value.equals("builtin");
    if (!unconfined && !builtin) {
      boolean empty = SeccompJson.parse(value) == null;
      return new SecurityOptions(
          noNewPrivileges, empty, empty ? null : value, pathsUnconfined, appArmor);
    }
    return new SecurityOptions(noNewPrivileges, unconfined, null, pathsUnconfined, appArmor);
  }

  private SecurityOptions appArmor(String value) {
    return new SecurityOptions(
        noNewPrivileges, seccompUnconfined, seccompProfile, pathsUnconfined, value);
  }

  private SecurityOptions label(String value) {
    if (!value.equals("disable") && Files.isDirectory(Path.of("/sys/fs/selinux"))) {
      throw JdockException.invalid(
          "SELinux labels are not supported: --security-opt label=" + value);
    }
    return this;
  }
}
