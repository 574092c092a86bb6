import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import javax.tools.ToolProvider;

/**
 * Writes and compiles the class that calls the functions of LibC, run by the build: {@code
 * BindLibC.java CLASSES SOURCES}. jnr-ffi would assemble that class in each process, which takes
 * longer than the whole start of an engine may.
 *
 * <p>A number goes to the function as it is. A text or an array is copied to native memory for the
 * call, and what is {@code @Out} back: of bytes as many as the function returns.
 */
final class BindLibC {
  private static final String PACKAGE = "dev.jdock.linux.libc";

  private BindLibC() {}

  public static void main(String[] arguments) throws Exception {
    Path classes = Path.of(arguments[0]);
    Path source = Path.of(arguments[1], PACKAGE.replace('.', '/'), "BoundLibC.java");
    Files.createDirectories(source.getParent());
    write(source, source(Class.forName(PACKAGE + ".LibC")));
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

  private static String source(Class<?> library) {
    List<Method> methods = new ArrayList<>(Arrays.asList(library.getMethods()));
    methods.sort(Comparator.comparing(Method::toGenericString));
    StringBuilder text = new StringBuilder();
    text.append("package ").append(PACKAGE).append(";\n\n");
    text.append("// Written by BindLibC.java.\n");
    text.append("final class BoundLibC implements LibC {\n");
    TreeSet<String> names = new TreeSet<>();
    methods.forEach(method -> names.add(method.getName()));
    for (String name : names) {
      text.append("  private static final long %s = NativeCall.find(\"%s\");\n".formatted(name, name));
    }
    methods.forEach(method -> text.append('\n').append(method(method)));
    return text.append("}\n").toString();
  }

  private static String method(Method method) {
    List<String> declared = new ArrayList<>();
    List<String> passed = new ArrayList<>();
    StringBuilder before = new StringBuilder();
    StringBuilder copies = new StringBuilder();
    StringBuilder back = new StringBuilder();
    StringBuilder after = new StringBuilder();
    Parameter[] parameters = method.getParameters();
    for (int i = 0; i < parameters.length; i++) {
      Parameter parameter = parameters[i];
      String type = parameter.getType().getSimpleName();
      String name = "a" + i;
      declared.add((type.equals("Pointer") ? "jnr.ffi.Pointer" : type) + " " + name);
      switch (type) {
        case "int", "long", "short" -> passed.add(name);
        case "Pointer" -> passed.add("NativeCall.address(" + name + ")");
        case "String", "byte[]", "int[]" -> {
          String memory = "m" + i;
          passed.add(memory);
          before.append("    long %s = 0;\n".formatted(memory));
          boolean out = has(parameter, "Out");
          copies.append(
              "      %s = NativeCall.%s(%s);\n".formatted(memory, out ? "room" : "copy", name));
          if (out) {
            String count = type.equals("byte[]") ? ", result" : "";
            back.append("      NativeCall.fetch(%s, %s%s);\n".formatted(memory, name, count));
          }
          after.append("      NativeCall.free(%s);\n".formatted(memory));
        }
        default -> throw new IllegalArgumentException(method + ": " + type);
      }
    }
    String returned = method.getReturnType().getSimpleName();
    String call = "NativeCall.call(" + method.getName();
    for (String argument : passed) {
      call += ", " + argument;
    }
    call += ")";
    String result = returned.equals("int") ? "(int) result" : "result";
    StringBuilder body = new StringBuilder();
    String indent = before.isEmpty() ? "    " : "      ";
    body.append(before);
    if (!before.isEmpty()) {
      body.append("    try {\n").append(copies);
    }
    body.append(indent).append(returned.equals("void") ? "" : "long result = ").append(call).append(";\n");
    body.append(back);
    if (!returned.equals("void")) {
      body.append(indent).append("return ").append(result).append(";\n");
    }
    if (!before.isEmpty()) {
      body.append("    } finally {\n").append(after).append("    }\n");
    }
    return "  @Override\n  public %s %s(%s) {\n%s  }\n"
        .formatted(returned, method.getName(), String.join(", ", declared), body);
  }

  private static boolean has(Parameter parameter, String annotation) {
    return Arrays.stream(parameter.getAnnotations())
        .map(Annotation::annotationType)
        .anyMatch(type -> type.getName().equals("jnr.ffi.annotations." + annotation));
  }
}
