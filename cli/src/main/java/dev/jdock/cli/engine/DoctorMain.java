package dev.jdock.cli.engine;

import dev.jdock.cli.doctor.Doctor;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * {@code jdock doctor}: run by {@code libexec/doctor.sh} in a process of its own, so that it
 * answers where no engine can start.
 */
public final class DoctorMain {
  private DoctorMain() {}

  /**
   * @param arguments the state root
   */
  public static void main(String[] arguments) {
    String path = System.getenv("PATH");
    Doctor.Report report =
        Doctor.examine(
            Path.of(arguments[0]),
            Path.of(System.getProperty("jdock.home", "/")),
            path == null ? "" : path);
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    out.print(report.table());
    out.flush();
    System.exit(report.exitCode());
  }
}
