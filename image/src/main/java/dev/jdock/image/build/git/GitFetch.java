package dev.jdock.image.build.git;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.DiskSpace;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.jgit.dircache.DirCacheCheckout;
import org.eclipse.jgit.errors.NotSupportedException;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.lib.EmptyProgressMonitor;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.StoredConfig;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.transport.RefSpec;
import org.eclipse.jgit.transport.SshTransport;
import org.eclipse.jgit.transport.TagOpt;
import org.eclipse.jgit.transport.Transport;
import org.eclipse.jgit.transport.TransportHttp;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/** Gets one commit, without its history where the server can do that, and lays out its files. */
final class GitFetch {
  /** For each answer of a server, not for all of a fetch. */
  static final int PATIENCE_SECONDS = 60;

  private static final String FETCHED = "refs/jdock/fetched";
  private static final String TAGS = "refs/tags/";

  private final GitReference reference;
  private final GitAccess access;
  private final Path folder;

  /**
   * @param folder for what is not to be among the files
   */
  GitFetch(GitReference reference, GitAccess access, Path folder) {
    this.reference = reference;
    this.access = access;
    this.folder = folder;
  }

  /** Stops the work when its thread is interrupted or the disk is full. */
  private static final class Watch extends EmptyProgressMonitor {
    private static final int STEP = 4096;

    private final DiskSpace space;
    private long done;

    Watch(Path folder) {
      this.space = new DiskSpace(folder);
    }

    @Override
    public void update(int completed) {
      long before = done;
      done += completed;
      if (before / STEP != done / STEP) {
        space.check();
      }
    }

    @Override
    public boolean isCancelled() {
      return Thread.currentThread().isInterrupted();
    }
  }

  static void configure(Transport transport, GitAccess access, String remote, Path temporary) {
    transport.setTimeout(PATIENCE_SECONDS);
    if (transport instanceof TransportHttp http) {
      http.setHttpConnectionFactory(new GitConnections(access, remote));
    } else if (transport instanceof SshTransport ssh) {
      ssh.setSshSessionFactory(new GitShell(access, temporary));
    }
  }

