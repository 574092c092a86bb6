package dev.jdock.image.build;

import dev.jdock.image.dockerfile.SourceRange;
import dev.jdock.image.dockerfile.SourceText;
import dev.jdock.image.text.HumanSize;
import org.jspecify.annotations.Nullable;

/** Hears what a build does; called from several threads, for several steps at a time. */
public interface BuildProgress {

  /**
   * @param number counts from 1 in order of start
   * @param name as BuildKit prints it, for example {@code [2/5] RUN apt-get update}
   */
  record Vertex(int number, String name) {}

  void started(Vertex vertex);

  void output(Vertex vertex, boolean standardError, byte[] bytes, int length);

  /** A part of a step that is done, in a few words: {@code naming to docker.io/library/x:1}. */
  default void part(Vertex vertex, String text) {}

  /** The step's result was in the cache. */
  void cached(Vertex vertex);

  /**
   * @param error null when the step succeeded
   */
  void finished(Vertex vertex, @Nullable String error);

  /** A part of a step that was so many bytes. */
  default void part(Vertex vertex, String text, long bytes) {
    part(vertex, text + " " + HumanSize.fixed(bytes));
  }

  void warning(Warning warning);

  /** Who hears of instructions besides steps; null for nobody. */
  default @Nullable InstructionProgress instructions() {
    return null;
  }

  /**
   * Something that does not keep a build from its end.
   *
   * @param line all in one
   * @param detail what is asked for; empty when the line says it
   * @param url where it is explained; may be empty
   * @param source the Dockerfile, if that is to blame, with {@code range}
   */
  record Warning(
      String line,
      String detail,
      String url,
      @Nullable SourceText source,
      @Nullable SourceRange range) {
    public static Warning of(String line) {
      return new Warning(line, "", "", null, null);
    }
  }
}
