package dev.jdock.runtime.container.document;

import dev.jdock.image.error.JdockException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a document has a value everywhere but where its type says that there may be none. */
final class Completeness {
  private Completeness() {}

  /**
   * @throws JdockException INVALID with the place of the first null
   */
  static void check(Record document) {
    components(document, "");
  }

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
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}
