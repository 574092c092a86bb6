package dev.jdock.runtime.container.record;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.lang.reflect.RecordComponent;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether what was read of a container makes sense. A disk or an editor may have left anything in
 * its files, and what every command relies on must not fail it for the other containers.
 */
public final class RecordCheck {
  private RecordCheck() {}

  /**
   * @param id of the folder that the record lies in
   * @throws JdockException INVALID for what no jdock has written
   */
  static void check(@Nullable ContainerRecord record, String id) {
    complete(record);
    if (record == null || !record.id().equals(id)) {
      throw JdockException.invalid("the record is that of another container");
    }
    instant("created", record.created());
    Digest.parse(record.imageId());
    record.layers().forEach(Digest::parse);
    if (record.commandLine().isEmpty()) {
      throw JdockException.invalid("the record has an empty commandLine");
    }
    String image = record.spec().image();
    if (!Digest.isDigest(image) && !Digest.isDigest(Digest.PREFIX + image)) {
      Reference.parse(image);
    }
    RestartPolicy.of(record.spec().lifecycle());
    Names.validated(record.name());
  }

  /** As the other, for what has become of it. */
  static void check(@Nullable ContainerState state) {
    complete(state);
    if (state != null) {
      instant("startedAt", state.startedAt());
      instant("finishedAt", state.finishedAt());
    }
  }

  /** As the other, for what its probes have found. */
  static void check(@Nullable Health health) {
    complete(health);
  }

  private static void instant(String name, String text) {
    try {
      Instant.parse(text);
    } catch (DateTimeException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "the record has no time in " + name + ": " + text, e);
    }
  }

  private static void complete(@Nullable Record record) {
    if (record == null) {
      throw JdockException.invalid("the record is null");
    }
    components(record, "");
  }

  /** A component that may be missing says so by its type. */
  private static void components(Record record, String path) {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      String name = path + component.getName();
      Object value = value(record, component);
      if (value != null) {
        inside(value, name);
      } else if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        throw missing(name);
      }
    }
  }

  private static void inside(Object value, String name) {
    switch (value) {
      case Record record -> components(record, name + ".");
      case Collection<?> all -> all.forEach(each -> element(each, name));
      case Map<?, ?> map -> map.values().forEach(each -> element(each, name));
      default -> {
        // A text or a number is whole.
      }
    }
  }

  private static void element(@Nullable Object element, String name) {
    if (element == null) {
      throw missing(name);
    }
    inside(element, name);
  }

  private static JdockException missing(String name) {
    return JdockException.invalid("the record has a null in " + name);
  }

  private static @Nullable Object value(Record record, RecordComponent component) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