  static JdockException unreachable(String remote, Exception e) {
    Throwable cause = e;
    while (cause.getCause() != null && !(cause instanceof JdockException)) {
      cause = cause.getCause();
    }
    String reason =
        Optional.ofNullable(cause.getMessage())
            .orElse(cause.toString())
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("; "));
    return new JdockException(
        JdockException.Kind.UNAVAILABLE, "failed to fetch remote " + remote + ": " + reason, e);
  }

  /**
   * @param keeps whether {@code .git} is among the files
   */
  void checkOut(GitCommit commit, Path tree, boolean keeps) throws IOException {
    Isolated.install();
    Path git = keeps ? tree.resolve(".git") : folder.resolve("repository");
    checkOut(new Wanted(reference.remote(), commit), tree, git, keeps, 0);
  }

  /** A commit of a repository, of that which was asked for or of a submodule. */
  record Wanted(String remote, GitCommit commit) {}

  void checkOut(Wanted wanted, Path tree, Path git, boolean keeps, int depth) throws IOException {
    try (Repository repository = repository(wanted.remote(), tree, git)) {
      ObjectId id = fetched(repository, wanted, keeps);
      RevCommit commit;
      try (RevWalk walk = new RevWalk(repository)) {
        commit = walk.parseCommit(id);
        CheckedTree.check(walk.getObjectReader(), commit.getTree());
      }
      if (!commit.name().startsWith(depth == 0 ? reference.checksum() : "")) {
        throw JdockException.invalid(
            "expected checksum to match " + reference.checksum() + ", got " + commit.name());
      }
      detach(repository, commit);
      DirCacheCheckout checkout =
          new DirCacheCheckout(repository, repository.lockDirCache(), commit.getTree());
      checkout.setProgressMonitor(new Watch(folder));
      checkout.setFailOnConflict(true);
      if (!checkout.checkout()) {
        throw new IOException("failed to checkout remote " + reference.shownRemote());
      }
      if (reference.submodules()) {
        new GitSubmodules(this, repository, tree, git, keeps, depth).checkOut();
      }
    }
    Files.deleteIfExists(git.resolve("FETCH_HEAD"));
  }

  /** A repository without anything in it. */
  static Repository empty(Path git) throws IOException {
    FileRepositoryBuilder builder = new FileRepositoryBuilder();
    Repository repository = builder.setGitDir(git.toFile()).setBare().setFS(FS.DETECTED).build();
    repository.create(true);
    return repository;
  }

  private static Repository repository(String remote, Path tree, Path git) throws IOException {
    FileRepositoryBuilder builder = new FileRepositoryBuilder();
    builder.setGitDir(git.toFile()).setWorkTree(tree.toFile()).setFS(FS.DETECTED);
    Repository repository = builder.build();
    repository.create(false);
    if (!git.startsWith(tree)) {
      // Says where the other folder is, for git's commands.
      Files.delete(tree.resolve(".git"));
    }
    StoredConfig config = repository.getConfig();
    // Where the files lie now is nowhere in an image.
    config.unset("core", null, "worktree");
    config.setBoolean("core", null, "logAllRefUpdates", false);
    config.setString("remote", "origin", "url", withoutCredentials(remote));
    config.save();
    return repository;
  }

  private static String withoutCredentials(String remote) {
    return GitReference.parse(remote).map(GitReference::bareRemote).orElse(remote);
  }

  private ObjectId fetched(Repository repository, Wanted wanted, boolean keeps) throws IOException {
    String ref = wanted.commit().ref();
    ObjectId id = ObjectId.fromString(wanted.commit().id());
    try {
      // The id alone would lose an annotated tag.
      RefSpec spec =
          keeps && ref.startsWith("refs/")
              ? new RefSpec("+" + ref + ":" + ref)
              : new RefSpec("+" + id.name() + ":" + FETCHED);
      fetch(repository, wanted.remote(), List.of(spec), 1);
    } catch (TransportException refused) {
      if (Thread.currentThread().isInterrupted()) {
        throw refused;
      }
      // Not every server gives commits by their id, and none those that it has no name for.
      fetchAll(repository, wanted.remote(), refused);
    }
    removeFetched(repository);
    ObjectId found = named(repository, ref, id, keeps);
    if (!found.equals(id) || !repository.getObjectDatabase().has(id)) {
      throw JdockException.notFound(
          "failed to fetch remote "
              + shown(wanted.remote())
              + ": the repository does not contain commit "
              + id.name());
    }
    return id;
  }

  private static ObjectId named(Repository repository, String ref, ObjectId id, boolean keeps)
      throws IOException {
    if (!keeps || !ref.startsWith(TAGS)) {
      return id;
    }
    ObjectId tag = repository.resolve(ref + "^{commit}");
    return tag == null ? ObjectId.zeroId() : tag;
  }

  private static void removeFetched(Repository repository) throws IOException {
    RefUpdate update = repository.updateRef(FETCHED);
    update.setForceUpdate(true);
    RefUpdate.Result _ = update.delete();
  }

  private void fetchAll(Repository repository, String remote, TransportException refused)
      throws IOException {
    try {
      fetch(
          repository,
          remote,
          List.of(
              new RefSpec("+refs/heads/*:refs/remotes/origin/*"),
              new RefSpec("+refs/tags/*:refs/tags/*")),
          null);
    } catch (TransportException e) {
      e.addSuppressed(refused);
      throw unreachable(shown(remote), e);
    }
  }

  private static String shown(String remote) {
    return GitReference.parse(remote).map(GitReference::shownRemote).orElse(remote);
  }

  private void fetch(
      Repository repository, String remote, List<RefSpec> specs, @Nullable Integer depth)
      throws TransportException {
    try (Transport transport = Transport.open(repository, new URIish(remote))) {
      configure(transport, access, remote, folder);
      transport.setTagOpt(TagOpt.NO_TAGS);
      if (depth != null) {
        transport.setDepth(depth);
      }
      transport.fetch(new Watch(folder), specs);
    } catch (URISyntaxException | NotSupportedException e) {
      throw unreachable(shown(remote), e);
    }
  }

  private static void detach(Repository repository, RevCommit commit) throws IOException {
    RefUpdate head = repository.updateRef("HEAD", true);
    head.setNewObjectId(commit);
    head.disableRefLog();
    RefUpdate.Result result = head.forceUpdate();
    if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FORCED) {
      throw new IOException("HEAD of the repository: " + result);
    }
  }
}
