package dev.jdock.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.store.CheckListener;
import java.util.Set;
import java.util.function.Consumer;

/** The engine itself, its machine, and all objects together. */
public interface SystemOperations {
  /** What clients ask for before anything else. */
  Ping ping();

  /** Describes engine and machine, in the fields of the Docker Engine API's {@code GET /info}. */
  JsonNode info();

  /** As the Docker Engine API's {@code GET /version}. */
  JsonNode version();

  /**
   * Gives what has happened and what happens, until the query's end or until the thread is
   * interrupted.
   *
   * @param ready called once nothing will be missed any more
   * @throws dev.jdock.image.error.JdockException UNAVAILABLE when the sink takes them too slowly
   */
  void events(EventQuery query, Runnable ready, Consumer<Event> sink) throws InterruptedException;

  /**
   * What takes the disk.
   *
   * @param types the objects to measure; of others there is nothing in the answer
   */
  DiskUsage diskUsage(Set<DiskUsage.Type> types);

  /**
   * Compares all that is kept with what it should be, beside whatever else is going on.
   *
   * @param repair whether to remove what is unusable and what is not needed; containers' files are
   *     put aside
   */
  void check(boolean repair, CheckListener listener) throws InterruptedException;
}
