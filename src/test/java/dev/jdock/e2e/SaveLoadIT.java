package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images in files, read and written by us and by others. */
@EndToEnd
class SaveLoadIT {

  /** Files of every kind, with all that an archive can say of them. */
  private static final String ROOTFS =
      """
      import io, sys, tarfile
      tar = tarfile.open(sys.argv[1], 'w', format=tarfile.PAX_FORMAT)
      def add(name, kind=tarfile.REGTYPE, mode=0o644, content=b'', uid=0, gid=0, link='', **pax):
          info = tarfile.TarInfo(name)
          info.type, info.mode, info.uid, info.gid, info.linkname = kind, mode, uid, gid, link
          info.size, info.mtime = len(content), 1000000000.25
          info.devmajor, info.devminor = 1, 3
          info.pax_headers = {k.replace('__', '.'): v for k, v in pax.items()}
          tar.addfile(info, io.BytesIO(content))
      add('bin', tarfile.DIRTYPE, 0o755)
      add('bin/tool', mode=0o4755, content=b'tool' * 1000)
      add('bin/alias', tarfile.LNKTYPE, link='bin/tool')
      add('bin/short', tarfile.SYMTYPE, 0o777, link='../bin/tool')
      add('data', tarfile.DIRTYPE, 0o1777, uid=70000, gid=3000000)
      add('data/owned', content=b'x', uid=4000000, gid=70001)
      add('data/attribute', content=b'y', SCHILY__xattr__user__note='hello')
      add('data/capable', mode=0o755, content=b'z',
          **{'SCHILY.xattr.security.capability': '\\x01\\x00\\x00\\x02\\x00\\x04' + '\\x00' * 14})
      add('data/' + 'long-' * 30, content=b'long')
      add('data/gone', content=b'gone')
      add('data/\\u0151', content=b'unicode')
      add('folder', tarfile.DIRTYPE, 0o700)
      add('folder/inside', content=b'inside')
      add('null', tarfile.CHRTYPE, 0o666)
      add('pipe', tarfile.FIFOTYPE, 0o600)
      tar.close()
      """;

  private final Jdock jdock;
  @TempDir private Path folder;
  private String image = "";

  SaveLoadIT(Jdock jdock) {
    this.jdock = jdock;
  }

  /** Two layers; the upper one removes, replaces and adds. */
  @BeforeEach
  void makeImage() {
    image = jdock.image();
    String base = jdock.image();
    Path rootfs = folder.resolve("rootfs.tar");
    Host.run("python3", "-c", ROOTFS, rootfs.toString()).ok();
    jdock.run("import", rootfs.toString(), base).ok();
    Path context = folder.resolve("context");
    Host.write(context.resolve("new"), "new");
    // What is below is replaced as a whole, and a file goes.
    Host.write(
        context.resolve("Dockerfile"),
        "FROM " + base + "\nCOPY new /data/gone\nCOPY new /added/new\nENV A=b\nCMD [\"tool\"]\n");
    jdock.run("build", "-q", "-t", image, context.toString()).ok();
  }

  private Path save(String... names) {
    Path file = folder.resolve("saved-" + names.length + ".tar");
    String[] line = new String[names.length + 3];
    line[0] = "save";
    line[1] = "-o";
    line[2] = file.toString();
    System.arraycopy(names, 0, line, 3, names.length);
    jdock.run(line).ok();
    return file;
  }

  private String id(String name) {
    return jdock.format(name, "{{.Id}}");
  }

  private void skopeo(String... arguments) {
    String[] line = new String[arguments.length + 3];
    line[0] = "skopeo";
    line[1] = "--insecure-policy";
    line[2] = "copy";
    System.arraycopy(arguments, 0, line, 3, arguments.length);
    Host.run(line).ok();
  }

  private List<String> listing(String name) throws IOException {
    return TreeListing.ofImage(jdock, name, Files.createTempDirectory(folder, "mount"));
  }

  @Test
  void anImageComesBackAsItWas() throws IOException {
    String before = id(image);
    List<String> files = listing(image);
    assertThat(files).anyMatch(line -> line.contains("security.capability"));
    Path saved = save(image + ":latest");
    try (OwnRoot other = OwnRoot.of(jdock)) {
      other
          .jdock()
          .run("load", "-i", saved.toString())
          .prints("Loaded image: " + image + ":latest");
      assertThat(other.jdock().format(image, "{{.Id}}")).isEqualTo(before);
      assertThat(
              TreeListing.ofImage(other.jdock(), image, Files.createTempDirectory(folder, "other")))
          .isEqualTo(files);
      Path again = folder.resolve("again.tar");
      other.jdock().run("save", "-o", again.toString(), image).ok();
      assertThat(Files.mismatch(again, saved)).as("saved twice").isEqualTo(-1);
    }
  }

