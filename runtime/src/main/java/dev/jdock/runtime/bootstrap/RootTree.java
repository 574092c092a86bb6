package dev.jdock.runtime.bootstrap;

import dev.jdock.image.debian.BaseSystem;
import dev.jdock.image.debian.Distribution;
import dev.jdock.image.debian.Source;
import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import dev.jdock.linux.file.Transfer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The files of a system in the making: what packages rely on before they are installed, and what is
 * to be there, or not, in an image of it. Every path is resolved with the system as the root.
 */
final class RootTree {
  /** What the container mounts files on. */
  private static final List<String> MOUNTED = List.of("hosts", "resolv.conf");

  /** A folder of each system for what is mounted for a while: the packages are, to be installed. */
  static final String MOUNT = "/mnt";

  private final Directory root;

  RootTree(Directory root) {
    this.root = root;
  }

  /**
   * What was once in {@code /bin} and its like is in {@code /usr}. Some releases' packages bring
   * the links along; the tools of the others make them, before anything is unpacked.
   */
  void mergeUsr(String architecture) {
    List<String> folders = new ArrayList<>(List.of("bin", "sbin", "lib"));
    if (architecture.equals("amd64")) {
      folders.add("lib64"); // the dynamic linker's, in the ABI
    }
    makeDirectory("usr");
    for (String folder : folders) {
      makeDirectory("usr/" + folder);
      root.makeSymlink(folder, "usr/" + folder);
    }
  }

  /** What dpkg(1) and the container need besides what was unpacked. */
  void prepare() {
    for (String folder : List.of("etc", "var/lib/dpkg")) {
      if (!isDirectory(folder)) {
        throw JdockException.invalid("the mirror's packages make no system: no folder /" + folder);
      }
    }
    String mount = MOUNT.substring(1);
    if (!isDirectory(mount)) {
      makeDirectory(mount); // as a script of base-files does a little later
    }
    for (String file : List.of("status", "available")) {
      writeMissing("var/lib/dpkg", file);
    }
    MOUNTED.forEach(file -> writeMissing("etc", file));
  }

  private void makeDirectory(String path) {
    int slash = path.lastIndexOf('/');
    try (Directory parent = root.inRoot(slash < 0 ? "" : path.substring(0, slash))) {
      String name = path.substring(slash + 1);
      parent.makeDirectory(name, 0755);
      parent.setMode(name, 0755);
    }
  }

  private void writeMissing(String folder, String name) {
    try (Directory parent = root.inRoot(folder)) {
      if (parent.tryStat(name).isEmpty()) {
        parent.createFile(name, 0644).close();
        parent.setMode(name, 0644);
      }
    }
  }

  /** Writes where more can be installed from, and how that is done in containers. */
  void configure(BaseSystem system, Distribution distribution) throws IOException {
    if (distribution.hasOneLineSources(system.codename())) {
      write("etc/apt", "sources.list", 0644, oneLine(system.sources()));
    } else {
      String file = distribution.id() + ".sources";
      write("etc/apt/sources.list.d", file, 0644, stanzas(system.sources(), distribution));
    }
    // Under these names, which Dockerfiles know that want to keep what apt fetches.
    write(
        "etc/apt/apt.conf.d",
        "docker-clean",
        0644,
        """
        // Layers are to hold what was installed, and neither packages nor what apt makes of its lists.
        APT::Keep-Downloaded-Packages "false";
        Binary::apt::APT::Keep-Downloaded-Packages "false";
        DPkg::Post-Invoke { "rm -f /var/cache/apt/archives/*.deb /var/cache/apt/archives/partial/*.deb || true"; };
        Dir::Cache::pkgcache "";
        Dir::Cache::srcpkgcache "";
        """);
    write(
        "etc/dpkg/dpkg.cfg.d",
        "docker-apt-speedup",
        0644,
        """
        # A layer is kept as a whole or not at all: no file has to reach the disk by itself.
        force-unsafe-io
        """);
    write(
        "usr/sbin",
        "policy-rc.d",
        0755,
        """
        #!/bin/sh
        # A container runs one service, which its image names: packages start none.
        exit 101
        """);
  }

