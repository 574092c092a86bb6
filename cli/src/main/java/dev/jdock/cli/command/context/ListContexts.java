package dev.jdock.cli.command.context;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.OwnApi;
import dev.jdock.cli.command.output.Human;
import dev.jdock.cli.command.output.RowFormat;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.config.ContextStore.Context;
import dev.jdock.image.text.NaturalOrder;
import dev.jdock.runtime.engine.Engine;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code context ls}. */
@Command(description = "List contexts")
public final class ListContexts extends Action {
  private static final String USUAL =
      "table {{.Name}}{{if .Current}} *{{end}}\t{{.Description}}\t{{.DockerEndpoint}}\t{{.Error}}";

  private static final RowFormat FORMAT =
      new RowFormat(
          "*formatter.clientContextContext",
          Map.of(
              "Name", "NAME",
              "Description", "DESCRIPTION",
              "DockerEndpoint", "DOCKER ENDPOINT",
              "Error", "ERROR"));

  /** As much of an error as Docker shows, in templates as well. */
  private static final int ERROR_WIDTH = 45;

  private final OwnApi api;

  @Option(
      names = "--format",
      paramLabel = "string",
      description = "Format with a template: table, table TEMPLATE, json or TEMPLATE")
  private String format = "";

  @Option(
      names = {"-q", "--quiet"},
      description = "Only show context names")
  private boolean quiet;

  public ListContexts(OwnApi api) {
    super(Arity.none());
    this.api = api;
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    Contexts contexts = Contexts.of(invocation, api);
    boolean usual = format.isEmpty() || format.equals("table");
    if (quiet) {
      names(contexts).forEach(invocation.out()::println);
    } else {
      FORMAT.print(invocation.out(), usual ? USUAL : format, List.of(), rows(contexts));
    }
    if (!contexts.host().isEmpty() && Contexts.isDefault(contexts.current())) {
      invocation.out().flush();
      invocation
          .err()
          .println(
              "Warning: DOCKER_HOST environment variable overrides the active context. To use a"
                  + " context, either set the global --context flag, or unset DOCKER_HOST"
                  + " environment variable.");
    }
    return 0;
  }

  private static List<String> names(Contexts contexts) {
    List<String> names = new ArrayList<>();
    names.add("default");
    contexts.store().all().forEach(context -> names.add(context.name()));
    if (!names.contains(contexts.current())) {
      names.add(contexts.current());
    }
    names.sort(NaturalOrder.INSTANCE);
    return names;
  }

  private static List<Map<String, Object>> rows(Contexts contexts) {
    List<Map<String, Object>> rows = new ArrayList<>();
    Context byDefault = contexts.byDefault();
    rows.add(
        row(
            contexts,
            byDefault.name(),
            "Current DOCKER_HOST based configuration",
            byDefault.host(),
            ""));
    List<Context> kept = contexts.store().all();
    for (Context context : kept) {
      rows.add(row(contexts, context.name(), context.description(), context.host(), ""));
    }
    String current = contexts.current();
    if (rows.stream().noneMatch(row -> current.equals(row.get("Name")))) {
      String error = Human.ellipsis(contexts.store().missing(current), ERROR_WIDTH);
      rows.add(row(contexts, current, "", "", error));
    }
    rows.sort(Comparator.comparing(row -> String.valueOf(row.get("Name")), NaturalOrder.INSTANCE));
    return rows;
  }

  private static Map<String, Object> row(
      Contexts contexts, String name, String description, String endpoint, String error) {
    return Map.of(
        "Name", name,
        "Current", name.equals(contexts.current()),
        "Description", description,
        "DockerEndpoint", endpoint,
        "Error", error);
  }
}
