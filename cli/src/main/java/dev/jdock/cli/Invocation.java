package dev.jdock.cli;

import dev.jdock.cli.terminal.Signals;
import dev.jdock.cli.terminal.Terminal;
import dev.jdock.image.text.GoQuote;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One command line, with everything that belongs to the user who typed it. Commands run inside the
 * engine, whose own streams, environment and working directory are not the user's: this is all they
 * get.
 *
 * @param arguments without the program's name
 * @param files every path of the user goes through these
 * @param in closing it wakes a reader blocked in it, which then sees the end of the stream
 * @param out the user's own standard output, buffered: flush before waiting for anything
 * @param err the user's own standard error, unbuffered
 */
public record Invocation(
    List<String> arguments,
    CallerFiles files,
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    Terminal terminal,
    Signals signals) {

  /**
   * The user's path, made absolute: for telling it, and for looking it up in {@link #files}.
   *
   * @throws CallerPathException where the path is relative to a directory that is gone, or none at
   *     all: one with a NUL, which files for {@code bake} can have
   */
  public Path absolute(String path) {
    if (path.indexOf('\0') >= 0) {
      throw new CallerPathException(GoQuote.quote(path) + ": invalid argument");
    }
    Path given = Path.of(path);
    return (given.isAbsolute() ? given : files.workingDirectory().resolve(given)).normalize();
  }

  /** The file that the user's path leads to, for reading. */
  public Path resolve(String path) {
    return files.target(absolute(path));
  }

  /** The entry that the user's path names: what is made, replaced or deleted. */
  public Path resolveEntry(String path) {
    return files.entry(absolute(path));
  }

  /** Prints a line, at once. */
  public Runnable telling(String line) {
    return () -> {
      out.println(line);
      out.flush();
    };
  }

  /** The same command line as a user with other variables would have typed it. */
  public Invocation withEnvironment(Map<String, String> variables) {
    return new Invocation(arguments, files, Map.copyOf(variables), in, out, err, terminal, signals);
  }
}
