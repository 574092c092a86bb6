package dev.jdock.cli.doctor;

import dev.jdock.image.error.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What is installed: jdock itself, and programs that work with it. */
final class Installation {
  private static final List<Path> PLUGINS =
      Stream.of("local/lib", "local/libexec", "lib", "libexec")
          .map(folder -> Path.of("/usr", folder, "docker/cli-plugins/docker-compose"))
          .toList();

  private Installation() {}

  static Finding user(Machine machine) {
    return machine.root()
        ? Finding.ok("root", "yes")
        : Finding.missing("root", "containers need it for now: sudo jdock …");
  }

  static Finding java() {
    return Finding.ok(
        "java", Runtime.version() + " in " + System.getProperty("java.home", "an unknown place"));
  }

  /** The caches of classes that libexec/train.sh makes. */
  static Finding fastStart(Machine machine) {
    Path libraries = machine.home().resolve("lib");
    try {
      String build = Files.readString(libraries.resolve("build-id")).strip();
      Path cache = libraries.resolve("engine-" + build + ".aot");
      if (Files.isReadable(cache)) {
        return Finding.ok("fast start", cache.toString());
      }
    } catch (IOException e) {
      return Finding.missing("fast start", "not a whole jdock: " + Reason.of(e));
    }
    return Finding.limited(
        "fast start",
        "the first command takes longer: sudo "
            + machine.home().resolve("libexec/train.sh")
            + " makes the cache");
  }

  static Finding service() {
    List<Path> folders =
        Stream.of("/etc", "/usr/lib", "/lib")
            .map(folder -> Path.of(folder, "systemd/system/jdock.service"))
            .toList();
    if (folders.stream().anyMatch(Files::exists)) {
      return Finding.ok("service", "jdock.service is installed");
    }
    return Files.isDirectory(Path.of("/run/systemd/system"))
        ? Finding.limited(
            "service",
            "no restarts after a reboot: sudo jdock engine install installs jdock.service")
        : Finding.limited("service", "no restarts after a reboot: systemd does not run here");
  }

  static Finding compose() {
    return PLUGINS.stream()
        .filter(Files::isExecutable)
        .findFirst()
        .map(plugin -> Finding.ok("compose", plugin.toString()))
        .orElse(
            Finding.limited(
                "compose", "no jdock compose: install Docker's plugin, say docker-compose-plugin"));
  }

  static Finding ssh(Machine machine) {
    return machine.programs().stream().anyMatch(f -> Files.isExecutable(f.resolve("ssh")))
        ? Finding.ok("build by ssh", "ssh is in PATH")
        : Finding.limited("build by ssh", "no contexts by git@host:…: install openssh-client");
  }
}
