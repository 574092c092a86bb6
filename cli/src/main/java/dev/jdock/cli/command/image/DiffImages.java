package dev.jdock.cli.command.image;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.contents.ImageDifference;
import dev.jdock.image.contents.ImageDifference.FileChange;
import dev.jdock.image.contents.ImageDifference.Kind;
import dev.jdock.image.contents.ImageDifference.Setting;
import dev.jdock.image.text.HumanSize;
import dev.jdock.image.text.ReindentedJson;
import dev.jdock.image.text.TableWriter;
import dev.jdock.runtime.engine.Engine;
import java.io.PrintStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code image diff}: jdock's own. */
@Command(description = "Show how an image differs from another")
public final class DiffImages extends Action {
  @Option(names = "--format", paramLabel = "string", description = "Format: table or json")
  private String format = "table";

  public DiffImages() {
    super(Arity.exactly(2));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    if (!format.equals("table") && !format.equals("json")) {
      throw CommandFailure.of("invalid format " + format + ": must be table or json");
    }
    ImageDifference difference = engine.images().difference(argument(0), argument(1));
    if (format.equals("json")) {
      ReindentedJson.write(invocation.out(), json(difference).toString(), "  ");
      invocation.out().println();
    } else {
      print(difference, invocation.out());
    }
    return 0;
  }

  private static void print(ImageDifference difference, PrintStream out) {
    var table = new StringBuilder();
    for (FileChange change : difference.files()) {
      table
          .append(change.kind().letter())
          .append(' ')
          .append(printable(change.path()))
          .append('\t')
          .append(size(change))
          .append('\t')
          .append(String.join(", ", change.what()))
          .append('\n');
    }
    out.print(new TableWriter(0, 3).align(table.toString()).replaceAll("(?m) +$", ""));
    for (Setting setting : difference.config()) {
      if (!setting.before().isEmpty()) {
        out.println("- " + setting.name() + ": " + printable(setting.before()));
      }
      if (!setting.after().isEmpty()) {
        out.println("+ " + setting.name() + ": " + printable(setting.after()));
      }
    }
  }

  private static String size(FileChange change) {
    boolean same = change.kind() == Kind.CHANGED && change.before() == change.after();
    if (change.before() == 0 && change.after() == 0 || same && change.before() == 0) {
      return "";
    }
    return switch (change.kind()) {
      case ADDED -> "+" + HumanSize.of((double) change.after());
      case REMOVED -> "-" + HumanSize.of((double) change.before());
      case CHANGED ->
          same
              ? HumanSize.of((double) change.after())
              : HumanSize.of((double) change.before())
                  + " -> "
                  + HumanSize.of((double) change.after());
    };
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }

  private static ObjectNode json(ImageDifference difference) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("From", difference.from()).put("To", difference.to());
    ArrayNode files = document.putArray("Files");
    for (FileChange change : difference.files()) {
      ObjectNode node =
          files
              .addObject()
              .put("Kind", String.valueOf(change.kind().letter()))
              .put("Path", change.path())
              .put("Before", change.before())
              .put("After", change.after());
      if (!change.what().isEmpty()) {
        ArrayNode what = node.putArray("What");
        change.what().forEach(what::add);
      }
    }
    ArrayNode config = document.putArray("Config");
    for (Setting setting : difference.config()) {
      config
          .addObject()
          .put("Name", setting.name())
          .put("Before", setting.before())
          .put("After", setting.after());
    }
    return document;
  }
}
