package dev.jdock.image.build.operation;

import dev.jdock.image.build.BuildProgress.Vertex;
import dev.jdock.image.build.cache.KeyHash;
import dev.jdock.image.build.cache.TreeDigest;
import dev.jdock.image.build.files.Accounts;
import dev.jdock.image.build.files.ModeChange;
import dev.jdock.image.build.files.Ownership;
import dev.jdock.image.build.files.Sightings;
import dev.jdock.image.build.files.SourceTree;
import dev.jdock.image.build.files.TarTree;
import dev.jdock.image.build.files.TreeCopy;
import dev.jdock.image.dockerfile.Instruction.Transfer;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Compression;
import dev.jdock.image.layer.DiskSpace;
import dev.jdock.image.layer.GrowingArchive;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.LayerStore;
import dev.jdock.image.text.PathMatch;
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
import org.jspecify.annotations.Nullable;

/** COPY and ADD. */
public final class FileOperation implements Operation {
  private static final int TAR_HEADER = 512;
  private static final String SOURCES = "sources";

  private final Workshop workshop;
  private final String keyword;
  private final List<Digest> base;
  private final Transfer transfer;
  private final TreeSource source;
  private final FileSources named;
  private final List<FileSource> sources = new ArrayList<>();
  private final @Nullable ModeChange mode;
  private final ContextWatch watch = new ContextWatch();

  /**
   * @param base layers to copy onto, lowest first
   * @param transfer expanded, its destination absolute
   * @param source layers to copy from, lowest first; null for the build context
   */
  public FileOperation(
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
    this.mode = transfer.chmod().isEmpty() ? null : ModeChange.parse(transfer.chmod());
    this.named = new FileSources(workshop, keyword.equals("ADD"), transfer);
  }

  /** Whether archives among the files of a source are unpacked: those of a server only if asked. */
  private boolean unpacks(FileSource from) {
    Boolean asked = transfer.options().unpack();
    return switch (from) {
      case FileSource.Local _ -> asked == null ? keyword.equals("ADD") : asked;
      case FileSource.Web _ -> asked != null && asked;
      case FileSource.Inline _, FileSource.Repository _ -> false;
    };
  }

  @Override
  public void prepare() throws IOException, InterruptedException {
    sources.addAll(named.open());
  }

  @Override
  public ContextWatch watch() {
    return watch;
  }

  @Override
  public boolean readsContext() {
    return source.layers() == null;
  }

  /** The key is made of contents, wherever they are from. */
  @Override
  public void addTo(KeyHash hash) throws IOException, InterruptedException {
    hash.add("files").add(keyword).part("base").addAll(base);
    hash.part("destination").add(transfer.destination());
    hash.part("--chown").add(transfer.chown()).part("--chmod").add(transfer.chmod());
    hash.part("--parents").add(transfer.options().parents() ? 1 : 0);
    hash.part("SOURCE_DATE_EPOCH")
        .add(workshop.epoch() == null ? -1 : workshop.epoch().getEpochSecond());
    for (FileSource from : sources) {
      hash.part("--unpack").add(unpacks(from) ? 1 : 0);
      if (from instanceof FileSource.Remote remote) {
        hash.part("--exclude").addAll(transfer.options().excludes());
        remote.addTo(hash);
      }
    }
    hash.add(local(hash).hex());
  }

  /** Layers do not change, and so need not be there as long as it is known what they hold. */
  private Digest local(KeyHash hash) throws IOException, InterruptedException {
    List<Digest> layers = source.layers();
    if (layers == null) {
      return Workshop.interruptibly(() -> ofContext(hash));
    }
    if (hash.listed()) {
      return ofLayers(hash.nested(SOURCES));
    }
    Digest what = new KeyHash(SOURCES).addAll(layers).add(transfer.toString()).digest();
    return workshop.files().of(what, () -> ofLayers(new KeyHash(SOURCES)));
  }

