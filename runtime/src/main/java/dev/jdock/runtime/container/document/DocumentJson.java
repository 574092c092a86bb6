package dev.jdock.runtime.container.document;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.content.NewerRecordException;
import dev.jdock.image.content.RecordVersion;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.JsonFlaw;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Documents as bytes. Fields that are not known are passed over. */
public final class DocumentJson {
  /** What the build writes for the documents once they are compiled. */
  private static final DocumentForms FORMS = forms("BoundDocuments");

  private DocumentJson() {}

  private static DocumentForms forms(String name) {
    try {
      Class<?> made = Class.forName(DocumentForms.class.getPackageName() + "." + name);
      return (DocumentForms) made.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("cannot make " + name, e);
    }
  }

  /** The document as it is written, in UTF-8. */
  public static byte[] write(Record document) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = Json.generator(bytes)) {
      FORMS.write(new FieldWriter(json), document);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
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
      JsonNode tree = Json.parse(bytes);
      if (tree.isMissingNode()) {
        throw JdockException.invalid("unexpected end of JSON input");
      }
      RecordVersion.check(tree, newest);
      if (tree.isNull()) {
        throw JdockException.invalid("the record is null");
      }
      return FORMS.read(FieldReader.of(tree), type);
    } catch (JsonProcessingException e) {
      throw new JdockException(JdockException.Kind.INVALID, JsonFlaw.of(e), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
