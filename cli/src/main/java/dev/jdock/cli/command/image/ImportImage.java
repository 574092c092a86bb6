package dev.jdock.cli.command.image;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.cli.command.syntax.ImageName;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.runtime.engine.Engine;
import dev.jdock.runtime.engine.ImportRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Option(
      names = "--platform",
      paramLabel = "string",
      description = "Set platform if server is multi-platform capable")
  private @Nullable String platform;

  public ImportImage() {
    super(Arity.atLeast(1));
  }

  @Override
  public int run(Engine engine, Invocation invocation) throws InterruptedException {
    if (!name().isEmpty()) {
      ImageName.checked(name(), "");
    }
    String id;
    try {
      id = load(engine, invocation, argument(0));
    } catch (JdockException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      throw e;
    }
    invocation.out().println(id);
    return 0;
  }

  private String load(Engine engine, Invocation invocation, String source) {
    ImportRequest request =
        new ImportRequest(name().isEmpty() ? null : name(), message, changes, platform);
    if (source.startsWith("http://") || source.startsWith("https://")) {
      return engine
          .images()
          .importFrom(
              source,
              invocation.environment(),
              request,
              address -> {
                invocation.out().println("Downloading from " + address);
                invocation.out().flush();
              });
    }
    if (source.equals("-")) {
      return engine.images().importArchive(invocation.in(), request);
    }
    Path file = invocation.resolve(source);
    if (Files.isDirectory(file)) {
      throw CommandFailure.of("read " + source + ": is a directory");
    }
    try (InputStream archive = Files.newInputStream(file)) {
      return engine.images().importArchive(archive, request);
    } catch (IOException e) {
      throw CommandFailure.of("open " + source + ": " + Reason.withoutFile(e));
    }
  }

  private String name() {
    return arguments().size() > 1 ? argument(1) : "";
  }
}
