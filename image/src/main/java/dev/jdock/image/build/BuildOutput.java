package dev.jdock.image.build;

import dev.jdock.linux.file.Directory;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One thing that a build's result becomes. */
public sealed interface BuildOutput {

  /** The files, in a folder of the user's, among those that are there ({@code type=local}). */
  record Files(Folder folder) implements BuildOutput {}

  /** The files in an archive ({@code type=tar}). */
  record Tar(Archive archive) implements BuildOutput {}

  /**
   * The image in an archive.
   *
   * @param docker whether readers of Docker's older archives are served, too
   * @param names in full
   */
  record Archived(Archive archive, boolean docker, List<String> names, ImageForm form)
      implements BuildOutput {}

  /** The image in a folder that is an OCI image layout, beside those in it. */
  record Layout(Folder folder, List<String> names, ImageForm form) implements BuildOutput {}

  /**
   * The image in the store.
   *
   * @param names besides the request's tags
   * @param push null where it stays here
   * @param kept whether it is there afterwards: one that is not has no name meanwhile
   */
  record Stored(List<String> names, ImageForm form, @Nullable Push push, boolean kept)
      implements BuildOutput {
    /** One that is there afterwards. */
    public Stored(List<String> names, ImageForm form, @Nullable Push push) {
      this(names, form, push, true);
    }
  }

  /**
   * The image in registries as well.
   *
   * @param byDigest whether its names have no tags there
   * @param insecure whether plain HTTP and unknown certificates will do
   */
  record Push(boolean byDigest, boolean insecure) {}

  /** A user's file or stream, which has all of it or nothing. */
  interface Archive {
    void write(Writer writer) throws IOException, InterruptedException;

    /** Writes to a stream that it does not close. */
    @FunctionalInterface
    interface Writer {
      void to(OutputStream out) throws IOException, InterruptedException;
    }
  }

  /** A user's folder, made if need be, and removed again if it was and the work fails. */
  interface Folder {
    void write(Filler writer) throws IOException, InterruptedException;

    /** Writes into an open directory. */
    @FunctionalInterface
    interface Filler {
      /**
       * @param path another way to the same folder, which only the engine can go
       */
      void to(Directory folder, Path path) throws IOException, InterruptedException;
    }
  }
}
