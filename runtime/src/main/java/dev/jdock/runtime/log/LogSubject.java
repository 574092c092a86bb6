package dev.jdock.runtime.log;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.text.GoRegexp;
import dev.jdock.image.text.GoTime;
import dev.jdock.runtime.template.GoFunction;
import dev.jdock.runtime.template.GoStruct;
import dev.jdock.runtime.template.GoTemplate;
import dev.jdock.runtime.template.TemplateException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a container that its log may contain.
 *
 * @param commandLine program and arguments
 * @param environment {@code NAME=value} each
 * @param options of its log driver
 */
public record LogSubject(
    String id,
    String name,
    List<String> commandLine,
    String imageId,
    String imageName,
    String created,
    List<String> environment,
    Map<String, String> labels,
    Map<String, String> options) {
  private static final int SHORT_ID = 12;
  static final String SHORT_ID_TAG = "{{.ID}}";

  public LogSubject {
    commandLine = List.copyOf(commandLine);
    environment = List.copyOf(environment);
    labels = Map.copyOf(labels);
    options = Map.copyOf(options);
  }

  String shortId() {
    return id.substring(0, Math.min(SHORT_ID, id.length()));
  }

  /**
   * The result of the template in the option {@code tag}.
   *
   * @param otherwise the template where the option is not given
   * @throws JdockException INVALID in the words of Go's text/template
   */
  String tag(String otherwise) {
    String asked = options.getOrDefault("tag", "");
    String template = asked.isEmpty() ? otherwise : asked;
    if (template.isEmpty()) {
      // Nearly always so, and the first name of a time zone, for the fields, takes the JDK 20 ms.
      return "";
    }
    try {
      return GoTemplate.parse("log-tag", template).render(new GoStruct("*logger.Info", fields()));
    } catch (TemplateException e) {
      throw new JdockException(JdockException.Kind.INVALID, String.valueOf(e.getMessage()), e);
    }
  }

  private Map<String, Object> fields() {
    String plainImageId = imageId.replaceFirst("^sha256:", "");
    Map<String, Object> fields = new TreeMap<>();
    fields.put("ID", method(this::shortId));
    fields.put("FullID", method(this::id));
    fields.put("Name", method(this::name));
    fields.put(
        "ImageID",
        method(() -> plainImageId.substring(0, Math.min(SHORT_ID, plainImageId.length()))));
    fields.put("ImageFullID", method(this::imageId));
    fields.put("ImageName", method(this::imageName));
    fields.put("Command", method(() -> String.join(" ", commandLine)));
    fields.put("Config", options);
    fields.put("ContainerID", id);
    fields.put("ContainerName", "/" + name);
    fields.put("ContainerEntrypoint", commandLine.getFirst());
    fields.put("ContainerArgs", commandLine.subList(1, commandLine.size()));
    fields.put("ContainerImageID", imageId);
    fields.put("ContainerImageName", imageName);
    fields.put("ContainerCreated", GoTime.string(Instant.parse(created).atZone(ZoneId.of("UTC"))));
    fields.put("ContainerEnv", environment);
    fields.put("ContainerLabels", labels);
    fields.put("DaemonName", "docker");
    return fields;
  }

  private static GoFunction method(Supplier<String> value) {
    return GoFunction.of(_ -> value.get());
  }

  /**
   * The labels and variables that {@code labels}, {@code env} and their {@code -regex} ask for.
   *
   * @param key what becomes of their names
   * @throws JdockException INVALID for an expression that is none
   */
  SortedMap<String, String> attributes(UnaryOperator<String> key) {
    Map<String, String> variables = new TreeMap<>();
    for (String pair : environment) {
      int equals = pair.indexOf('=');
      if (equals >= 0) {
        variables.put(pair.substring(0, equals), pair.substring(equals + 1));
      }
    }
    SortedMap<String, String> picked = new TreeMap<>();
    pick(labels, options.get("labels"), options.get("labels-regex"), key, picked);
    pick(variables, options.get("env"), options.get("env-regex"), key, picked);
    return picked;
  }

  private static void pick(
      Map<String, String> from,
      @Nullable String names,
      @Nullable String expression,
      UnaryOperator<String> key,
      Map<String, String> into) {
    List<String> wanted = names == null ? List.of() : List.of(names.split(",", -1));
    GoRegexp pattern =
        expression == null || expression.isEmpty() ? null : GoRegexp.compile(expression);
    from.forEach((name, value) -> {
      if (wanted.contains(name) || (pattern != null && pattern.find(name))) {
        into.put(key.apply(name), value);
      }
    });
  }
}
