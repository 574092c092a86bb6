package dev.jdock.image.build.operation;

import dev.jdock.image.build.Material;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.files.Checksum;
import dev.jdock.image.build.files.Download;
import dev.jdock.image.build.files.Selection;
import dev.jdock.image.build.files.SourceTree;
import dev.jdock.image.build.git.GitCommit;
import dev.jdock.image.build.git.GitReference;
import dev.jdock.image.build.git.GitRemote;
import dev.jdock.image.build.git.GitTree;
import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One source of COPY or ADD, as its instruction names it. */
public sealed interface FileSource extends AutoCloseable {

  /** A path in the context, or in the layers that {@code --from} names. */
  record Local(String path) implements FileSource {
    @Override
    public void close() {}
  }

  /** What lies outside of these: it is fetched into a tree of its own. */
  sealed interface Remote extends FileSource {
    /** Adds what the copy depends on, and fetches no more than that takes. */
    void addTo(KeyHash hash) throws IOException, InterruptedException;

    /** Fetches what is not here yet. */
    void fetch() throws IOException, InterruptedException;

    /** The tree of what was fetched, for the caller to close. */
    SourceTree tree();

    /** Which of it is copied. */
    SourceTree.Match match(List<String> excludes);
  }

  /** A file whose content is in the Dockerfile. */
  record Inline(Download document) implements Remote {
    @Override
    public void addTo(KeyHash hash) throws IOException {
      hash.add("document").add(document.name());
      hash.add(Checksum.of("sha256", document.file()).toString());
    }

    @Override
    public void fetch() {}

    @Override
    public SourceTree tree() {
      return document.tree();
    }

    @Override
    public SourceTree.Match match(List<String> excludes) {
      return document.match();
    }

    @Override
    public void close() {
      document.close();
    }
  }

  /** A file of a web server. One whose digest is in the Dockerfile is fetched when it is needed. */
  final class Web implements Remote {
    private final Workshop workshop;
    private final String url;
    private final @Nullable Checksum wanted;
    private @Nullable Download download;

    Web(Workshop workshop, String url, @Nullable Checksum wanted) {
      this.workshop = workshop;
      this.url = url;
      this.wanted = wanted;
    }

    @Override
    public void addTo(KeyHash hash) throws IOException, InterruptedException {
      hash.add("web").add(Download.name(url));
      Checksum checksum = wanted == null ? Checksum.of("sha256", here().file()) : wanted;
      workshop.fetched().add(Material.ofFile(url, checksum.algorithm(), checksum.hex()));
      hash.add(checksum.toString());
    }

    @Override
    public void fetch() throws IOException, InterruptedException {
      Download file = here();
      if (wanted != null) {
        wanted.check(file.file());
      }
    }

    private Download here() throws IOException, InterruptedException {
      if (download == null) {
        Map<String, String> environment = workshop.request().access().environment();
        download = Download.fetch(url, workshop.temporary(), workshop.epoch(), environment);
      }
      return download;
    }

    private Download fetched() {
      if (download == null) {
        throw new IllegalStateException("not fetched: " + url);
      }
      return download;
    }

    @Override
    public SourceTree tree() {
      return fetched().tree();
    }

    @Override
    public SourceTree.Match match(List<String> excludes) {
      return fetched().match();
    }

    @Override
    public void close() {
      if (download != null) {
        download.close();
        download = null;
      }
    }
  }

  /** A git repository: the key has its commit, the files are fetched when they are needed. */
  final class Repository implements Remote {
    private final Workshop workshop;
    private final GitReference reference;
    private final GitRemote remote;
    private @Nullable GitCommit commit;
    private @Nullable GitTree fetched;

    Repository(Workshop workshop, GitReference reference) {
      this.workshop = workshop;
      this.reference = reference;
      this.remote = new GitRemote(reference, workshop.gitAccess());
    }

    @Override
    public void addTo(KeyHash hash) throws IOException, InterruptedException {
      GitCommit found = commit();
      boolean keeps = Boolean.TRUE.equals(reference.keepGitDirectory());
      workshop.fetched().add(reference.material(found.id()));
      hash.add("git").add(found.id()).add(reference.folder());
      hash.add(reference.submodules() ? 1 : 0).add(keeps ? 1 : 0);
      // Its address and its branch are in the configuration that is kept.
      hash.add(keeps ? reference.shownRemote() : "").add(keeps ? found.ref() : "");
    }

    private GitCommit commit() throws IOException, InterruptedException {
      if (commit == null) {
        try {
          commit = remote.resolve(workshop.temporary());
        } catch (JdockException e) {
          throw new JdockException(e.kind(), "failed to load cache key: " + e.getMessage(), e);
        }
      }
      return commit;
    }

    @Override
    public void fetch() throws IOException, InterruptedException {
      if (fetched == null) {
        fetched = remote.checkOut(commit(), workshop.temporary());
      }
    }

    @Override
    public SourceTree tree() {
      if (fetched == null) {
        throw new IllegalStateException("not fetched: " + reference.shownRemote());
      }
      return SourceTree.plain(fetched.directory());
    }

    @Override
    public SourceTree.Match match(List<String> excludes) {
      return new SourceTree.Match("", "", Selection.without(excludes));
    }

    @Override
    public void close() {
      if (fetched != null) {
        fetched.close();
        fetched = null;
      }
    }
  }

  @Override
  void close();
}
