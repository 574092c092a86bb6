package dev.jdock.image.build;

import dev.jdock.image.reference.Digest;
import dev.jdock.image.store.NewImage;
import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a build has come to, before anything is made of it.
 *
 * @param baseLayers how many of its layers are those of the image it was built on
 * @param baseId that image's id; null for none
 * @param results of the steps that were carried out or found in the cache, in their order
 * @param epoch SOURCE_DATE_EPOCH; null without one
 * @param provenance tells how it was made
 * @param scans documents of the one who has looked for software in it, by their names
 * @param files of its root file system
 */
public record BuiltImage(
    NewImage image,
    int baseLayers,
    @Nullable String baseId,
    SequencedMap<Digest, ForeignResults.Result> results,
    @Nullable Instant epoch,
    Supplier<Provenance> provenance,
    SortedMap<String, byte[]> scans,
    Files files) {

  /** A root file system that can be looked at. */
  public interface Files {
    void read(Reader reader) throws IOException, InterruptedException;

    /** Shows it beside that of the base image. */
    void compare(Comparison comparison) throws IOException, InterruptedException;

    /** Reads it while it is mounted, on a thread of its own. */
    @FunctionalInterface
    interface Reader {
      void read(Directory root) throws IOException;
    }

    /** Reads both while they are mounted, on a thread of its own. */
    @FunctionalInterface
    interface Comparison {
      /**
       * @param base empty where the build began from scratch
       */
      void read(Directory base, Directory root) throws IOException;
    }
  }

  public BuiltImage {
    results = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(results));
    scans = Collections.unmodifiableSortedMap(new TreeMap<>(scans));
  }
}
