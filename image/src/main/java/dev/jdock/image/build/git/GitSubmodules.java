package dev.jdock.image.build.git;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.jgit.errors.ConfigInvalidException;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.submodule.SubmoduleWalk;
import org.jspecify.annotations.Nullable;

/** The repositories inside of a commit's files, and those inside of them. */
final class GitSubmodules {
  /** Nobody has that many on purpose, and a repository may be its own submodule. */
  private static final int DEEPEST = 16;

  private final GitFetch fetch;
  private final Repository repository;
  private final Path tree;
  private final Path git;
  private final boolean keeps;
  private final int depth;

  GitSubmodules(
      GitFetch fetch, Repository repository, Path tree, Path git, boolean keeps, int depth) {
    this.fetch = fetch;
    this.repository = repository;
    this.tree = tree;
    this.git = git;
    this.keeps = keeps;
    this.depth = depth;
  }

  void checkOut() throws IOException {
    try (SubmoduleWalk walk = SubmoduleWalk.forIndex(repository)) {
      while (walk.next()) {
        checkOut(walk);
      }
    } catch (ConfigInvalidException e) {
      throw new JdockException(JdockException.Kind.INVALID, ".gitmodules: " + e.getMessage(), e);
    }
  }

  private void checkOut(SubmoduleWalk walk) throws IOException, ConfigInvalidException {
    String path = walk.getPath();
    if (depth >= DEEPEST) {
      throw JdockException.invalid("submodules inside of submodules, deeper than " + DEEPEST);
    }
    String remote = remote(walk.getModulesUrl());
    if (remote == null) {
      throw JdockException.invalid("no url found for submodule path '" + path + "' in .gitmodules");
    }
    Path files = tree.resolve(path);
    Path modules = git.resolve("modules").resolve(path);
    Files.createDirectories(modules);
    var commit = new GitCommit(walk.getObjectId().name(), "");
    fetch.checkOut(new GitFetch.Wanted(remote, commit), files, modules, keeps, depth + 1);
    if (keeps) {
      link(files, modules);
    }
  }

  /** Both ways as git writes them, relative: the image has the files elsewhere. */
  private static void link(Path files, Path modules) throws IOException {
    Files.writeString(
        files.resolve(".git"),
        "gitdir: " + files.relativize(modules) + "\n",
        StandardCharsets.UTF_8);
    Path config = modules.resolve("config");
    Files.writeString(
        config,
        Files.readString(config) + "[core]\n\tworktree = " + modules.relativize(files) + "\n");
  }

  /** A file of this machine is no submodule, whatever the repository says. */
  private @Nullable String remote(@Nullable String address) throws IOException {
    if (address == null) {
      return null;
    }
    String whole = SubmoduleWalk.getSubmoduleRemoteUrl(repository, address);
    String web = whole.endsWith(".git") ? whole : whole + ".git";
    if (GitReference.parse(web).isEmpty()) {
      throw JdockException.invalid("transport of the submodule " + address + " not allowed");
    }
    return whole;
  }
}
