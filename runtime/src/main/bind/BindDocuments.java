import com.fasterxml.jackson.annotation.JsonInclude;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Writes and compiles the class that reads and writes the documents of containers, run by the build:
 * {@code BindDocuments.java CLASSES SOURCES}. Jackson would find out by reflection, in each process,
 * what the records are made of, which takes as long as all the rest of an engine's start.
 *
 * <p>A field has its component's name. One that is not {@code @Nullable} has to be there, or has a
 * default that the record sets. {@code @JsonInclude} leaves one out that has its default.
 */
final class BindDocuments {
  private static final String PACKAGE = "dev.jdock.runtime.container.document";
  private static final List<String> DOCUMENTS =
      List.of("ContainerDocument", "StateDocument", "HealthDocument");

  private final StringBuilder methods = new StringBuilder();
  private final Set<Class<?>> records = new LinkedHashSet<>();

  private BindDocuments() {}

  public static void main(String[] arguments) throws Exception {
    Path classes = Path.of(arguments[0]);
    Path source = Path.of(arguments[1], PACKAGE.replace('.', '/'), "BoundDocuments.java");
    Files.createDirectories(source.getParent());
    write(source, new BindDocuments().source());
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                source.toString());
    System.exit(failed);
  }

  /** Left alone where it says the same, as builds compare times. */
  private static void write(Path file, String text) throws IOException {
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
  }

  private String source() throws ReflectiveOperationException {
    StringBuilder reads = new StringBuilder();
    StringBuilder writes = new StringBuilder();
    for (String name : DOCUMENTS) {
      bind(Class.forName(PACKAGE + "." + name));
      reads.append("    if (type == %s.class) return type.cast(read%s(from));\n".formatted(name, name));
      writes.append(
          "    if (document instanceof %s) { write(to, (%s) document); return; }\n".formatted(name, name));
    }
    String unknown = "    throw new IllegalArgumentException(\"no document: \" + %s);\n  }\n";
    return "package " + PACKAGE + ";\n\n// Written by BindDocuments.java.\n"
        + "final class BoundDocuments implements DocumentForms {\n  @Override\n"
        + "  public <T extends Record> T read(FieldReader from, Class<T> type) {\n"
        + reads
        + unknown.formatted("type")
        + "\n  @Override\n"
        + "  public void write(FieldWriter to, Record document) throws java.io.IOException {\n"
        + writes
        + unknown.formatted("document.getClass()")
        + methods
        + "}\n";
  }

  private void bind(Class<?> record) {
    if (!records.add(record)) {
      return;
    }
    String type = record.getCanonicalName();
    String name = name(record);
    StringBuilder values = new StringBuilder();
    StringBuilder checks = new StringBuilder();
    StringBuilder fields = new StringBuilder();
    for (RecordComponent component : record.getRecordComponents()) {
      String field = component.getName();
      values.append(values.isEmpty() ? "" : ",").append("\n        ").append(read(component));
      if (!component.getType().isPrimitive()
          && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        checks.append("    from.require(\"%s\", document.%s());\n".formatted(field, field));
      }
      fields.append("    ").append(condition(component)).append(write(component)).append('\n');
    }
    methods.append(
        """

          private static %1$s read%2$s(FieldReader from) {
            if (from == null) return null;
            %1$s document = new %1$s(%3$s);
        %4$s    return document;
          }

          private static java.util.List<%1$s> readAll%2$s(java.util.List<FieldReader> from) {
            if (from == null) return null;
            java.util.List<%1$s> all = new java.util.ArrayList<>(from.size());
            for (FieldReader each : from) all.add(read%2$s(each));
            return all;
          }

          private static void write(FieldWriter to, %1$s document) throws java.io.IOException {
            if (document == null) { to.none(); return; }
            to.beginObject();
        %5$s    to.endObject();
          }

          private static void writeAll%2$s(FieldWriter to, java.util.List<%1$s> all) throws java.io.IOException {
            if (all == null) { to.none(); return; }
            to.beginList();
            for (%1$s each : all) write(to, each);
            to.endList();
          }
        """
            .formatted(type, name, values, checks, fields));
  }

  /** An expression for the component's value. */
  private String read(RecordComponent component) {
    Class<?> type = component.getType();
    String field = "(\"" + component.getName() + "\")";
    Class<?> element = element(component.getGenericType());
    if (element != null) {
      bind(element);
      return "readAll" + name(element) + "(from.objects" + field + ")";
    }
    if (type.isRecord()) {
      bind(type);
      return "read" + name(type) + "(from.object" + field + ")";
    }
    return type.isEnum()
        ? "from.constant(\"%s\", %s.class)".formatted(component.getName(), type.getCanonicalName())
        : "from." + reader(component) + field;
  }

  /** A statement that writes the field. */
  private static String write(RecordComponent component) {
    Class<?> type = component.getType();
    String field = component.getName();
    Class<?> element = element(component.getGenericType());
    if (element != null || type.isRecord()) {
      String writer = element == null ? "write" : "writeAll" + name(element);
      return "{ to.name(\"%s\"); %s(to, document.%s()); }".formatted(field, writer, field);
    }
    return "to.%s(\"%s\", document.%s());".formatted(writer(component), field, field);
  }

  private static String reader(RecordComponent component) {
    String type = component.getGenericType().getTypeName().replaceAll("java[.](lang|util)[.]", "");
    return switch (type) {
      case "String" -> "text";
      case "int" -> "integer";
      case "Integer" -> "integerOrNull";
      case "long" -> "number";
      case "boolean" -> "flag";
      case "List<String>" -> "texts";
      case "SortedSet<String>" -> "sortedTexts";
      case "List<List<String>>" -> "textLists";
      case "Map<String, String>" -> "textMap";
      case "SortedMap<String, String>" -> "sortedTextMap";
      default -> throw new IllegalArgumentException(component + ": " + type);
    };
  }

  private static String writer(RecordComponent component) {
    if (component.getType().isEnum()) {
      return "constant";
    }
    return switch (reader(component)) {
      case "integer", "integerOrNull" -> "number";
      case "sortedTexts" -> "texts";
      case "sortedTextMap" -> "textMap";
      case String same -> same;
    };
  }

  /** When the field is written: always, unless an annotation says otherwise. */
  private static String condition(RecordComponent component) {
    JsonInclude include = component.getAccessor().getAnnotation(JsonInclude.class);
    if (include == null) {
      return "";
    }
    String value = "document." + component.getName() + "()";
    return switch (include.value()) {
      case NON_NULL -> "if (%s != null) ".formatted(value);
      case NON_EMPTY -> "if (!%s.isEmpty()) ".formatted(value);
      case NON_DEFAULT ->
          component.getType() == boolean.class
              ? "if (%s) ".formatted(value)
              : "if (%s != 0) ".formatted(value);
      default -> throw new IllegalArgumentException(component + ": " + include);
    };
  }

  /** The record that a list is of; null for what is no such list. */
  private static Class<?> element(Type type) {
    return type instanceof ParameterizedType list
            && list.getRawType() == List.class
            && list.getActualTypeArguments()[0] instanceof Class<?> element
            && element.isRecord()
        ? element
        : null;
  }

  private static String name(Class<?> record) {
    return record.getName().substring(PACKAGE.length() + 1).replace("$", "");
  }
}
