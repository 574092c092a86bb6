package dev.jdock.image.debian;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.layer.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The smallest system that a mirror has the packages of: which they are, and which of them have to
 * be unpacked for the others to be installed. Closing ends the connections to the mirror.
 */
public final class BaseSystem implements AutoCloseable {
  private static final String MAIN = "main";

  private final SystemRequest request;
  private final Mirror mirror;
  private final List<Source> sources = new ArrayList<>();
  private final Map<Source, ReleaseFile> releases = new LinkedHashMap<>();
  private final MinimalSystem packages;

  private BaseSystem(
      SystemRequest request, Mirror mirror, Path temporary, Consumer<String> warnings)
      throws InterruptedException {
    this.request = request;
    this.mirror = mirror;
    readReleases(warnings);
    PackageIndex index = new PackageIndex();
    for (Map.Entry<Source, ReleaseFile> release : releases.entrySet()) {
      readPackages(index, release.getKey(), release.getValue(), temporary);
    }
    this.packages = MinimalSystem.of(index);
  }

  /**
   * Reads what the mirror has. Interrupting the thread cancels.
   *
   * @param temporary a folder for lists, which are removed from it again
   * @param warnings hears of what is left out
   * @throws JdockException NOT_FOUND for a suite that is not there, FORBIDDEN for what is not
   *     signed or not valid, UNAVAILABLE where the mirror cannot be reached
   */
  public static BaseSystem find(SystemRequest request, Path temporary, Consumer<String> warnings)
      throws InterruptedException {
    Mirror mirror = Mirror.open(request.environment());
    try {
      return new BaseSystem(request, mirror, temporary, warnings);
    } catch (InterruptedException | RuntimeException e) {
      mirror.close();
      throw e;
    }
  }

  private void readReleases(Consumer<String> warnings) throws InterruptedException {
    Distribution distribution = request.distribution();
    HostMirror host =
        request.mirror() == null
            ? HostMirror.of(distribution, request.etc())
            : new HostMirror(Optional.empty(), Optional.empty());
    var asked =
        new Source(
            request.mirror() != null
                ? request.mirror()
                : host.main()
                    .orElseGet(() -> distribution.mirrors(request.architecture()).packages()),
            request.suite(),
            distribution.components());
    ReleaseFile main =
        release(asked)
            .orElseThrow(() ->
                JdockException.notFound(
                    "%s has no suite \"%s\" at %s"
                        .formatted(distribution.id(), asked.suite(), asked.address())));
    String codename = main.codename().isEmpty() ? asked.suite() : main.codename();
    // What is stable will be another one some day: who has the image wants to stay with its own.
    boolean moves = asked.suite().endsWith("stable") && distribution.hasUpdates(asked.suite());
    String suite = moves ? codename : asked.suite();
    add(new Source(asked.mirror(), suite, asked.components()), main);
    if (request.mirror() != null || !distribution.hasUpdates(asked.suite())) {
      return;
    }
    List<Source> more =
        List.of(
            new Source(asked.mirror(), codename + "-updates", asked.components()),
            new Source(
                host.security()
                    .orElseGet(() -> distribution.mirrors(request.architecture()).security()),
                codename + "-security",
                asked.components()));
    for (Source source : more) {
      release(source)
          .ifPresentOrElse(
              found -> add(source, found),
              () -> warnings.accept("there is no " + source.suite() + " at " + source.address()));
    }
  }

  private void add(Source source, ReleaseFile release) {
    sources.add(source);
    releases.put(source, release);
  }

  private Optional<ReleaseFile> release(Source source) throws InterruptedException {
    String name = source.inSuite("InRelease").toString();
    Optional<byte[]> signed = mirror.release(source.inSuite("InRelease"));
    if (signed.isEmpty()) {
      return Optional.empty();
    }
    byte[] text = SignedText.verified(signed.get(), name, request.keys(), request.now());
    ReleaseFile release = ReleaseFile.parse(text, name);
    release.check(source.suite(), name, request.now());
    if (!release.architectures().contains(request.architecture())) {
      throw JdockException.notFound(
          "%s at %s is not there for %s"
              .formatted(source.suite(), source.address(), request.architecture()));
    }
    return Optional.of(release);
  }

  private void readPackages(PackageIndex index, Source source, ReleaseFile release, Path temporary)
      throws InterruptedException {
    var list =
        release
            .packages(MAIN, request.architecture())
            .orElseThrow(() ->
                JdockException.notFound(
                    "%s at %s has no list of packages"
                        .formatted(source.suite(), source.address())));
    ReleaseFile.Listed listed = list.getValue();
    String folder = list.getKey().substring(0, list.getKey().lastIndexOf('/') + 1);
    Path file = temporary.resolve("Packages");
    String byHash = folder + "by-hash/SHA256/" + listed.digest().hex();
    try {
      boolean found =
          release.byHash()
                  && mirror.fetch(source.inSuite(byHash), file, listed.size(), listed.digest())
              || mirror.fetch(source.inSuite(list.getKey()), file, listed.size(), listed.digest());
      if (!found) {
        throw JdockException.notFound("the mirror lacks " + source.inSuite(list.getKey()));
      }
      try (InputStream in = Compression.uncompressed(Files.newInputStream(file))) {
        index.add(in, source);
      }
      Files.delete(file);
    } catch (IOException e) {
      throw JdockException.internal(
          "cannot read " + source.inSuite(list.getKey()) + ": " + Reason.of(e), e);
    }
  }

  /** Where the packages are from, for the system's own sources. */
  public List<Source> sources() {
    return List.copyOf(sources);
  }

  /** The codename of the system. */
  public String codename() {
    ReleaseFile main = releases.values().iterator().next();
    return main.codename().isEmpty() ? main.suite() : main.codename();
  }

  /**
   * The day of the newest release file that a package comes from, at its beginning: what is made of
   * equal packages on one day is equal.
   */
  public Instant day() {
    return packages.sources().stream()
        .map(source -> release(releases, source).date())
        .max(Instant::compareTo)
        .orElseThrow()
        .truncatedTo(ChronoUnit.DAYS);
  }

  private static ReleaseFile release(Map<Source, ReleaseFile> releases, Source source) {
    ReleaseFile release = releases.get(source);
    if (release == null) {
      throw new IllegalStateException("no release of " + source);
    }
    return release;
  }

  public int count() {
    return packages.all().size();
  }

  /** Bytes that {@link #fetch} will fetch. */
  public long size() {
    return packages.size();
  }

  /**
   * Begins to fetch the packages, several at a time.
   *
   * @param folder an empty one
   */
  public PackageFetch fetch(Path folder) {
    return PackageFetch.begin(mirror, packages, folder);
  }

  @Override
  public void close() {
    mirror.close();
  }
}
