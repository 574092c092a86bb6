package dev.jdock.runtime.machine;

import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.build.solve.ImageBuilder;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.runtime.engine.BuildPrune;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.PruneFilter;
import dev.jdock.runtime.engine.Pruned;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Forgets results of former builds, by BuildKit's rules (cache/manager.go, Prune). */
final class PruneBuilds {
  private static final Set<String> KNOWN =
      Set.of("until", "unused-for", "id", "inuse", "shared", "private", "type");

  /** BuildKit's, of what is not kept of a result here. */
  private static final Set<String> UNKNOWN = Set.of("parent", "description");

  private final ImageBuilder builder;
  private final Path directory;
  private final ZonedDateTime now;

  /**
   * @param directory on the disk that is to have space
   */
  PruneBuilds(ImageBuilder builder, Path directory, ZonedDateTime now) {
    this.builder = builder;
    this.directory = directory;
    this.now = now;
  }

  Pruned run(BuildPrune request) {
    Filters filters = canonical(request.filters());
    boolean nothingIsInUse = !filters.truth("inuse", false);
    PruneFilter age = PruneFilter.of(filters, now);
    List<CacheRecord> all = builder.cache();
    List<CacheRecord> candidates =
        all.stream()
            .filter(
                record -> nothingIsInUse && !record.inUse() && (request.all() || !record.shared()))
            .filter(record -> age.isOldEnough(lastUse(record)) && matches(record, filters))
            .sorted(Comparator.comparing(PruneBuilds::lastUse))
            .toList();
    Set<String> unwanted = new HashSet<>();
    long excess = excess(request, CacheRecord.bytes(all));
    for (CacheRecord record : candidates) {
      if (excess
          <= CacheRecord.bytes(
              all.stream().filter(each -> unwanted.contains(each.id())).toList())) {
        break;
      }
      unwanted.add(record.id());
    }
    List<CacheRecord> forgotten = builder.prune(record -> unwanted.contains(record.id()));
    return new Pruned(
        forgotten.stream().map(CacheRecord::id).toList(), CacheRecord.bytes(forgotten));
  }

  private static Filters canonical(Filters filters) {
    for (String name : filters.values().keySet()) {
      if (UNKNOWN.contains(name)) {
        throw JdockException.notImplemented(
            "filter '" + name + "' of build cache is not supported");
      }
    }
    filters.require(KNOWN);
    boolean _ = filters.truth("shared", false);
    boolean _ = filters.truth("private", false);
    if (!filters.has("unused-for")) {
      return filters;
    }
    if (filters.has("until")) {
      throw JdockException.invalid("conflicting filters: \"until\" and \"unused-for\"");
    }
    Filters result = filters.without("unused-for");
    for (String value : filters.get("unused-for")) {
      result = result.with("until", value);
    }
    return result;
  }

  private static boolean matches(CacheRecord record, Filters filters) {
    return filters.matches("id", record.id())
        && filters.matches("type", record.type().toString())
        && filters.truth("shared", record.shared()) == record.shared()
        && filters.truth("private", !record.shared()) != record.shared();
  }

  private static Instant lastUse(CacheRecord record) {
    return record.lastUsed() == null ? record.created() : record.lastUsed();
  }

  /**
   * How many bytes are to go; without any condition on sizes, all.
   *
   * @param total bytes of the cache
   */
  private long excess(BuildPrune request, long total) {
    if (request.reservedSpace() == 0
        && request.maxUsedSpace() == 0
        && request.minFreeSpace() == 0) {
      return Long.MAX_VALUE;
    }
    long kept = request.maxUsedSpace();
    long missing = request.minFreeSpace() == 0 ? 0 : request.minFreeSpace() - free();
    if (missing > 0) {
      kept = kept == 0 ? total - missing : Math.min(kept, total - missing);
    } else if (kept == 0 && request.reservedSpace() == 0) {
      // The disk has enough.
      return 0;
    }
    return total - Math.max(kept, request.reservedSpace());
  }

  private long free() {
    try {
      return Files.getFileStore(directory).getUsableSpace();
    } catch (IOException e) {
      throw JdockException.internal("cannot measure the disk: " + Reason.of(e), e);
    }
  }
}
