package dev.jdock.runtime.container.document;

import java.io.IOException;

/** How the documents are read from JSON and written as it; the build writes the class. */
interface DocumentForms {
  <T extends Record> T read(FieldReader from, Class<T> type);

  void write(FieldWriter to, Record document) throws IOException;
}