  private static String oneLine(List<Source> sources) {
    var text = new StringBuilder();
    for (Source source : sources) {
      text.append("deb ").append(source.address()).append(' ').append(source.suite()).append(' ');
      text.append(String.join(" ", source.components())).append('\n');
    }
    return text.toString();
  }

  private static String stanzas(List<Source> sources, Distribution distribution) {
    return String.join("\n", sources.stream().map(source -> stanza(source, distribution)).toList());
  }

  private static String stanza(Source source, Distribution distribution) {
    return """
    Types: deb
    URIs: %s
    Suites: %s
    Components: %s
    Signed-By: %s
    """
        .formatted(
            source.address(),
            source.suite(),
            String.join(" ", source.components()),
            distribution.installedKeys());
  }

  private void write(String folder, String name, int mode, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    try (Directory parent = root.inRoot(folder)) {
      if (parent.tryStat(name).isPresent()) {
        parent.removeTree(name);
      }
      try (Fd file = parent.createFile(name, mode)) {
        new Transfer().write(new ByteArrayInputStream(bytes), bytes.length, file);
      }
      parent.setMode(name, mode);
    }
  }

  /** Removes what tells of the moment, the machine and the way it was made. */
  void tidy() {
    remove("var/lib/apt/lists", name -> !name.equals("partial"));
    clear("var/lib/apt/lists/partial");
    remove("var/cache/apt", name -> name.endsWith(".bin"));
    remove("var/cache/apt/archives", name -> name.endsWith(".deb") || name.equals("lock"));
    clear("var/cache/ldconfig");
    remove("var/cache/debconf", name -> name.endsWith("-old"));
    remove("var/lib/dpkg", name -> name.endsWith("-old"));
    remove("var/lib/dpkg", name -> name.startsWith("lock"));
    remove("var/log", name -> name.endsWith(".log"));
    clear("var/log/apt");
    clear("tmp");
    remove("run", name -> !name.equals("lock"));
    clear("run/lock");
    remove("etc", name -> name.equals(".pwd.lock"));
    empty("etc", "machine-id");
    MOUNTED.forEach(this::removeEmpty);
  }

  private void clear(String folder) {
    remove(folder, _ -> true);
  }

  private void remove(String folder, Predicate<String> names) {
    if (!isDirectory(folder)) {
      return;
    }
    try (Directory parent = root.inRoot(folder)) {
      parent.list().stream().map(Directory.Entry::name).filter(names).forEach(parent::removeTree);
    }
  }

  private boolean isDirectory(String path) {
    int slash = path.lastIndexOf('/');
    String above = slash < 0 ? "" : path.substring(0, slash);
    if (!above.isEmpty() && !isDirectory(above)) {
      return false;
    }
    try (Directory parent = root.inRoot(above)) {
      return parent.tryStat(path.substring(slash + 1)).filter(FileStat::isDirectory).isPresent();
    }
  }

  /** A machine gets its own id when it is started for the first time. */
  private void empty(String folder, String name) {
    try (Directory parent = root.inRoot(folder)) {
      Optional<FileStat> stat = parent.tryStat(name);
      if (stat.filter(s -> s.type() == FileType.REGULAR && s.size() > 0).isPresent()) {
        int mode = stat.get().mode();
        parent.removeFile(name);
        parent.createFile(name, mode).close();
        parent.setMode(name, mode);
      }
    }
  }

  private void removeEmpty(String name) {
    try (Directory etc = root.inRoot("etc")) {
      if (etc.tryStat(name)
          .filter(s -> s.type() == FileType.REGULAR && s.size() == 0)
          .isPresent()) {
        etc.removeFile(name);
      }
    }
  }
}
