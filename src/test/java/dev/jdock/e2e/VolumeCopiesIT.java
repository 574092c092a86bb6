package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** volume rename, clone, export and import, ls --size, and cp with a volume. */
@EndToEnd
@JdockOnly("are jdock's own")
class VolumeCopiesIT {
  private static final String FILLED =
      """
      mkdir /v/d && echo hi >/v/d/f && ln /v/d/f /v/d/g && ln -s d /v/l
      dd if=/dev/zero of=/v/sparse bs=1M seek=20 count=1 2>/dev/null
      chown 7:8 /v/d/f && chmod 4755 /v/d/f && touch -d '2001-02-03 04:05:06' /v/d /v/d/f
      chown 5:6 /v && chmod 750 /v
      """;

  private static final String SHOW =
      """
      cd /v; stat -c '%n %u %g %a %s' . d d/f l sparse; stat -c '%Y %h' d/f; stat -c %Y d
      readlink l; cmp d/f d/g && cat d/f
      """;

  private final Jdock jdock;

  VolumeCopiesIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private Result in(String volume, String script) {
    return jdock.run(
        "run", "--rm", "--network=none", "-v", volume + ":/v", jdock.busybox(), "sh", "-c", script);
  }

  private String filled() {
    String name = jdock.volume();
    jdock.run("volume", "create", "--label", "tier=db", name).ok();
    in(name, FILLED).ok();
    return name;
  }

  @Test
  void aCloneIsAnotherVolumeWithTheSameFiles() {
    String source = filled();
    String clone = jdock.volume();
    jdock.run("volume", "clone", source, clone).prints(clone);
    assertThat(in(clone, SHOW).text()).isEqualTo(in(source, SHOW).text());
    in(clone, "[ $(du -k /v/sparse | cut -f1) -lt 4096 ]").ok();
    jdock.run("volume", "inspect", "-f", "{{json .Labels}}", clone).prints("{\"tier\":\"db\"}");
    in(clone, "echo other >/v/d/f").ok();
    in(source, "cat /v/d/f").prints("hi");
    jdock
        .run("volume", "clone", source, clone)
        .exits(1)
        .saysOnErr("volume " + clone + " already exists");
    jdock.run("volume", "clone", "no-such-volume", "x1").exits(1).saysOnErr("no such volume");
    jdock.run("volume", "clone", source, "x").exits(1).saysOnErr("volume name is too short");
  }

  @Test
  void whatTheDriverMountsIsClonedAsItIsNow(@TempDir Path folder) {
    Host.write(folder.resolve("f"), "bound\n");
    String bound = jdock.volume();
    jdock
        .run("volume", "create", "-o", "type=none", "-o", "o=bind", "-o", "device=" + folder, bound)
        .ok();
    String clone = jdock.volume();
    jdock.run("volume", "clone", bound, clone).ok();
    in(clone, "cat /v/f; echo changed >/v/f").prints("bound");
    assertThat(folder.resolve("f")).hasContent("bound\n");
    jdock.run("volume", "inspect", "-f", "{{json .Options}}", clone).prints("null");
  }

  @Test
  void aVolumeThatNoContainerHasGetsAnotherName() {
    String old = filled();
    String name = jdock.volume();
    String container = jdock.container();
    jdock.run("create", "--name", container, "-v", old + ":/v", jdock.busybox(), "true").ok();
    jdock
        .run("volume", "rename", old, name)
        .exits(1)
        .saysOnErr("rename " + old + ": volume is in use - [");
    jdock.run("rm", container).ok();
    jdock.run("volume", "rename", old, name).printsNothing();
    jdock.run("volume", "inspect", old).exits(1);
    in(name, "cat /v/d/f").prints("hi");
    String other = filled();
    jdock
        .run("volume", "rename", name, other)
        .exits(1)
        .saysOnErr("volume " + other + " already exists");
  }

