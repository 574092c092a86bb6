package dev.jdock.runtime.container.security;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The profiles of the AppArmor security module that containers run under
 * (Documentation/admin-guide/LSM/apparmor.rst). The kernel takes them compiled, by a compiler that
 * knows what this kernel understands: apparmor_parser, which distributions with AppArmor have. As
 * with Docker, containers have no default profile where that is not installed.
 */
public final class AppArmorProfiles {
  static final String DEFAULT = "jdock-default";
  private static final String UNCONFINED = "unconfined";
  private static final List<Path> PARSERS =
      List.of(Path.of("/sbin/apparmor_parser"), Path.of("/usr/sbin/apparmor_parser"));

  private final Path kernel;
  private final Path ownLabel;
  private final Path abi;
  private final List<Path> parsers;
  private boolean loaded;

  /**
   * @param root of proc and sys, {@code /} but for tests
   */
  AppArmorProfiles(Path root, List<Path> parsers) {
    this.kernel = root.resolve("sys");
    this.ownLabel = root.resolve("proc/self/attr/current");
    this.abi = root.resolve("etc/apparmor.d/abi/3.0");
    this.parsers = List.copyOf(parsers);
  }

  /** Those of this machine. */
  public static AppArmorProfiles ofMachine() {
    return new AppArmorProfiles(Path.of("/"), PARSERS);
  }

  /** Whether containers get a profile that do not ask for one. */
  public boolean confines() {
    return enabled() && parser().isPresent();
  }

  private boolean enabled() {
    return Files.isReadable(profiles())
        && text(kernel.resolve("module/apparmor/parameters/enabled")).startsWith("Y");
  }

  private Path profiles() {
    return kernel.resolve("kernel/security/apparmor/profiles");
  }

  private Optional<Path> parser() {
    return parsers.stream().filter(Files::isExecutable).findFirst();
  }

  /**
   * What a container's profile is called; empty where the kernel confines nothing.
   *
   * @param asked for with {@code --security-opt apparmor=}; null for nothing
   */
  public String named(@Nullable String asked, boolean privileged) {
    if (asked == null || asked.isEmpty()) {
      return !confines() ? "" : privileged ? UNCONFINED : DEFAULT;
    }
    return enabled() ? asked : "";
  }

  /**
   * The profile to execute a container's program under, which the kernel has by then.
   *
   * @return null for none
   * @throws JdockException where the kernel does not have it and is not given it
   */
  public @Nullable String confining(@Nullable String asked, boolean privileged) {
    String name = named(asked, privileged);
    if (name.isEmpty() || name.equals(UNCONFINED)) {
      return null;
    }
    if (name.equals(DEFAULT) && confines()) {
      loadDefault();
    } else if (!isLoaded(name)) {
      throw JdockException.invalid(
          "AppArmor profile \""
              + name
              + "\" is not loaded: load it with apparmor_parser, or use apparmor=unconfined");
    }
    return name;
  }

  /** Stacked profiles and those of policy namespaces are for the kernel to look up. */
  private boolean isLoaded(String name) {
    return name.contains("//&")
        || name.startsWith(":")
        || text(profiles()).lines().anyMatch(line -> line.startsWith(name + " ("));
  }

  /** Once an engine, for a former one may have had another text. */
  private synchronized void loadDefault() {
    if (loaded && isLoaded(DEFAULT)) {
      return;
    }
    Path parser = parser().orElseThrow();
    String label = text(ownLabel).replaceFirst(" \\(.*\\)$", "").strip();
    String profile = AppArmorText.of(DEFAULT, label, Files.exists(abi));
    try {
      // No cache, and in place of one that is there.
      Process process =
          new ProcessBuilder(parser.toString(), "-K", "-r").redirectErrorStream(true).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(profile.getBytes(StandardCharsets.UTF_8));
      }
      String said =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw notLoaded(parser + ": " + said.replace('\n', ' '), null);
      }
      loaded = true;
    } catch (IOException e) {
      throw notLoaded(parser + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw notLoaded("interrupted", e);
    }
  }

  private static JdockException notLoaded(String reason, @Nullable Exception cause) {
    String message =
        "AppArmor enabled on system but the "
            + DEFAULT
            + " profile could not be loaded ("
            + reason
            + "): use apparmor=unconfined to do without";
    return cause == null
        ? new JdockException(JdockException.Kind.INTERNAL, message)
        : JdockException.internal(message, cause);
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return "";
    }
  }
}
