package dev.jdock.cli.command.build;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.build.NamedContexts;
import dev.jdock.image.build.NamedContexts.Source;
import dev.jdock.image.error.JdockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code --build-context}. */
final class ContextOptions {
  private static final String IMAGE = "docker-image://";
  private static final String LAYOUT = "oci-layout://";
  private static final String TARGET = "target:";

  @Option(
      names = "--build-context",
      paramLabel = "list",
      description = "Additional build contexts (name=path)")
  private List<String> texts = new ArrayList<>();

  /** Images of other targets, by their names. */
  private Map<String, String> built = Map.of();

  /**
   * @param images ids of those that {@code target:NAME} stands for
   */
  void link(Map<String, String> images) {
    built = Map.copyOf(images);
  }

  /**
   * @throws CommandFailure in buildx's words
   */
  NamedContexts contexts(Invocation invocation) {
    Map<String, Source> sources = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 0) {
        throw CommandFailure.of("ERROR: invalid context value: " + text + ", expected key=value");
      }
      String name = text.substring(0, equals);
      try {
        String key = NamedContexts.key(name);
        sources.put(key, source(invocation, key, text.substring(equals + 1)));
      } catch (JdockException e) {
        throw CommandFailure.of("ERROR: " + e.getMessage());
      }
    }
    return new NamedContexts(sources);
  }

  private Source source(Invocation invocation, String name, String value) {
    if (value.startsWith(IMAGE)) {
      return new Source.Registry(value.substring(IMAGE.length()));
    }
    if (value.startsWith(LAYOUT)) {
      return layout(invocation, value.substring(LAYOUT.length()));
    }
    if (value.startsWith(TARGET)) {
      String image = built.get(value.substring(TARGET.length()));
      if (image == null) {
        throw CommandFailure.of(
            "ERROR: failed to get build context "
                + name
                + ": "
                + value
                + " is for the targets of a bake");
      }
      return new Source.Built(image);
    }
    Path directory = invocation.resolve(value);
    if (!Files.isDirectory(directory) && RemoteAddress.isRemote(value)) {
      return new Source.Remote(value);
    }
    if (!Files.exists(directory)) {
      throw CommandFailure.of(
          "ERROR: failed to get build context "
              + name
              + ": stat "
              + value
              + ": no such file or directory");
    }
    if (!Files.isDirectory(directory)) {
      throw CommandFailure.of(
          "ERROR: failed to get build context path {" + value + " <nil>}: not a directory");
    }
    return new Source.Folder(directory);
  }

  /** {@code PATH[:TAG][@DIGEST]}. */
  private static Source layout(Invocation invocation, String text) {
    int at = text.indexOf('@');
    String digest = at < 0 ? "" : text.substring(at + 1);
    String named = at < 0 ? text : text.substring(0, at);
    int colon = named.indexOf(':');
    String tag = colon < 0 ? "latest" : named.substring(colon + 1);
    String path = colon < 0 ? named : named.substring(0, colon);
    Path directory = invocation.resolve(path);
    if (!Files.isRegularFile(directory.resolve("index.json"))) {
      throw CommandFailure.of("ERROR: invalid store at " + path);
    }
    return new Source.Layout(directory, tag, digest);
  }
}
