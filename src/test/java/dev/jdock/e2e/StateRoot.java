package dev.jdock.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * A state root as others on the machine see it: what bears its name, or that of its run directory,
 * is its engine's doing. Links on a bridge are told by the bridge's alias, cgroups by the ids of
 * containers (docs/network.md, docs/cgroups.md).
 */
record StateRoot(Path path) {
  private static final long FNV_BASIS = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;
  private static final String ENGINE = "dev.jdock.cli.engine.EngineMain";

  StateRoot {
    path = real(path);
  }

  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException notThere) {
      return path.toAbsolutePath().normalize();
    }
  }

  /** The roots of all engines that run on the machine. */
  static List<StateRoot> served() {
    return ProcessHandle.allProcesses().flatMap(p -> servedBy(p.pid()).stream()).toList();
  }

  /** The root that a process is the engine of. */
  static Optional<StateRoot> servedBy(long pid) {
    List<String> words = List.of(Proc.read(pid, "cmdline").split("\0", -1));
    int main = words.indexOf(ENGINE);
    return main < 0 || main + 1 >= words.size()
        ? Optional.empty()
        : Optional.of(new StateRoot(Path.of(words.get(main + 1))));
  }

  /** The process of its engine, while there is one. */
  OptionalLong engine() {
    return ProcessHandle.allProcesses()
        .mapToLong(ProcessHandle::pid)
        .filter(pid -> servedBy(pid).filter(this::equals).isPresent())
        .findFirst();
  }

  /** Another one than {@code /var/lib/jdock}'s has a hash of its path in its name: FNV-1a. */
  Path runDirectory() {
    long hash = FNV_BASIS;
    for (byte b : path.toString().getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return Path.of("/run/jdock-" + "%016x".formatted(hash));
  }

  /** Of the network's link, which is its bridge's alias. */
  String linkAlias() {
    return "jdock " + path.resolve("networks");
  }

  /** Whether that is the alias of a bridge of its: of the default network, or of a user's. */
  boolean hasBridge(String alias) {
    return alias.equals(linkAlias()) || alias.startsWith(linkAlias() + " ");
  }

  /** Whether a text, a line of a mount table say, names it or what is in it. */
  boolean isNamedIn(String text) {
    return names(text, path.toString()) || names(text, runDirectory().toString());
  }

  private static boolean names(String text, String name) {
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      int end = at + name.length();
      // jdock-e2e-1 is not named in jdock-e2e-12.
      if (end == text.length() || "/ ,:\0\n".indexOf(text.charAt(end)) >= 0) {
        return true;
      }
    }
    return false;
  }

  /** Whether that is the id of a container it has, or of a step of a build that goes on. */
  boolean knows(String id) {
    return Files.exists(path.resolve("containers").resolve(id))
        || Files.exists(runDirectory().resolve("c").resolve(id));
  }

  /** Whether a container's end of a link on the host is one that its records name. */
  boolean hasEndpoint(String link) {
    String[] records = path.resolve("networks/endpoints").toFile().list();
    return records != null
        && Stream.of(records)
            .map(record -> Proc.read(path.resolve("networks/endpoints").resolve(record)))
            .anyMatch(record -> record.lines().anyMatch(link::equals));
  }
}
