package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The flags of COPY and ADD, and files that are out of the ordinary. */
@EndToEnd
class BuildFilesIT {

  private static final String CACHED = "\\[2/2\\][^\n]*\n#\\d+ CACHED";

  private final Jdock jdock;
  @TempDir Path context = Path.of("");

  BuildFilesIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private void file(String path, String content) throws IOException {
    Path file = context.resolve(path);
    Files.createDirectories(file.getParent());
    Host.write(file, content);
  }

  private Result tryBuild(String image, String dockerfile) {
    Host.write(context.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\n" + dockerfile);
    Host.write(context.resolve(".dockerignore"), "Dockerfile\n.dockerignore\n");
    return jdock.run("build", "--progress=plain", "-t", image, context.toString());
  }

  private String build(String dockerfile) {
    String image = jdock.image();
    tryBuild(image, dockerfile).ok();
    return image;
  }

  private Result sh(String image, String script) {
    return jdock.run("run", "--rm", image, "sh", "-c", script);
  }

  private void tree() throws IOException {
    file("a/1.txt", "one");
    file("a/b/2.txt", "two");
    file("a/b/c/3.txt", "three");
    file("a/d/4.md", "four");
    file("x.txt", "x");
    file("y.txt", "y");
  }

  @Test
  @JdockOnly("COPY --parents is a matter of the labs frontend")
  void parentsKeepsTheFoldersOfSources() throws IOException {
    tree();
    String image =
        build(
            """
            COPY --parents a/b/2.txt a/d /whole/
            COPY --parents a/./b/2.txt /pivot/
            COPY --parents --exclude=**/3.txt a/**/*.txt /wild/
            """);
    sh(image, "find /whole /pivot /wild -type f | sort")
        .prints(
            "/pivot/b/2.txt\n/whole/a/b/2.txt\n/whole/a/d/4.md\n/wild/a/1.txt\n/wild/a/b/2.txt");
    assertThat(jdock.run("history", "--format", "{{.CreatedBy}}", "--no-trunc", image).lines())
        .contains("COPY --parents a/./b/2.txt /pivot/ # buildkit");
  }

  @Test
  void excludedFilesAreLeftOutAndDoNotMissTheCache() throws IOException {
    tree();
    String dockerfile = "COPY --exclude=b --exclude=*.md --exclude=**/*.md a /out/\n";
    String image = build(dockerfile);
    sh(image, "find /out | sort").prints("/out\n/out/1.txt\n/out/d");
    file("a/d/4.md", "changed");
    assertThat(tryBuild(image, dockerfile).ok().everything()).containsPattern(CACHED);
    file("a/1.txt", "changed");
    assertThat(tryBuild(image, dockerfile).ok().everything()).doesNotContainPattern(CACHED);
  }

  @Test
  void symbolicModesChangeTheSourcesModes() throws IOException {
    tree();
    Files.setPosixFilePermissions(
        context.resolve("x.txt"),
        java.nio.file.attribute.PosixFilePermissions.fromString("rw-r-----"));
    String image = build("COPY --chmod=u+x,go=rX x.txt /out/x\nCOPY --chmod=go-rwx a /out/a\n");
    sh(image, "stat -c '%a' /out/x /out/a/b /out/a/b/2.txt").prints("744\n700\n600");
    tryBuild(jdock.image(), "COPY --chmod=u x.txt /out/\n").exits(1).saysOnErr("invalid syntax");
  }

  @Test
  void linkedCopiesAreKeptWhenTheBaseChanges() throws IOException {
    tree();
    String image = build("RUN echo 1 >/base\nCOPY --link x.txt /out/\n");
    Result again = tryBuild(image, "RUN echo 2 >/base\nCOPY --link x.txt /out/\n").ok();
    assertThat(again.everything()).containsPattern("COPY --link[^\n]*\n#\\d+ CACHED");
    sh(image, "cat /base /out/x.txt; echo").prints("2\nx");
  }

  @Test
  void severalSourcesWithoutSlashFollowEachOther() throws IOException {
    tree();
    String image =
        build(
            """
            COPY x.txt y.txt /last
            RUN mkdir /existing
            COPY x.txt y.txt /existing
            COPY *.txt /wild
            """);
    sh(image, "cat /last /wild; ls /existing").prints("yyx.txt\ny.txt");
  }

  @Test
  void linksToWhatIsMissingAreFollowed() throws IOException {
    tree();
    String image = build("RUN ln -s /made/here /dangling\nCOPY x.txt /dangling\n");
    sh(image, "readlink /dangling; cat /made/here; echo").prints("/made/here\nx");
  }

  @Test
  void foldersHaveTheTimesOfTheirSources() throws IOException {
    tree();
    Files.setLastModifiedTime(context.resolve("a"), FileTime.fromMillis(1_000_000_000_000L));
    String image = build("COPY a /new\nRUN mkdir /old\nCOPY a /old/\n");
    sh(image, "stat -c %Y /new /old").prints("1000000000\n1000000000");
  }

  @Test
  void wildcardsThatMatchNothingCopyNothing() throws IOException {
    tree();
    String image = build("COPY nothing* /none/\nCOPY x.txt nothing* /some/\n");
    sh(image, "ls -d /none 2>/dev/null; ls /some").prints("x.txt");
    tryBuild(jdock.image(), "COPY nothing /none/\n").exits(1).saysOnErr("\"/nothing\": not found");
  }

  @Test
  void archivesAreUnpackedUnlessTheyMayNotBe() throws IOException {
    file("in/f", "content");
    Host.run("tar", "-C", context.resolve("in").toString(), "-cf", context + "/t.tar", "f");
    String image =
        build(
            """
            ADD t.tar /unpacked/
            ADD --unpack=false t.tar /kept/
            ADD --chmod=700 t.tar /moded/
            """);
    sh(image, "cat /unpacked/f; ls /kept; stat -c %a /moded /moded/f")
        .prints("contentt.tar\n755\n644");
  }

  @Test
  void archivesKeepCapabilitiesOfFiles() throws IOException {
    byte[] capability = new byte[20];
    // VFS_CAP_REVISION_2, effective, CAP_NET_RAW and one with the top bit of a byte set
    capability[0] = 1;
    capability[3] = 2;
    capability[5] = (byte) 0xa0;
    var record = new ByteArrayOutputStream();
    record.writeBytes("58 SCHILY.xattr.security.capability=".getBytes(StandardCharsets.UTF_8));
    record.writeBytes(capability);
    record.write('\n');
    assertThat(record.size()).isEqualTo(57);
    byte[] pax = record.toByteArray();
    pax[1] = '7';
    var archive = new ByteArrayOutputStream();
    member(archive, "pax", 'x', pax);
    member(archive, "f", '0', "content".getBytes(StandardCharsets.UTF_8));
    archive.writeBytes(new byte[1024]);
    Files.write(context.resolve("t.tar"), archive.toByteArray());
    String image = build("ADD t.tar /out/\n");
    Path saved = context.resolve("saved.tar");
    jdock.run("save", "-o", saved.toString(), image).ok();
    String all = new String(Files.readAllBytes(saved), StandardCharsets.ISO_8859_1);
    assertThat(all).contains(new String(pax, StandardCharsets.ISO_8859_1));
  }

  /** A header of ustar's (tar(5)) and the content. */
  private static void member(ByteArrayOutputStream to, String name, char type, byte[] content) {
    byte[] block = new byte[512];
    put(block, 0, name);
    put(block, 100, "0000755");
    put(block, 108, "0000000");
    put(block, 116, "0000000");
    put(block, 124, "%011o".formatted(content.length));
    put(block, 136, "00000000001");
    put(block, 148, "        ");
    block[156] = (byte) type;
    put(block, 257, "ustar");
    put(block, 263, "00");
    int sum = 0;
    for (byte value : block) {
      sum += value & 0xff;
    }
    put(block, 148, "%06o".formatted(sum));
    block[154] = 0;
    to.writeBytes(block);
    to.writeBytes(content);
    to.writeBytes(new byte[(512 - content.length % 512) % 512]);
  }

  private static void put(byte[] block, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, block, at, bytes.length);
  }

