package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.Daemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ADD of git repositories. */
@EndToEnd
class BuildGitIT {

  private static final String CACHED = "\\[2/2\\][^\n]*\n#\\d+ CACHED";

  private final Jdock jdock;
  @TempDir Path context = Path.of("");
  @TempDir Path served = Path.of("");
  private Git git;
  private Daemon daemon;
  private String address = "";
  private RevCommit first;

  BuildGitIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void serve() throws Exception {
    git = Git.init().setInitialBranch("main").setDirectory(served.toFile()).call();
    first = commit("a.txt", "one");
    git.tag().setName("v1").setMessage("first").call();
    commit("sub/b.txt", "two");
    daemon = new Daemon(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    daemon.getService("git-upload-pack").setEnabled(true);
    daemon.setRepositoryResolver((_, _) -> {
      git.getRepository().incrementOpen();
      return git.getRepository();
    });
    daemon.start();
    address = "git://127.0.0.1:" + daemon.getAddress().getPort() + "/r";
  }

  @AfterEach
  void stop() throws Exception {
    daemon.stopAndWait();
    git.close();
  }

  private RevCommit commit(String file, String content) throws Exception {
    Path path = served.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, content);
    git.add().addFilepattern(".").call();
    return git.commit()
        .setMessage(file)
        .setAuthor("a", "a@example.com")
        .setCommitter("a", "a@example.com")
        .call();
  }

  private Result tryBuild(String image, String dockerfile) throws IOException {
    Host.write(context.resolve("Dockerfile"), "FROM " + jdock.busybox() + "\n" + dockerfile);
    return jdock.run("build", "--progress=plain", "-t", image, context.toString());
  }

  private String build(String dockerfile) throws IOException {
    String image = jdock.image();
    tryBuild(image, dockerfile).ok();
    return image;
  }

  private Result sh(String image, String script) {
    return jdock.run("run", "--rm", image, "sh", "-c", script);
  }

  @Test
  void addsBranchesTagsCommitsAndFolders() throws IOException {
    String image =
        build(
            """
            ADD %1$s /all
            ADD %1$s#v1 /tag/
            ADD %1$s#%2$s /commit
            ADD %1$s#main:sub /sub
            ADD %1$s?branch=main&subdir=sub /query
            """
                .formatted(address, first.name()));
    sh(image, "cd / && find all tag commit sub query -type f | sort")
        .prints("all/a.txt\nall/sub/b.txt\ncommit/a.txt\nquery/b.txt\nsub/b.txt\ntag/a.txt");
  }

  @Test
  void keepsTheRepositoryIfAsked() throws IOException {
    String image = build("ADD --keep-git-dir=true " + address + "#v1 /r\n");
    sh(image, "cat /r/.git/HEAD; ls /r").prints(first.name() + "\na.txt");
  }

  @Test
  void checksTheCommit() throws IOException {
    build("ADD --checksum=" + first.name() + " " + address + "#v1 /r\n");
    tryBuild(jdock.image(), "ADD --checksum=0123456789 " + address + "#v1 /r\n")
        .exits(1)
        .saysOnErr("expected checksum to match 0123456789, got " + first.name());
  }

  @Test
  void isCachedUntilTheBranchMoves() throws Exception {
    String dockerfile = "ADD " + address + " /r\n";
    String image = build(dockerfile);
    assertThat(tryBuild(image, dockerfile).ok().everything()).containsPattern(CACHED);
    commit("c.txt", "three");
    assertThat(tryBuild(image, dockerfile).ok().everything()).doesNotContainPattern(CACHED);
    sh(image, "cat /r/c.txt; echo").prints("three");
  }

  @Test
  void saysWhatIsNotThere() throws IOException {
    tryBuild(jdock.image(), "ADD " + address + "#nowhere /r\n")
        .exits(1)
        .saysOnErr("repository does not contain ref nowhere");
    tryBuild(jdock.image(), "COPY " + address + " /r\n")
        .exits(1)
        .saysOnErr("source can't be a git ref for COPY");
  }
}
