package dev.jdock.image.build;

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

  /** A warning that belongs to no step, in one line. */
  void warning(String line);
}
