package dev.jdock.image.build.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.ssh.Agent;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.dircache.DirCacheEditor;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.transport.Daemon;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRemoteTest {
  @TempDir Path served;
  @TempDir Path temporary;
  private Daemon daemon;
  private String address;
  private Git git;
  private RevCommit first;
  private RevCommit second;

  @BeforeEach
  void serve() throws Exception {
    Isolated.install();
    git = Git.init().setInitialBranch("main").setDirectory(served.toFile()).call();
    first = commit("a.txt", "one");
    git.tag().setName("v1").setMessage("first").call();
    Files.createDirectories(served.resolve("sub/dir"));
    Files.writeString(served.resolve("run.sh"), "#!/bin/sh\n");
    assertThat(served.resolve("run.sh").toFile().setExecutable(true)).isTrue();
    Files.createSymbolicLink(served.resolve("out"), Path.of("/nowhere/else"));
    second = commit("sub/dir/b.txt", "two");
    git.branchCreate().setName("feature").setStartPoint(first).call();
    daemon = daemon(git.getRepository());
    address = "git://127.0.0.1:" + daemon.getAddress().getPort() + "/r";
  }

  private static Daemon daemon(Repository repository) throws IOException {
    var daemon = new Daemon(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    daemon.getService("git-upload-pack").setEnabled(true);
    daemon.setRepositoryResolver((_, _) -> {
      repository.incrementOpen();
      return repository;
    });
    daemon.start();
    return daemon;
  }

  @AfterEach
  void stop() throws Exception {
    daemon.stopAndWait();
    git.close();
  }

  private RevCommit commit(String file, String content) throws Exception {
    Files.writeString(served.resolve(file), content);
    git.add().addFilepattern(".").call();
    return git.commit()
        .setMessage(file)
        .setAuthor("a", "a@example.com")
        .setCommitter("a", "a@example.com")
        .call();
  }

  private GitRemote remote(String behind) {
    return new GitRemote(
        GitReference.parse(address + behind).orElseThrow(), GitAccess.anonymous(Map.of()));
  }

  private GitTree tree(String behind) throws IOException, InterruptedException {
    GitRemote remote = remote(behind);
    return remote.checkOut(remote.resolve(temporary), temporary);
  }

  @Test
  void resolvesDefaultBranchBranchesTagsAndCommits() throws Exception {
    assertThat(remote("").resolve(temporary))
        .isEqualTo(new GitCommit(second.name(), "refs/heads/main"));
    assertThat(remote("#feature").resolve(temporary))
        .isEqualTo(new GitCommit(first.name(), "refs/heads/feature"));
    assertThat(remote("#v1").resolve(temporary))
        .isEqualTo(new GitCommit(first.name(), "refs/tags/v1"));
    assertThat(remote("?tag=v1").resolve(temporary).id()).isEqualTo(first.name());
    assertThat(remote("#refs/heads/feature").resolve(temporary).id()).isEqualTo(first.name());
    assertThat(remote("#" + first.name()).resolve(temporary))
        .isEqualTo(new GitCommit(first.name(), ""));
  }

  @Test
  void asksNobodyForCommitThatIsNamedByItsId() throws Exception {
    daemon.stopAndWait();
    assertThat(remote("?checksum=" + second.name()).resolve(temporary).id())
        .isEqualTo(second.name());
    assertThat(remote("#" + first.name()).resolve(temporary).id()).isEqualTo(first.name());
  }

  @Test
  void checksOutFilesWithModesAndLinks() throws Exception {
    try (GitTree tree = tree("")) {
      assertThat(tree.directory().resolve("a.txt")).hasContent("one");
      assertThat(tree.directory().resolve("sub/dir/b.txt")).hasContent("two");
      assertThat(Files.isExecutable(tree.directory().resolve("run.sh"))).isTrue();
      assertThat(Files.readSymbolicLink(tree.directory().resolve("out")))
          .isEqualTo(Path.of("/nowhere/else"));
      assertThat(tree.directory().resolve(".git")).doesNotExist();
    }
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void checksOutBranchTagAndCommitWithoutName() throws Exception {
    for (String behind : new String[] {"#feature", "#v1", "#" + first.name()}) {
      try (GitTree tree = tree(behind)) {
        assertThat(tree.directory().resolve("a.txt")).exists();
        assertThat(tree.directory().resolve("sub")).doesNotExist();
      }
    }
  }

  @Test
  void takesOneFolderAndNoneOutsideOfTree() throws Exception {
    try (GitTree tree = tree("#main:sub/dir")) {
      assertThat(tree.directory().resolve("b.txt")).hasContent("two");
    }
    assertThatThrownBy(() -> tree("#main:out"))
        .hasMessage("failed to open subdir out: no such file or directory");
    assertThatThrownBy(() -> tree("#main:nothing"))
        .hasMessage("failed to open subdir nothing: no such file or directory");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void keepsGitDirectoryWithoutHistoryAndPassword() throws Exception {
    GitReference reference = GitReference.parse(address + "#v1").orElseThrow().with("", true);
    var remote = new GitRemote(reference, GitAccess.anonymous(Map.of()));
    try (GitTree tree = remote.checkOut(remote.resolve(temporary), temporary);
        Git kept = Git.open(tree.directory().toFile())) {
      assertThat(kept.getRepository().resolve("HEAD")).isEqualTo(first);
      assertThat(kept.getRepository().resolve("refs/tags/v1^{commit}")).isEqualTo(first);
      assertThat(kept.status().call().isClean()).isTrue();
      assertThat(kept.getRepository().getConfig().getString("remote", "origin", "url"))
          .isEqualTo(address);
      assertThat(kept.getRepository().getConfig().getString("core", null, "worktree")).isNull();
    }
  }

  @Test
  void fetchesNoMoreThanOneCommit() throws Exception {
    GitReference reference = GitReference.parse(address).orElseThrow().with("", true);
    var remote = new GitRemote(reference, GitAccess.anonymous(Map.of()));
    try (GitTree tree = remote.checkOut(remote.resolve(temporary), temporary);
        Git kept = Git.open(tree.directory().toFile())) {
      assertThat(kept.getRepository().getObjectDatabase().has(second)).isTrue();
      assertThat(kept.getRepository().getObjectDatabase().has(first)).isFalse();
    }
  }

  @Test
  void refusesOtherCommitThanChecksumSays() {
    assertThatThrownBy(() -> remote("?checksum=" + "0".repeat(12)).resolve(temporary))
        .hasMessage("expected checksum to match 000000000000, got " + second.name());
    assertThatThrownBy(() -> remote("?checksum=xyz").resolve(temporary))
        .hasMessage("invalid checksum xyz for Git URL, expected hex commit hash");
    assertThatThrownBy(() -> tree("?checksum=" + "0".repeat(40)))
        .isInstanceOf(JdockException.class)
        .hasMessageStartingWith("failed to fetch remote " + address);
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void saysWhatRepositoryDoesNotHave() {
    assertThatThrownBy(() -> remote("#nowhere").resolve(temporary))
        .hasMessage("repository does not contain ref nowhere, output: \"\"");
  }

  @Test
  void fetchesSubmodules() throws Exception {
    try (Git inner = Git.init().setDirectory(temporary.resolve("inner").toFile()).call()) {
      Files.writeString(temporary.resolve("inner/inner.txt"), "inside");
      inner.add().addFilepattern(".").call();
      RevCommit wanted =
          inner.commit().setMessage("i").setAuthor("a", "a@b").setCommitter("a", "a@b").call();
      Daemon other = daemon(inner.getRepository());
      try {
        addSubmodule("git://127.0.0.1:" + other.getAddress().getPort() + "/inner", wanted);
        Path work = Files.createDirectory(temporary.resolve("work"));
        GitRemote remote = remote("");
        try (GitTree tree = remote.checkOut(remote.resolve(work), work)) {
          assertThat(tree.directory().resolve("lib/inner/inner.txt")).hasContent("inside");
        }
        GitRemote without = remote("?submodules=false");
        try (GitTree tree = without.checkOut(without.resolve(work), work)) {
          assertThat(tree.directory().resolve("lib/inner")).isEmptyDirectory();
        }
      } finally {
        other.stopAndWait();
      }
    }
  }

  private void addSubmodule(String url, RevCommit wanted) throws Exception {
    Files.writeString(
        served.resolve(".gitmodules"),
        "[submodule \"x\"]\n\tpath = lib/inner\n\turl = " + url + "\n");
    git.add().addFilepattern(".gitmodules").call();
    var index = git.getRepository().lockDirCache();
    var editor = index.editor();
    editor.add(
        new DirCacheEditor.PathEdit("lib/inner") {
          @Override
          public void apply(DirCacheEntry entry) {
            entry.setFileMode(FileMode.GITLINK);
            entry.setObjectId(wanted);
          }
        });
    assertThat(editor.commit()).isTrue();
    git.commit().setMessage("s").setAuthor("a", "a@b").setCommitter("a", "a@b").call();
  }

  @Test
  void refusesTreeWithLinkAndFolderOfOneName() throws Exception {
    try (ObjectInserter inserter = git.getRepository().newObjectInserter()) {
      ObjectId link = inserter.insert(Constants.OBJ_BLOB, "/tmp".getBytes(UTF_8));
      var folder = new TreeFormatter();
      folder.append("x", FileMode.REGULAR_FILE, link);
      ObjectId folderId = inserter.insert(folder);
      var bad = new TreeFormatter();
      bad.append("a", FileMode.SYMLINK, link);
      bad.append("a", FileMode.TREE, folderId);
      var commit = new CommitBuilder();
      commit.setTreeId(inserter.insert(bad));
      commit.setAuthor(first.getAuthorIdent());
      commit.setCommitter(first.getAuthorIdent());
      commit.setMessage("bad");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      RefUpdate branch = git.getRepository().updateRef("refs/heads/bad");
      branch.setNewObjectId(id);
      assertThat(branch.update()).isEqualTo(RefUpdate.Result.NEW);
    }
    assertThatThrownBy(() -> tree("#bad"))
        .isInstanceOf(JdockException.class)
        .hasMessageContaining("duplicate entry names");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void refusesSubmoduleThatIsFileOfThisMachine() throws Exception {
    addSubmodule("/etc", first);
    assertThatThrownBy(() -> tree("")).hasMessage("transport of the submodule /etc not allowed");
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void endsAtOnceWhenInterruptedWhileServerIsSilent() throws Exception {
    var connected = new CountDownLatch(1);
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread accepting =
          Thread.ofVirtual()
              .start(() -> {
                try (Socket socket = silent.accept()) {
                  connected.countDown();
                  socket.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
                } catch (IOException closed) {
                  connected.countDown();
                }
              });
      String silentAddress = "git://127.0.0.1:" + silent.getLocalPort() + "/r";
      var remote =
          new GitRemote(
              GitReference.parse(silentAddress).orElseThrow(), GitAccess.anonymous(Map.of()));
      var failure = new AtomicReference<Throwable>();
      Thread asking =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  remote.resolve(temporary);
                } catch (IOException | InterruptedException | RuntimeException e) {
                  failure.set(e);
                }
              });
      connected.await();
      asking.interrupt();
      asking.join(java.time.Duration.ofSeconds(20));
      assertThat(asking.isAlive()).isFalse();
      assertThat(failure.get()).isInstanceOf(InterruptedException.class);
      accepting.join();
    }
  }

  @Test
  void readsRepositoriesOfServersThatHaveFilesAlone() throws Exception {
    Path bare = Files.createDirectory(temporary.resolve("bare.git"));
    Files.createDirectory(bare.resolve("info"));
    try (Stream<Path> files = Files.walk(served.resolve(".git"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = bare.resolve(served.resolve(".git").relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    Files.writeString(bare.resolve("info/refs"), second.name() + "\trefs/heads/main\n");
    Files.createDirectories(bare.resolve("objects/info"));
    Files.writeString(bare.resolve("objects/info/packs"), "");
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            temporary,
            SimpleFileServer.OutputLevel.NONE);
    server.start();
    Path work = Files.createDirectory(temporary.resolve("work"));
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/bare.git";
      var remote =
          new GitRemote(GitReference.parse(url).orElseThrow(), GitAccess.anonymous(Map.of()));
      try (GitTree tree = remote.checkOut(remote.resolve(work), work)) {
        assertThat(tree.directory().resolve("sub/dir/b.txt")).hasContent("two");
      }
      var none =
          new GitRemote(
              GitReference.parse(url.replace("bare", "none")).orElseThrow(),
              GitAccess.anonymous(Map.of()));
      assertThatThrownBy(() -> none.resolve(work))
          .isInstanceOf(JdockException.class)
          .hasMessageContaining("failed to fetch remote");
    } finally {
      server.stop(0);
    }
    assertThat(work).isEmptyDirectory();
  }

  @Test
  void lentAgentAnswersAtItsAddressUntilItIsClosed() throws Exception {
    byte[] request = {11};
    Agent echo =
        () ->
            new Agent.Conversation() {
              @Override
              public byte[] answer(byte[] message) {
                return new byte[] {12, message[0]};
              }

              @Override
              public void close() {}
            };
    LentAgent agent = LentAgent.in(temporary, echo);
    try (agent;
        SocketChannel client = SocketChannel.open(UnixDomainSocketAddress.of(agent.address()))) {
      int _ = client.write(ByteBuffer.allocate(5).putInt(1).put(request).flip());
      ByteBuffer answer = ByteBuffer.allocate(6);
      while (answer.hasRemaining() && client.read(answer) >= 0) {
        // More is to come.
      }
      assertThat(answer.array()).containsExactly(0, 0, 0, 2, 12, 11);
    }
    assertThat(temporary).isEmptyDirectory();
  }
}
