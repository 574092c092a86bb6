package dev.jdock.image.build.context;

import dev.jdock.image.build.Material;
import dev.jdock.image.build.ReceivedContext;
import dev.jdock.image.build.git.GitAccess;
import dev.jdock.image.build.git.GitCommit;
import dev.jdock.image.build.git.GitReference;
import dev.jdock.image.build.git.GitRemote;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.DiskSpace;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.registry.WebFile;
import dev.jdock.image.text.Credentials;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Optional;

/** Fetches contexts into temporary folders. */
public final class RemoteContext {
  /** What a file of a web server is called, whatever its address says. */
  private static final String FILE = "context";

  private static final int OK = 200;
  private static final String GITHUB = "github.com/";

  private final String url;
  private final GitAccess access;
  private final Path temporary;

  /**
   * @param url of a repository, in any of git's forms and {@code github.com/…}, or of a file
   * @param temporary folder of the builder's, which removes what a crash leaves
   */
  public RemoteContext(String url, GitAccess access, Path temporary) {
    this.url = url;
    this.access = access;
    this.temporary = temporary;
  }

  /** What a repository of that name would be; nothing where it is the address of a file. */
  private static Optional<GitReference> repository(String url) {
    if (!url.startsWith(GITHUB)) {
      return GitReference.parse(url);
    }
    // Only here may the ending be left out.
    int end = url.length();
    for (char mark : new char[] {'#', '?'}) {
      int found = url.indexOf(mark);
      end = found < 0 ? end : Math.min(end, found);
    }
    String path = url.substring(0, end);
    return GitReference.parse(
        "https://" + path + (path.endsWith(".git") ? "" : ".git") + url.substring(end));
  }

  /** How the step that fetches it is called. */
  public String step() {
    return repository(url).isPresent()
        ? "[internal] load git source " + shown()
        : "[internal] load remote build context";
  }

  /** The address without a password. */
  private String shown() {
    return Credentials.hidden(url);
  }

  /**
   * The context of a build: a repository's files, those of an archive, or a file that is the
   * Dockerfile.
   *
   * @throws JdockException UNAVAILABLE when nothing answers; INVALID for what is no context
   */
  public ReceivedContext fetch() throws InterruptedException {
    Optional<GitReference> repository = repository(url);
    if (repository.isPresent()) {
      return checkedOut(repository.get());
    }
    MessageDigest sha256 = Digest.sha256();
    try (WebFile answer = open()) {
      // It is read to its end, so the digest is that of the whole file.
      ReceivedContext context =
          ReceivedContext.read(new DigestInputStream(answer.body(), sha256), temporary);
      return context.from(Material.ofFile(url, "sha256", Digest.of(sha256).hex()));
    }
  }

  /** A named context: a repository's files, or a file alone. */
  public ReceivedContext fetchNamed() throws InterruptedException {
    Optional<GitReference> repository = repository(url);
    if (repository.isPresent()) {
      return checkedOut(repository.get());
    }
    return filled(folder -> {
      try (WebFile answer = open();
          InputStream body = new DiskSpace(folder.directory()).guarding(answer.body())) {
        Files.copy(body, folder.directory().resolve(FILE));
        return folder;
      }
    });
  }

  /** What puts files into a new folder. */
  @FunctionalInterface
  private interface Filling {
    ReceivedContext fill(ReceivedContext folder) throws IOException, InterruptedException;
  }

  /** A failure, of whatever kind, leaves no folder. */
  private ReceivedContext filled(Filling filling) throws InterruptedException {
    ReceivedContext folder = ReceivedContext.empty(temporary);
    boolean filled = false;
    try {
      ReceivedContext result = filling.fill(folder);
      filled = true;
      return result;
    } catch (InterruptedIOException e) {
      throw new InterruptedException();
    } catch (IOException e) {
      throw new JdockException(
          JdockException.Kind.UNAVAILABLE, "failed to fetch " + shown() + ": " + e.getMessage(), e);
    } finally {
      if (!filled) {
        folder.close();
      }
    }
  }

  private WebFile open() throws InterruptedException {
    try {
      WebFile answer = WebFile.open(url, access.environment());
      if (answer.status() != OK) {
        int status = answer.status();
        answer.close();
        throw JdockException.invalid("invalid response status " + status);
      }
      return answer;
    } catch (JdockException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
  }

  private ReceivedContext checkedOut(GitReference reference) throws InterruptedException {
    return filled(folder -> {
      var remote = new GitRemote(reference, access);
      GitCommit commit = remote.resolve(folder.directory());
      return folder
          .at(remote.checkOut(commit, folder.directory()).directory())
          .from(reference.material(commit.id()));
    });
  }
}