  @Test
  void anExportedVolumeComesBackTheSame(@TempDir Path folder) throws IOException {
    String source = filled();
    Path archive = folder.resolve("a.tar");
    jdock.run("volume", "export", "-o", archive.toString(), source).printsNothing();
    String copy = jdock.volume();
    jdock.runFrom(archive, "volume", "import", copy).prints(copy);
    assertThat(in(copy, SHOW).text()).isEqualTo(in(source, SHOW).text());
    String zipped = jdock.volume();
    Host.run("gzip", archive.toString()).ok();
    jdock.run("volume", "import", "-i", archive + ".gz", zipped).ok();
    in(zipped, "cat /v/d/g").prints("hi");
    jdock
        .run("volume", "import", "-i", archive + ".gz", zipped)
        .exits(1)
        .saysOnErr("volume " + zipped + " already exists");
  }

  @Test
  void whatIsNoArchiveMakesNoVolume(@TempDir Path folder) throws IOException {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      Path junk = Host.write(folder.resolve("junk"), "junk".repeat(1000));
      mine.run("volume", "import", "-i", junk.toString(), "bad").exits(1);
      // As `jdock volume export TYPO | jdock volume import bad` has it.
      Path nothing = Host.write(folder.resolve("nothing"), "");
      mine.runFrom(nothing, "volume", "import", "bad")
          .exits(1)
          .saysOnErr("cannot import an empty input: it is no archive");
      Path outside = folder.resolve("evil");
      Files.createDirectory(outside);
      Files.createSymbolicLink(outside.resolve("l"), Path.of("/.."));
      Path archive = folder.resolve("evil.tar");
      Host.run("tar", "-C", outside.toString(), "-cf", archive.toString(), "l").ok();
      Host.write(outside.resolve("volume.json"), "{}");
      Host.run(
              "tar",
              "-C",
              outside.toString(),
              "--transform=s,^,l/,",
              "-rf",
              archive.toString(),
              "volume.json")
          .ok();
      mine.run("volume", "import", "-i", archive.toString(), "evil").ok();
      mine.run("volume", "inspect", "-f", "{{.Name}}", "evil").prints("evil");
      assertThat(own.path().resolve("volumes/evil/_data/volume.json")).hasContent("{}");
      mine.run("volume", "inspect", "bad").exits(1);
      try (Stream<Path> left = Files.list(own.path().resolve("volumes"))) {
        assertThat(left.map(path -> path.getFileName().toString())).containsExactly("evil");
      }
    }
  }

  @Test
  void filesAreCopiedToAVolumeAndBack(@TempDir Path folder) {
    String volume = filled();
    String far = "vol:" + volume;
    Path out = folder.resolve("out");
    jdock.run("cp", far + "/d", out.toString()).ok();
    assertThat(out.resolve("f")).hasContent("hi\n");
    Path file = Host.write(folder.resolve("new"), "from the host\n");
    jdock.run("cp", file.toString(), far + "/d/").ok();
    in(volume, "cat /v/d/new").prints("from the host");
    jdock.run("cp", far, folder.resolve("all").toString()).ok();
    assertThat(folder.resolve("all/d/new")).hasContent("from the host\n");
    jdock
        .run("cp", far + "/nope", folder.toString())
        .exits(1)
        .saysOnErr("Could not find the file /nope in volume " + volume);
    jdock.run("cp", "vol:no-such/x", folder.toString()).exits(1).saysOnErr("no such volume");
  }

  @Test
  void aContainerNamedLikeThePrefixCountsFirst(@TempDir Path folder) {
    try (OwnRoot own = OwnRoot.of(jdock)) {
      Jdock mine = own.jdock();
      mine.run("create", "--name", "vol", mine.busybox(), "true").ok();
      mine.run("cp", "vol:etc/passwd", folder.toString()).ok();
      assertThat(folder.resolve("passwd")).exists();
    }
  }

  @Test
  void sizesAreShownWhereTheyAreAskedFor() {
    String volume = filled();
    List<String> lines =
        jdock.run("volume", "ls", "--size", "-f", "name=" + volume).ok().out().lines().toList();
    assertThat(lines.getFirst()).containsPattern("DRIVER +VOLUME NAME +LINKS +SIZE");
    assertThat(lines.get(1)).containsPattern("local +" + volume + " +0 +22.02MB");
  }
}
