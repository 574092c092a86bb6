package dev.jdock.cli.command.shell;

import dev.jdock.cli.command.syntax.Surface;
import dev.jdock.runtime.engine.ContainerQuery;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.ImageQuery;
import dev.jdock.runtime.engine.Volume;
import java.util.List;
import java.util.Map;

/** What a word of a command line names. */
enum Operand {
  CONTAINER,
  RUNNING_CONTAINER,
  STOPPED_CONTAINER,
  IMAGE,
  VOLUME,
  OTHER;

  static Operand ofOption(String name) {
    return switch (name) {
      case "--volumes-from", "--link" -> CONTAINER;
      default -> OTHER;
    };
  }

  /**
   * @param position of the word among those that are no flags, from 0
   */
  static Operand of(Surface.Entry entry, int position) {
    if (entry.path().startsWith("volume ")) {
      return ofVolume(entry.path(), position);
    }
    String verb = entry.path().substring(entry.path().lastIndexOf(' ') + 1);
    return switch (verb) {
      case "stop", "kill", "pause", "attach", "stats" -> RUNNING_CONTAINER;
      case "exec", "top", "port" -> position == 0 ? RUNNING_CONTAINER : OTHER;
      case "start" -> STOPPED_CONTAINER;
      case "logs", "wait", "restart", "unpause", "update" -> CONTAINER;
      case "diff", "export", "rename", "commit", "cp" -> position == 0 ? CONTAINER : OTHER;
      case "run", "create" -> position == 0 ? IMAGE : OTHER;
      case "rmi", "history", "save", "push", "pull", "tag" -> IMAGE;
      case "inspect", "rm" -> entry.path().startsWith("image ") ? IMAGE : CONTAINER;
      default -> OTHER;
    };
  }

  private static Operand ofVolume(String path, int position) {
    return switch (path) {
      case "volume inspect", "volume rm" -> VOLUME;
      case "volume clone", "volume export", "volume rename", "volume update" ->
          position == 0 ? VOLUME : OTHER;
      default -> OTHER;
    };
  }

  List<String> candidates(Engine engine) {
    return switch (this) {
      case CONTAINER -> containers(engine, List.of());
      case RUNNING_CONTAINER -> containers(engine, List.of("running", "paused"));
      case STOPPED_CONTAINER -> containers(engine, List.of("created", "exited", "dead"));
      case IMAGE ->
          engine.images().list(ImageQuery.USUAL).stream()
              .map(each -> each.image().names())
              .flatMap(List::stream)
              .sorted()
              .toList();
      case VOLUME ->
          engine.volumes().list(Filters.NONE).volumes().stream().map(Volume::name).toList();
      case OTHER -> List.of();
    };
  }

  private static List<String> containers(Engine engine, List<String> states) {
    return engine.containers().list(new ContainerQuery(true, 0, false, Map.of())).stream()
        .filter(c -> states.isEmpty() || states.contains(c.state()))
        .flatMap(c -> c.names().stream().limit(1))
        .map(name -> name.startsWith("/") ? name.substring(1) : name)
        .sorted()
        .toList();
  }
}
