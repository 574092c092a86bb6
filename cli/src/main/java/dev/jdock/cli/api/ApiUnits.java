package dev.jdock.cli.api;

import dev.jdock.cli.Invocation;
import dev.jdock.cli.command.syntax.Action;
import dev.jdock.cli.command.syntax.Arity;
import dev.jdock.cli.command.syntax.CommandFailure;
import dev.jdock.image.error.Reason;
import dev.jdock.runtime.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code api install} and {@code api uninstall}: systemd listens, and starts jdock when asked. */
public final class ApiUnits {
  private static final String SOCKET = "jdock.socket";
  private static final String SERVICE = "jdock.service";

  /** How the units of jdock begin. */
  private static final String MARK = "# jdock's: ";

  private static final String GROUP = "jdock";

  private ApiUnits() {}

  /** What both commands have in common. */
  public abstract static class Units extends Action {
    @Option(names = "--directory", paramLabel = "string", description = "Folder of the units")
    private String directory = "/etc/systemd/system";

    Units() {
      super(Arity.none());
    }

    Path unit(Invocation invocation, String name) {
      return invocation.resolveEntry(directory).resolve(name);
    }

    String shown(String name) {
      return Path.of(directory).resolve(name).toString();
    }

    /**
     * @throws CommandFailure for a file that somebody else has written
     */
    void requireOwn(Invocation invocation, String name) throws IOException {
      Path unit = unit(invocation, name);
      if (Files.exists(unit) && !Files.readString(unit).startsWith(MARK)) {
        throw CommandFailure.of("jdock: " + shown(name) + " is not of jdock's making");
      }
    }

    abstract void change(Invocation invocation) throws IOException;

    @Override
    public int run(Engine engine, Invocation invocation) {
      try {
        requireOwn(invocation, SOCKET);
        requireOwn(invocation, SERVICE);
        change(invocation);
        return 0;
      } catch (IOException e) {
        throw CommandFailure.of("jdock: " + directory + ": " + Reason.withoutFile(e));
      }
    }
  }

  /** Writes them. */
  @Command(description = "Write units for systemd, which starts jdock when its API is asked")
  public static final class Install extends Units {
    @Override
    void change(Invocation invocation) throws IOException {
      String home = System.getProperty("jdock.home");
      if (home == null) {
        throw CommandFailure.of("jdock: not a whole jdock: its folder is not known");
      }
      boolean group = hasGroup();
      for (String name : List.of(SOCKET, SERVICE)) {
        String text = Files.readString(Path.of(home, "lib/systemd", name)).replace("@home@", home);
        if (!group) {
          // Root's alone then.
          text =
              text.replace("SocketMode=0660", "SocketMode=0600")
                  .replace("SocketGroup=" + GROUP, "SocketGroup=root");
        }
        Files.writeString(unit(invocation, name), text);
        invocation.out().println(shown(name));
      }
      invocation.out().println("systemctl daemon-reload && systemctl enable --now " + SOCKET);
    }

    private static boolean hasGroup() throws IOException {
      try {
        Path.of("/")
            .getFileSystem()
            .getUserPrincipalLookupService()
            .lookupPrincipalByGroupName(GROUP);
        return true;
      } catch (UserPrincipalNotFoundException e) {
        return false;
      }
    }
  }

  /** Removes them. */
  @Command(description = "Remove the units for systemd")
  public static final class Uninstall extends Units {
    @Override
    void change(Invocation invocation) throws IOException {
      boolean removed = false;
      for (String name : List.of(SOCKET, SERVICE)) {
        if (Files.deleteIfExists(unit(invocation, name))) {
          invocation.out().println(shown(name));
          removed = true;
        }
      }
      if (removed) {
        invocation.out().println("systemctl daemon-reload && systemctl stop " + SOCKET);
      }
    }
  }
}
