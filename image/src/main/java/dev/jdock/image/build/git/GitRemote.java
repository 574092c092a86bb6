package dev.jdock.image.build.git;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.LsRemoteCommand;
import org.eclipse.jgit.api.errors.GitAPIException;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.jspecify.annotations.Nullable;

/**
 * One repository that files are taken from. Nothing of it is kept between builds: the commit is a
 * part of a step's key, and what is known by it is not fetched.
 */
public final class GitRemote {
  private static final Pattern HEXADECIMAL = Pattern.compile("[a-fA-F0-9]+");
  private static final String HEADS = "refs/heads/";
  private static final String TAGS = "refs/tags/";

  private final GitReference reference;
  private final GitAccess access;

  public GitRemote(GitReference reference, GitAccess access) {
    this.reference = reference;
    this.access = access;
    if (!reference.checksum().isEmpty() && !HEXADECIMAL.matcher(reference.checksum()).matches()) {
      throw JdockException.invalid(
          "invalid checksum " + reference.checksum() + " for Git URL, expected hex commit hash");
    }
  }

  /**
   * The commit that the reference leads to now. The repository is not asked for what is the id of a
   * commit.
   *
   * @param temporary existing folder for what is needed meanwhile
   * @throws JdockException UNAVAILABLE when there is no answer, NOT_FOUND for what the repository
   *     does not have, INVALID when the checksum is another's
   */
  public GitCommit resolve(Path temporary) throws IOException, InterruptedException {
    String checksum = reference.checksum();
    if (GitReference.isCommit(checksum) && !reference.keepsGitDirectory()) {
      return new GitCommit(supported(checksum), qualified(reference.ref()));
    }
    if (GitReference.isCommit(reference.ref())) {
      return new GitCommit(checked(supported(reference.ref())), "");
    }
    Map<String, Ref> refs = Interruptible.call(() -> advertised(temporary));
    String name = reference.ref().isEmpty() ? defaultBranch(refs) : reference.ref();
    Ref found = find(refs, name);
    if (found == null) {
      throw JdockException.notFound("repository does not contain ref " + name + ", output: \"\"");
    }
    ObjectId peeled = found.getPeeledObjectId();
    ObjectId commit = peeled == null ? found.getObjectId() : peeled;
    if (commit == null) {
      throw JdockException.notFound("ref " + name + " of the repository leads nowhere");
    }
    return new GitCommit(checked(commit.name()), found.getName());
  }

  /** A name that is whole already, which a commit's is kept with. */
  private static String qualified(String ref) {
    return ref.startsWith("refs/") ? ref : "";
  }

  private static String supported(String id) {
    if (id.length() > 40) {
      throw JdockException.notImplemented("git repositories with SHA-256 are not supported yet");
    }
    return id;
  }

  private String checked(String id) {
    if (!id.startsWith(reference.checksum())) {
      throw JdockException.invalid(
          "expected checksum to match " + reference.checksum() + ", got " + id);
    }
    return id;
  }

  /**
   * What a web server that has files alone tells, JGit reads into a repository, so there is one.
   */
  private Map<String, Ref> advertised(Path temporary) throws IOException {
    Isolated.install();
    Path empty = Files.createTempDirectory(temporary, "names-");
    try (Repository repository = GitFetch.empty(empty);
        Git git = new Git(repository)) {
      LsRemoteCommand command = git.lsRemote().setRemote(reference.remote());
      command.setTimeout(GitFetch.PATIENCE_SECONDS);
      command.setTransportConfigCallback(
          transport -> GitFetch.configure(transport, access, reference.remote(), temporary));
      return command.callAsMap();
    } catch (GitAPIException e) {
      throw GitFetch.unreachable(reference.shownRemote(), e);
    } finally {
      try (Directory parent = Directory.open(temporary)) {
        parent.removeTree(String.valueOf(empty.getFileName()));
      }
    }
  }

  private String defaultBranch(Map<String, Ref> refs) {
    Ref head = refs.get("HEAD");
    if (head == null || !head.isSymbolic()) {
      throw JdockException.notFound(
          "could not find default branch for repository: " + reference.shownRemote());
    }
    return head.getTarget().getName();
  }

  /** As {@code git checkout} has it, branches come before tags of the same name. */
  private static @Nullable Ref find(Map<String, Ref> refs, String name) {
    Ref whole = refs.get("refs/" + without("refs/", name));
    if (whole != null) {
      return whole;
    }
    Ref branch = refs.get(HEADS + without(HEADS, name));
    return branch != null ? branch : refs.get(TAGS + without(TAGS, name));
  }

  private static String without(String prefix, String name) {
    return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
  }

  /**
   * Fetches the files of a commit, with those of its submodules.
   *
   * @param temporary existing folder, in which the result lies
   * @throws JdockException UNAVAILABLE when the fetch fails, NOT_FOUND for a folder that the commit
   *     does not have
   */
  public GitTree checkOut(GitCommit commit, Path temporary)
      throws IOException, InterruptedException {
    Path folder = Files.createTempDirectory(temporary, "git-");
    Path tree = Files.createDirectory(folder.resolve("tree"));
    var whole = new GitTree(tree, folder);
    try {
      boolean all = GitFolders.isRoot(reference.folder());
      boolean keeps = all && reference.keepsGitDirectory();
      var fetch = new GitFetch(reference, access, folder);
      Interruptible.call(() -> {
        fetch.checkOut(commit, tree, keeps);
        return tree;
      });
      return all ? whole : new GitTree(GitFolders.below(tree, reference.folder()), folder);
    } catch (IOException | InterruptedException | RuntimeException e) {
      remove(whole, e);
      throw e;
    }
  }

  private static void remove(GitTree tree, Exception reason) {
    try {
      tree.close();
    } catch (SyscallException e) {
      reason.addSuppressed(e);
    }
  }

  /** Folders inside of repositories. */
  private static final class GitFolders {
    private GitFolders() {}

    static boolean isRoot(String folder) {
      return Path.of("/", folder).normalize().equals(Path.of("/"));
    }

    /** The kernel takes the tree for the root: no link leads out of it. */
    static Path below(Path tree, String folder) {
      try (Directory root = Directory.open(tree);
          Fd found = root.openInRoot(folder, Fd.O_PATH | Fd.O_DIRECTORY)) {
        return Files.readSymbolicLink(found.procPath());
      } catch (SyscallException | IOException e) {
        throw new JdockException(
            JdockException.Kind.NOT_FOUND,
            "failed to open subdir "
                + folder
                + ": "
                + (e instanceof SyscallException failed ? failed.reason() : e.getMessage()),
            e);
      }
    }
  }
}