  private Digest ofContext(KeyHash hash) throws IOException {
    try (SourceTree tree = source.openContext()) {
      return new ContextDigest(tree, matches(tree), workshop.files(), watch, this)
          .of(hash, SOURCES);
    } catch (JdockException e) {
      throw source.withoutKey(e);
    }
  }

  private Digest ofLayers(KeyHash hash) throws IOException, InterruptedException {
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

  /** Of all local sources. */
  private List<SourceTree.Match> matches(SourceTree tree) {
    var all = new ArrayList<SourceTree.Match>();
    for (FileSource from : sources) {
      if (from instanceof FileSource.Local local) {
        all.addAll(matches(tree, local));
      }
    }
    return all;
  }

  private List<SourceTree.Match> matches(SourceTree tree, FileSource.Local local) {
    return tree.find(local.path(), transfer.options().parents(), transfer.options().excludes());
  }

  /** Whether files are copied in the order of their names, as those of several sources are not. */
  private boolean isOneTree() {
    return sources.size() == 1
        && sources.getFirst() instanceof FileSource.Local local
        && !PathMatch.hasWildcards(local.path())
        && !workshop.request().solving().reproducible();
  }

  @Override
  public boolean perform(LayerStore.Session session, Vertex vertex)
      throws IOException, InterruptedException {
    for (FileSource from : sources) {
      if (from instanceof FileSource.Remote remote) {
        remote.fetch();
      }
    }
    List<Path> lowerDirs = workshop.lowerDirs(base);
    GrowingArchive archive = isOneTree() ? session.beginArchive() : null;
    return workshop.mounted(roots -> {
      Path top = roots.writable(lowerDirs, session);
      try (SourceTree tree = source.open(roots);
          Directory root = Directory.open(top);
          Directory upper = Directory.open(session.upper())) {
        Ownership owner =
            transfer.chown().isEmpty() ? null : new Accounts(root).owner(transfer.chown());
        var target = new Target(root, lowerDirs.isEmpty() ? null : upper, owner, archive);
        for (FileSource from : sources) {
          switch (from) {
            case FileSource.Local local -> {
              for (SourceTree.Match match : matches(tree, local)) {
                copy(tree, match, target, unpacks(from));
              }
            }
            case FileSource.Remote remote -> {
              try (SourceTree fetched = remote.tree()) {
                SourceTree.Match match = remote.match(transfer.options().excludes());
                copy(fetched, match, target, unpacks(from));
              }
            }
          }
        }
        if (source.layers() == null) {
          watch.copied(this, Sightings.of(tree, matches(tree), watch.now()));
        }
      }
      return true;
    });
  }

  /**
   * What is copied to.
   *
   * @param upper of the overlay that {@code root} is; null where it is none
   * @param owner of the copies; null for the usual one
   * @param archive of the layer that comes of it, if it is made meanwhile
   */
  private record Target(
      Directory root,
      @Nullable Directory upper,
      @Nullable Ownership owner,
      @Nullable GrowingArchive archive) {}

  private void copy(SourceTree tree, SourceTree.Match match, Target target, boolean unpacks)
      throws IOException {
    if (!unpacks || !unpack(tree, match, target.root(), target.owner())) {
      var attributes = new TreeCopy.Attributes(target.owner(), mode, workshop.epoch());
      new TreeCopy(target.root(), target.upper(), target.archive(), attributes)
          .copy(tree, match, transfer.destination());
    }
  }

  /**
   * Unpacks an archive, to whose members and folder {@code --chmod} means nothing.
   *
   * @return whether the file was an archive
   */
  private boolean unpack(
      SourceTree tree, SourceTree.Match match, Directory root, @Nullable Ownership owner)
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
      var made = new TreeCopy(root, new TreeCopy.Attributes(owner, null, workshop.epoch()));
      try (Directory target = made.makeDirectories(transfer.destination())) {
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
    sources.forEach(FileSource::close);
    sources.clear();
  }
}
