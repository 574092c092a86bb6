package dev.jdock.image.debian;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Packages on their way from a mirror; closing ends what is still under way. */
public final class PackageFetch implements AutoCloseable {
  /** As many connections as browsers make to a server; a mirror may refuse more. */
  private static final int CONNECTIONS = 8;

  private static final String SUFFIX = ".deb";

  /** Folders of the packages that are unpacked here, and of the others. */
  private static final String BASE = "base";

  private static final String OTHERS = "others";

  private final Path folder;
  private final ExecutorService threads =
      Executors.newFixedThreadPool(CONNECTIONS, Thread.ofVirtual().name("mirror-", 0).factory());
  private final Map<DebPackage, Future<Path>> base = new LinkedHashMap<>();
  private final List<Future<Path>> others = new ArrayList<>();
  private final AtomicLong fetched = new AtomicLong();

  private PackageFetch(Path folder) {
    this.folder = folder;
  }

  static PackageFetch begin(Mirror mirror, MinimalSystem packages, Path folder) {
    var fetch = new PackageFetch(folder);
    try {
      Path first = Files.createDirectory(folder.resolve(BASE));
      Path second = Files.createDirectory(folder.resolve(OTHERS));
      packages.base().forEach(p -> fetch.base.put(p, fetch.submit(mirror, p, first)));
      packages.others().forEach(p -> fetch.others.add(fetch.submit(mirror, p, second)));
      return fetch;
    } catch (IOException | RuntimeException e) {
      fetch.close();
      throw e instanceof JdockException known
          ? known
          : JdockException.internal("cannot fetch packages: " + e.getMessage(), e);
    }
  }

  private Future<Path> submit(Mirror mirror, DebPackage each, Path into) {
    Callable<Path> work =
        () -> {
          Path file = into.resolve(each.name() + SUFFIX);
          if (!mirror.fetch(each.source().at(each.file()), file, each.size(), each.sha256())) {
            throw JdockException.notFound("the mirror lacks " + each.source().at(each.file()));
          }
          fetched.addAndGet(each.size());
          return file;
        };
    return threads.submit(work);
  }

  /** Bytes of the packages that are there. */
  public long fetched() {
    return fetched.get();
  }

  /**
   * Unpacks those without which nothing can be installed, in an order that is always the same, as
   * soon as they are there, and waits for the others.
   *
   * @param each called after each package
   * @throws JdockException the first failure to fetch or to unpack one
   */
  public void unpack(Directory root, Runnable each) throws InterruptedException {
    for (Map.Entry<DebPackage, Future<Path>> next : base.entrySet()) {
      Path file = await(next.getValue());
      try {
        DebFile.unpack(file, next.getKey().name(), root);
      } catch (IOException e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        throw JdockException.internal("cannot unpack " + next.getKey().name(), e);
      }
      each.run();
    }
    for (Future<Path> next : others) {
      Path _ = await(next);
      each.run();
    }
  }

  private static <T> T await(Future<T> future) throws InterruptedException {
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof JdockException failure) {
        throw failure;
      }
      throw JdockException.internal("cannot fetch packages: " + e.getCause(), e);
    }
  }

  /**
   * What they are in: {@code base} has those that {@link #unpack} unpacks, {@code others} the rest.
   */
  public Path folder() {
    return folder;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
  }
}
