package dev.jdock.image.build.solve;

import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.cache.TreeDigest;
import dev.jdock.image.build.files.Accounts;
import dev.jdock.image.build.files.Download;
import dev.jdock.image.build.files.Ownership;
import dev.jdock.image.build.files.SourceTree;
import dev.jdock.image.build.files.TarTree;
import dev.jdock.image.build.files.TreeCopy;
import dev.jdock.image.dockerfile.Instruction.Document;
import dev.jdock.image.dockerfile.Instruction.Transfer;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Compression;
import dev.jdock.image.layer.DiskSpace;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.LayerStore;
import dev.jdock.linux.Fd;
import dev.jdock.linux.file.Directory;
import dev.jdock.linux.file.FileStat;
import dev.jdock.linux.file.FileType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** COPY and ADD. */
public final class FileOperation implements Operation {
  private static final Pattern OCTAL = Pattern.compile("[0-7]{1,5}");
  private static final Pattern REMOTE = Pattern.compile("https?://.*");
  private static final Pattern GIT =
      Pattern.compile("git@.*|git://.*|ssh://.*|https?://.*\\.git(#.*)?");
  private static final int TAR_HEADER = 512;

  private final Workshop workshop;
  private final String keyword;
  private final List<Digest> base;
  private final Transfer transfer;
  private final TreeSource source;
  private final List<Download> downloads = new ArrayList<>();
  private final List<String> local = new ArrayList<>();
  private final @Nullable Integer mode;

  /**
   * @param base layers to copy onto, lowest first
   * @param transfer expanded, its destination absolute
   * @param source layers to copy from, lowest first; null for the build context
   */
  FileOperation(
      Workshop workshop,
      String keyword,
      List<Digest> base,
      Transfer transfer,
      @Nullable List<Digest> source) {
    this.workshop = workshop;
    this.keyword = keyword;
    this.base = base;
    this.transfer = transfer;
    this.source = new TreeSource(workshop, source);
    this.mode = transfer.chmod().isEmpty() ? null : mode(transfer.chmod());
  }

  private boolean unpacks() {
    return keyword.equals("ADD");
  }

  private static int mode(String text) {
    int mode = OCTAL.matcher(text).matches() ? Integer.parseInt(text, 8) : -1;
    if (mode < 0 || mode > 07777) {
      throw JdockException.invalid(
          "invalid chmod parameter: '"
              + text
              + "'. it should be octal string and between 0 and 07777");
    }
    return mode;
  }

  /**
   * Fetches what is remote and writes what the Dockerfile holds: the key is made of contents,
   * wherever they are from.
   */
  @Override
  public void prepare() throws IOException, InterruptedException {
    for (String path : transfer.sources()) {
      if (unpacks() && GIT.matcher(path).matches()) {
        throw JdockException.notImplemented(
            "ADD of a git repository is not supported yet: " + path);
      }
      if (!REMOTE.matcher(path).matches()) {
        local.add(path);
      } else if (unpacks()) {
        downloads.add(
            Download.fetch(
                path,
                workshop.temporary(),
                workshop.epoch(),
                workshop.request().access().environment()));
      } else {
        throw JdockException.invalid("source can't be a URL for COPY");
      }
    }
    for (Document document : transfer.documents()) {
      downloads.add(Download.document(document, workshop.temporary(), workshop.epoch()));
    }
  }

  @Override
  public void addTo(KeyHash hash) throws IOException, InterruptedException {
    hash.add("files").add(keyword).part("base").addAll(base);
    hash.part("destination").add(transfer.destination());
    hash.part("--chown").add(transfer.chown()).part("--chmod").add(transfer.chmod());
    hash.part("SOURCE_DATE_EPOCH")
        .add(workshop.epoch() == null ? -1 : workshop.epoch().getEpochSecond());
    hash.add(sources(hash).hex());
    for (Download download : downloads) {
      try (SourceTree tree = download.tree()) {
        TreeDigest.add(hash, tree, download.match(), workshop.files());
      }
    }
  }

  /** Layers do not change, and so need not be there as long as it is known what they hold. */
  private Digest sources(KeyHash hash) throws IOException, InterruptedException {
    List<Digest> layers = source.layers();
    if (layers == null || hash.listed()) {
      return digestOfSources(hash.nested("sources"));
    }
    Digest what = new KeyHash("sources").addAll(layers).add(transfer.toString()).digest();
    return workshop.files().of(what, () -> digestOfSources(new KeyHash("sources")));
  }

  private Digest digestOfSources(KeyHash hash) throws IOException, InterruptedException {
    return workshop.mounted(roots -> {
      try (SourceTree tree = source.open(roots)) {
        for (SourceTree.Match match : matches(tree)) {
          TreeDigest.add(hash, tree, match, workshop.files());
        }
        return hash.digest();
      } catch (JdockException e) {
        throw source.withoutKey(e);
      }
    });
  }

  private List<SourceTree.Match> matches(SourceTree tree) {
    var result = new ArrayList<SourceTree.Match>();
    local.forEach(path -> result.addAll(tree.find(path)));
    if (result.size() + downloads.size() > 1 && !transfer.destination().endsWith("/")) {
      throw JdockException.invalid(
          "When using "
              + keyword
              + " with more than one source file, the destination must be a directory and end with"
              + " a /");
    }
    return result;
  }

  @Override
  public boolean perform(LayerStore.Session session, Vertex vertex)
      throws IOException, InterruptedException {
    List<Path> lowerDirs = workshop.lowerDirs(base);
    return workshop.mounted(roots -> {
      Path top = roots.writable(lowerDirs, session);
      try (SourceTree tree = source.open(roots);
          Directory root = Directory.open(top)) {
        Ownership owner =
            transfer.chown().isEmpty() ? null : new Accounts(root).owner(transfer.chown());
        var copy = new TreeCopy(root, new TreeCopy.Attributes(owner, mode, workshop.epoch()));
        for (SourceTree.Match match : matches(tree)) {
          if (!unpacks() || !unpack(tree, match, copy, owner)) {
            copy.copy(tree, match, transfer.destination());
          }
        }
        for (Download download : downloads) {
          try (SourceTree fetched = download.tree()) {
            copy.copy(fetched, download.match(), transfer.destination());
          }
        }
      }
      return true;
    });
  }

  /**
   * @return whether the file was an archive
   */
  private boolean unpack(
      SourceTree tree, SourceTree.Match match, TreeCopy copy, @Nullable Ownership owner)
      throws IOException {
    FileStat stat = tree.stat(match);
    if (stat.type() != FileType.REGULAR || stat.size() == 0) {
      return false;
    }
    try (Fd file = tree.open(match);
        InputStream raw = Files.newInputStream(file.procPath())) {
      BufferedInputStream plain = archive(raw);
      if (plain == null) {
        return false;
      }
      try (Directory target = copy.makeDirectories(transfer.destination())) {
        TarTree.unpack(
            plain,
            target,
            owner == null
                ? TarTree.Owner.asArchived()
                : TarTree.Owner.of(owner.uid(), owner.gid()));
      }
      return true;
    }
  }

  /** The archive without its compression; null when it is none, which a damaged one is too. */
  private @Nullable BufferedInputStream archive(InputStream raw) {
    try {
      InputStream content =
          new DiskSpace(workshop.temporary()).guarding(Compression.uncompressed(raw));
      var plain = new BufferedInputStream(content, TAR_HEADER * 128);
      plain.mark(TAR_HEADER);
      boolean archive = TarTree.isArchive(plain.readNBytes(TAR_HEADER));
      plain.reset();
      return archive ? plain : null;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() {
    downloads.forEach(Download::close);
  }
}
