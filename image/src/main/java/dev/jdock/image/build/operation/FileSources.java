package dev.jdock.image.build.operation;

import dev.jdock.image.build.files.Checksum;
import dev.jdock.image.build.files.Download;
import dev.jdock.image.build.git.GitReference;
import dev.jdock.image.dockerfile.Instruction.Document;
import dev.jdock.image.dockerfile.Instruction.Transfer;
import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells the sources of COPY and ADD apart, and refuses those that the instruction cannot have. */
public final class FileSources {
  private static final Pattern WEB = Pattern.compile("https?://.*", Pattern.DOTALL);

  private final Workshop workshop;
  private final boolean add;
  private final Transfer transfer;

  /**
   * @param transfer expanded
   * @throws JdockException INVALID for a checksum without anything that it could be of
   */
  FileSources(Workshop workshop, boolean add, Transfer transfer) {
    this.workshop = workshop;
    this.add = add;
    this.transfer = transfer;
    if (!transfer.options().checksum().isEmpty()) {
      requireOneRemote();
    }
  }

  private void requireOneRemote() {
    if (transfer.sources().size() != 1) {
      throw JdockException.invalid("checksum can't be specified for multiple sources");
    }
    String only = transfer.sources().getFirst();
    if (!isRemote(only)) {
      throw JdockException.invalid("checksum requires HTTP(S) or Git sources");
    }
  }

  /** In their order; the caller closes each. */
  List<FileSource> open() throws IOException {
    List<FileSource> sources = new ArrayList<>();
    for (String path : transfer.sources()) {
      sources.add(source(path));
    }
    for (Document document : transfer.documents()) {
      sources.add(
          new FileSource.Inline(
              Download.document(document, workshop.temporary(), workshop.epoch())));
    }
    return sources;
  }

  /** Whether it is no path, but the address of a repository or of a web server. */
  public static boolean isRemote(String source) {
    return WEB.matcher(source).matches() || GitReference.parse(source).isPresent();
  }

  private FileSource source(String path) {
    Optional<GitReference> git = GitReference.parse(path);
    boolean web = git.isEmpty() && WEB.matcher(path).matches();
    if (!add && (git.isPresent() || web)) {
      throw JdockException.invalid("source can't be a " + (web ? "URL" : "git ref") + " for COPY");
    }
    String checksum = transfer.options().checksum();
    if (git.isPresent()) {
      GitReference reference = git.get().with(checksum, transfer.options().keepGitDirectory());
      return new FileSource.Repository(workshop, reference);
    }
    return web
        ? new FileSource.Web(workshop, path, checksum.isEmpty() ? null : Checksum.parse(checksum))
        : new FileSource.Local(path);
  }
}
