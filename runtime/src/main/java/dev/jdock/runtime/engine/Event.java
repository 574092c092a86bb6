package dev.jdock.runtime.engine;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Something that happened, as the Docker Engine API's {@code GET /events} has it.
 *
 * @param type {@code container}, {@code image}, {@code network}, {@code volume}
 * @param action {@code start}, or with an argument {@code exec_create: ls /}
 * @param id of what it happened to; a volume's name
 */
public record Event(
    String type, String action, String id, SortedMap<String, String> attributes, Instant time) {
  public Event {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
  }

  /** An attribute; empty where there is none. */
  public String attribute(String name) {
    return attributes.getOrDefault(name, "");
  }
}