  @Test
  void aNameWithoutTagStandsForAllItsTagsAndAnIdForNone() {
    jdock.run("tag", image, image + ":two").ok();
    Path all = folder.resolve("all.tar");

    jdock.run("save", "-o", all.toString(), image).ok();
    Path one = folder.resolve("one.tar");
    jdock.run("save", "-o", one.toString(), id(image), jdock.busybox()).ok();
    String id = id(image);
    jdock.run("rmi", "-f", id).ok();
    jdock.run("load", "-q", "-i", one.toString()).ok().saysOnOut("Loaded image ID: " + id + "\n");
    jdock
        .runFrom(all, "load")
        .ok()
        .saysOnOut("Loaded image: " + image + ":latest\n")
        .saysOnOut("Loaded image: " + image + ":two\n");
    assertThat(id(image + ":two")).isEqualTo(id);
  }

  @Test
  @JdockOnly("needs the state root")
  void othersReadWhatWeWrite() throws IOException {
    Path saved = save(image + ":latest");
    String layout = folder.resolve("layout").toString();
    skopeo("docker-archive:" + saved, "oci:" + layout + ":x");
    Result config = Host.run("skopeo", "inspect", "--config", "--raw", "oci:" + layout + ":x");
    for (String diffId : jdock.format(image, "{{join .RootFS.Layers \" \"}}").split(" ", -1)) {
      config.saysOnOut(diffId);
    }
    Path bundle = folder.resolve("bundle");
    Host.run("umoci", "unpack", "--image", layout + ":x", bundle.toString()).ok();
    assertThat(TreeListing.of(bundle.resolve("rootfs"))).isEqualTo(listing(image));
    Host.run("skopeo", "inspect", "oci-archive:" + saved).ok();
    String[] podman = podman();
    Host.run(with(podman, "load", "-i", saved.toString())).ok();
    Host.run(with(podman, "image", "inspect", "-f", "{{.Id}}", image))
        .prints(id(image).substring("sha256:".length()));
  }

  private String[] podman() {
    return new String[] {
      "podman",
      "--root",
      folder.resolve("podman").toString(),
      "--runroot",
      folder.resolve("podman-run").toString(),
      "--storage-driver",
      "vfs"
    };
  }

