package dev.jdock.runtime.engine;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.store.CheckListener;
import dev.jdock.runtime.event.Event;
import dev.jdock.runtime.event.EventQuery;
import java.util.function.Consumer;

/** The engine itself, its machine, and all objects together. */
public interface SystemOperations {
  /** Describes engine and machine, in the fields of the Docker Engine API's {@code GET /info}. */
  JsonNode info();

  /** As the Docker Engine API's {@code GET /version}. */
  JsonNode version();

  /**
   * Gives what has happened and what happens, until the query's end or until the thread is
   * interrupted.
   *
   * @param ready called once nothing will be missed any more
   */
  void events(EventQuery query, Runnable ready, Consumer<Event> sink) throws InterruptedException;

  /** What takes the disk. */
  DiskUsage diskUsage();

  /**
   * Compares all that is kept with what it should be, beside whatever else is going on.
   *
   * @param repair removes what is unusable and what nobody needs; containers' files are put aside
   */
  void check(boolean repair, CheckListener listener) throws InterruptedException;
}
