package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.ImageName;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code import}. */
@Command(description = "Import the contents from a tarball to create a filesystem image")
public final class ImportImage extends Action {
  @Option(
      names = {"-c", "--change"},
      paramLabel = "list",
      description = "Apply a Dockerfile instruction to the image")
  private List<String> changes = new ArrayList<>();

  @Option(
      names = {"-m", "--message"},
      paramLabel = "string",
      description = "Set the comment of the image")
  private String message = "";

  public ImportImage() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) {
    String source = argument(0);
    String name = arguments().size() > 1 && !argument(1).isEmpty() ? argument(1) : null;
    if (name != null) {
      ImageName.checked(name, "");
    }
    if (source.startsWith("http://") || source.startsWith("https://")) {
      throw CommandFailure.notSupported("importing from a URL");
    }
    if (source.equals("-")) {
      invocation.out().println(load(engine, invocation.in(), name));
      return 0;
    }
    try (InputStream archive = Files.newInputStream(invocation.resolve(source))) {
      invocation.out().println(load(engine, archive, name));
      return 0;
    } catch (IOException e) {
      throw CommandFailure.of("open " + source + ": " + reason(e));
    }
  }

  private String load(Engine engine, InputStream archive, @Nullable String name) {
    return engine
        .images()
        .importArchive(
            archive, name, message.isEmpty() ? "Imported from -" : message, List.copyOf(changes));
  }

  private static String reason(IOException e) {
    return switch (e) {
      case NoSuchFileException missing -> "no such file or directory";
      case AccessDeniedException denied -> "permission denied";
      default -> String.valueOf(e.getMessage());
    };
  }
}