  private static String[] with(String[] command, String... arguments) {
    String[] line = java.util.Arrays.copyOf(command, command.length + arguments.length);
    System.arraycopy(arguments, 0, line, command.length, arguments.length);
    return line;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"docker-archive", "oci-archive", "oci-archive zstd", "podman", "podman oci"})
  @JdockOnly("needs the state root")
  void weReadWhatOthersWrite(String writer) throws IOException {
    Path saved = save(image + ":latest");
    Path foreign = folder.resolve("foreign.tar");
    String source = "docker-archive:" + saved;
    switch (writer) {
      case "docker-archive" -> skopeo(source, writer + ":" + foreign + ":" + image + ":foreign");
      case "oci-archive" -> skopeo(source, writer + ":" + foreign + ":" + image + ":foreign");
      case "oci-archive zstd" ->
          skopeo(
              "--dest-compress-format",
              "zstd",
              source,
              "oci-archive:" + foreign + ":" + image + ":foreign");
      default -> {
        Host.run(with(podman(), "load", "-i", saved.toString())).ok();
        String name = "docker.io/library/" + image + ":foreign";
        Host.run(with(podman(), "tag", image, name)).ok();
        String format = writer.endsWith("oci") ? "oci-archive" : "docker-archive";
        Host.run(with(podman(), "save", "--format", format, "-o", foreign.toString(), name)).ok();
      }
    }
    List<String> files = listing(image);
    String diffIds = jdock.format(image, "{{.RootFS.Layers}}");
    try (OwnRoot other = OwnRoot.of(jdock)) {
      Result loaded = other.jdock().runFrom(foreign, "load").ok();
      assertThat(loaded.out()).isEqualTo("Loaded image: " + image + ":foreign\n");
      assertThat(other.jdock().format(image + ":foreign", "{{.RootFS.Layers}}")).isEqualTo(diffIds);
      Path point = Files.createTempDirectory(folder, "other");
      assertThat(TreeListing.ofImage(other.jdock(), image + ":foreign", point)).isEqualTo(files);
    }
  }

  @Test
  void aNameMovesToTheLoadedImage() {
    Path saved = save(image + ":latest");
    String old = id(jdock.busybox());
    jdock.run("rmi", image).ok();
    jdock.run("tag", jdock.busybox(), image).ok();
    jdock
        .run("load", "-i", saved.toString())
        .ok()
        .saysOnOut(
            "The image "
                + image
                + ":latest already exists, renaming the old one with ID "
                + old
                + " to empty string\n")
        .saysOnOut("Loaded image: " + image + ":latest\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "bzip2", "xz", "zstd"})
  void compressedArchivesAreRead(String program) {
    Path saved = save(image + ":latest");
    Host.run("sh", "-c", program + " <" + saved + " >" + saved + ".z").ok();
    jdock.run("load", "-i", saved + ".z").prints("Loaded image: " + image + ":latest");
  }

  @Test
  void terminalsAreNoArchives() {
    try (Terminal terminal = jdock.terminal(24, 80, "save", image)) {
      terminal.awaitText("cowardly refusing to save to a terminal. Use the -o flag or redirect");
      terminal.await().exits(1);
    }
    try (Terminal terminal = jdock.terminal(24, 80, "load")) {
      terminal.awaitText("requested load from stdin, but stdin is empty");
      terminal.await().exits(1);
    }
  }

  @Test
  void whatCannotBeSavedLeavesNoFile() {
    Set<String> before = Host.filesBelow(folder);
    Path file = folder.resolve("new.tar");
    jdock
        .run("save", "-o", file.toString(), image, "nosuch")
        .exits(1)
        .saysOnErr("No such image: nosuch");
    jdock
        .run("save", "-o", folder + "/missing/x.tar", image)
        .exits(1)
        .saysOnErr(
            "failed to save image: invalid output path: stat " + folder + "/missing: no such");
    jdock
        .run("save", "-o", folder.toString(), image)
        .exits(1)
        .saysOnErr("failed to save image: cannot write to a directory");
    jdock
        .run("save", "-o", "/dev/null", image)
        .exits(1)
        .saysOnErr("failed to save image: cannot write to a character device file");
    assertThat(Host.filesBelow(folder)).isEqualTo(before);
  }

  @Test
  void whatIsNoArchiveIsRefused() throws IOException {
    jdock
        .run("load", "-i", "/nosuch.tar")
        .exits(1)
        .saysOnErr("open /nosuch.tar: no such file or directory");
    jdock
        .runWithInput("x".repeat(2000), "load")
        .exits(1)
        .saysOnErr("archive/tar: invalid tar header");
    jdock.runWithInput("garbage", "load").exits(1).saysOnErr("unexpected EOF");
    Path rootfs = folder.resolve("rootfs.tar");
    assertThat(jdock.run("load", "-i", rootfs.toString()).exits(1).err()).isNotEmpty();
    byte[] saved = Files.readAllBytes(save(image + ":latest"));
    jdock.run("rmi", image).ok();
    Path cut =
        Files.write(folder.resolve("cut.tar"), java.util.Arrays.copyOf(saved, saved.length / 2));
    jdock.run("load", "-i", cut.toString()).exits(1).saysOnErr("unexpected EOF");
    assertThat(jdock.run("images", "-q", image).text()).isEmpty();
  }

  @Test
  @JdockOnly("looks at the store")
  void afterAFailureTheStoreIsAsBefore() throws IOException {
    byte[] saved = Files.readAllBytes(save(image + ":latest"));
    // In a file's content, towards the end: everything before it has been unpacked by then.
    int at = saved.length - 1;
    while (saved[at] == 0) {
      at--;
    }
    saved[at] ^= 1;
    Path damaged = Files.write(folder.resolve("damaged.tar"), saved);
    try (OwnRoot other = OwnRoot.of(jdock)) {
      Set<String> before = Host.filesBelow(other.path());
      other.jdock().run("load", "-i", damaged.toString()).exits(1);
      assertThat(Host.filesBelow(other.path())).isEqualTo(before);
    }
  }

  @Test
  @JdockOnly("looks at the store")
  void interruptedLoadsAndSavesLeaveNothing() throws IOException {
    byte[] saved = Files.readAllBytes(save(image + ":latest"));
    try (OwnRoot other = OwnRoot.of(jdock)) {
      Set<String> before = Host.filesBelow(other.path());
      try (Running load = other.jdock().start("load")) {
        load.send(new String(saved, 0, 20_000, java.nio.charset.StandardCharsets.ISO_8859_1));
        Eventually.that(
            () -> "nothing unpacked yet", () -> !Host.filesBelow(other.path()).equals(before));
        load.signal("INT").await().exits(130);
      }
      Eventually.that(
          () -> "left: " + Host.filesBelow(other.path()),
          () -> Host.filesBelow(other.path()).equals(before));
    }
  }

  @Test
  void savesThatNobodyReadsEnd() {
    String name = jdock.busybox();
    String pipe = folder.resolve("pipe").toString();
    Host.run("mkfifo", pipe).ok();
    // Nobody reads on after the first bytes: it waits for room in the pipe.
    Jdock intoPipe = jdock.behind(List.of("sh", "-c", "exec 3<>\"$0\"; exec \"$@\" >&3", pipe));
    try (Running save = intoPipe.start("save", name)) {
      Host.run("head", "-c", "100", pipe).ok();
      save.signal("INT").await().exits(130);
    }
    Result cut =
        Host.run(
            folder,
            jdock.environment(),
            "sh",
            "-c",
            String.join(" ", jdock.commandLine("save", name)) + " 2>err | head -c 100 >/dev/null");
    cut.ok();
    assertThat(Host.read(folder.resolve("err"))).doesNotContain("xception");
  }
}
