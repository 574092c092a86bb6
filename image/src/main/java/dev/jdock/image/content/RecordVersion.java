package dev.jdock.image.content;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;

/**
 * The field {@code version} of the records that the engine keeps as JSON. The first records of a
 * kind may lack it: they are of version 1.
 */
public final class RecordVersion {
  /** The field's name. */
  public static final String FIELD = "version";

  private RecordVersion() {}

  /**
   * Refuses a record that has another form than this jdock knows.
   *
   * @param newest version that is read
   * @throws NewerRecordException for a later one
   * @throws JdockException INVALID for what is no version
   */
  public static void check(JsonNode record, int newest) {
    JsonNode field = record.path(FIELD);
    if (field.isMissingNode()) {
      return;
    }
    if (!field.canConvertToInt() || !field.isIntegralNumber() || field.intValue() < 1) {
      throw JdockException.invalid("invalid value of " + FIELD);
    }
    check(field.intValue(), newest);
  }

  /**
   * As the other, for a record that is no JSON.
   *
   * @throws NewerRecordException for a version later than {@code newest}
   */
  public static void check(int version, int newest) {
    if (version > newest) {
      throw new NewerRecordException(version, newest);
    }
  }
}