  @Test
  void archivesThatAreCutOffOrLeadOutAreRefused() throws IOException {
    file("in/one", "1".repeat(2000));
    file("in/two", "2");
    Path archive = context.resolve("t.tar");
    Host.run("tar", "-C", context + "/in", "-cf", archive.toString(), "one", "two");
    Files.write(archive, java.util.Arrays.copyOf(Files.readAllBytes(archive), 512 + 2048 + 300));
    tryBuild(jdock.image(), "ADD t.tar /out/\n").exits(1).saysOnErr("unexpected EOF");
    file("x.txt", "x");
    Host.run("tar", "-P", "-C", context + "/in", "-cf", archive.toString(), "../x.txt", "one").ok();
    tryBuild(jdock.image(), "ADD t.tar /out/\n")
        .exits(1)
        .saysOnErr("invalid entry name \"../x.txt\"");
  }

  @Test
  void workingDirectoriesAreKeptAsTheyAreWritten() {
    String image = build("WORKDIR /a/\nWORKDIR b/\n");
    jdock.run("inspect", "-f", "{{.Config.WorkingDir}}", image).prints("/a/b");
    image = build("WORKDIR /a/b/\n");
    jdock.run("inspect", "-f", "{{.Config.WorkingDir}}", image).prints("/a/b/");
    sh(image, "pwd").prints("/a/b");
    Host.write(context.resolve("Dockerfile"), "FROM scratch\nLABEL a=b\n");
    jdock.run("build", "-t", image, context.toString()).ok();
    jdock.run("inspect", "-f", "{{.Config.WorkingDir}}", image).prints("/");
  }

