package dev.jdock.image.build.git;

import dev.jdock.image.text.Credentials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.eclipse.jgit.lib.Config;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.RepositoryBuilder;
import org.eclipse.jgit.lib.StoredConfig;
import org.jspecify.annotations.Nullable;

/** The git repository that folders of the user's lie in. */
public final class WorkTree {
  private static final String REMOTE = "remote";

  private WorkTree() {}

  /**
   * What buildx tells of it: {@code source} is the remote that is followed, without credentials,
   * {@code revision} the commit that is checked out, {@code localdir:NAME} where a folder is in it.
   *
   * @param folders by name; the first is looked for
   * @return empty where there is no repository, or one that cannot be read
   */
  public static SortedMap<String, String> describe(Path first, Map<String, Path> folders) {
    SortedMap<String, String> told = new TreeMap<>();
    Isolated.install();
    try {
      var builder = new RepositoryBuilder().findGitDir(first.toRealPath().toFile());
      if (builder.getGitDir() == null) {
        return told;
      }
      try (Repository repository = builder.setMustExist(true).build()) {
        ObjectId head = repository.resolve(Constants.HEAD);
        if (repository.isBare() || head == null) {
          return told;
        }
        told.put("revision", head.name());
        String url = remote(repository.getConfig(), repository.getBranch());
        if (url != null) {
          told.put("source", Credentials.removed(url));
        }
        Path root = repository.getWorkTree().toPath().toRealPath();
        for (Map.Entry<String, Path> each : folders.entrySet()) {
          Path folder = each.getValue().toRealPath();
          if (folder.startsWith(root)) {
            String path = root.relativize(folder).toString();
            told.put("localdir:" + each.getKey(), path.isEmpty() ? "." : path);
          }
        }
      }
    } catch (IOException unreadable) {
      told.clear();
    }
    return told;
  }

  /** That of the branch, else the usual ones. */
  private static @Nullable String remote(StoredConfig config, @Nullable String branch) {
    String followed = branch == null ? null : config.getString("branch", branch, REMOTE);
    String url = followed == null ? null : url(config, followed);
    if (url == null) {
      url = url(config, Constants.DEFAULT_REMOTE_NAME);
    }
    return url == null ? url(config, "upstream") : url;
  }

  private static @Nullable String url(Config config, String remote) {
    return config.getString(REMOTE, remote, "url");
  }
}
