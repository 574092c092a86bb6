package dev.jdock.runtime.container.record;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import java.time.DateTimeException;
import java.time.Instant;

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
  static void check(ContainerRecord record, String id) {
    if (!record.id().equals(id)) {
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
  static void check(ContainerState state) {
    instant("startedAt", state.startedAt());
    instant("finishedAt", state.finishedAt());
  }

  private static void instant(String name, String text) {
    try {
      Instant.parse(text);
    } catch (DateTimeException e) {
      throw new JdockException(
          JdockException.Kind.INVALID, "the record has no time in " + name + ": " + text, e);
    }
  }
}
