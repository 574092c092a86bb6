package dev.jdock.runtime.container.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jdock.image.content.NewerRecordException;
import dev.jdock.image.content.RecordVersion;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.JsonFlaw;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Documents as bytes. Fields that are not known are passed over. */
public final class DocumentJson {
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  private DocumentJson() {}

  /** Finds out how documents of a type are written, which the first of them would wait for. */
  public static void prepare(Class<? extends Record> type) {
    JSON.writerFor(type);
  }

  /** The document as it is written, in UTF-8. */
  public static byte[] write(Record document) {
    try {
      return JSON.writeValueAsBytes(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * The document with all that it has to have.
   *
   * @param newest version of its kind that is known
   * @throws NewerRecordException for a document of a later version, whatever it holds
   * @throws JdockException INVALID for what is no such document, in words of the document's
   */
  public static <T extends Record> T read(byte[] bytes, Class<T> type, int newest) {
    try {
      JsonNode tree = JSON.readTree(bytes);
      if (tree.isMissingNode()) {
        throw JdockException.invalid("unexpected end of JSON input");
      }
      RecordVersion.check(tree, newest);
      T document = JSON.treeToValue(tree, type);
      if (document == null) {
        throw JdockException.invalid("the record is null");
      }
      Completeness.check(document);
      return document;
    } catch (JsonProcessingException e) {
      throw new JdockException(JdockException.Kind.INVALID, JsonFlaw.of(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