  @Test
  void downloadsAreCheckedAgainstTheirDigests() throws IOException {
    byte[] body = "abc".getBytes(StandardCharsets.UTF_8);
    var asked = new AtomicInteger();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/abc.txt",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/abc.txt";
      String digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
      String image = build("ADD --checksum=sha256:" + digest + " " + url + " /out/\n");
      sh(image, "cat /out/abc.txt; echo").prints("abc");
      int before = asked.get();
      tryBuild(image, "ADD --checksum=sha256:" + digest + " " + url + " /out/\n").ok();
      assertThat(asked.get()).isEqualTo(before);
      tryBuild(jdock.image(), "ADD --checksum=sha256:" + "0".repeat(64) + " " + url + " /out/\n")
          .exits(1)
          .saysOnErr("digest mismatch sha256:" + digest);
      tryBuild(jdock.image(), "ADD --checksum=md5:aa " + url + " /out/\n")
          .exits(1)
          .saysOnErr("unsupported digest algorithm");
    } finally {
      server.stop(0);
    }
  }

  @Test
  void contextsMayHoldWhatIsNoFile() throws IOException {
    file("c/file", "x");
    Host.run("mkfifo", context.resolve("c/fifo").toString());
    Host.run("mknod", context.resolve("c/null").toString(), "c", "1", "3");
    Files.createSymbolicLink(context.resolve("c/loop"), Path.of("loop"));
    Host.run("sh", "-c", "printf latin >\"$(printf '" + context + "/c/\\351t\\351')\"");
    String image = build("COPY c /out/\n");
    sh(
            image,
            "cd /out; ls -d fi*; readlink loop; cat \"$(printf '\\351t\\351')\"; test -p fifo &&"
                + " echo fifo; test -c null && echo device")
        .prints("fifo\nfile\nloop\nlatinfifo\ndevice");
  }
}
