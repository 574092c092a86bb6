package dev.jdock.cli.doctor;

import dev.jdock.cli.doctor.Finding.State;
import dev.jdock.image.text.TableWriter;
import dev.jdock.linux.process.OwnProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Says what a machine has and lacks. */
public final class Doctor {
  private Doctor() {}

  /**
   * What was found.
   *
   * @param table a line for each feature
   * @param exitCode 1 where no container can run, else 0
   */
  public record Report(String table, int exitCode) {}

  /**
   * Tries everything.
   *
   * @param stateRoot where images and containers are kept; need not be there yet
   * @param home the distribution's folder
   * @param path folders of programs with colons between, as in PATH
   */
  public static Report examine(Path stateRoot, Path home, String path) {
    List<Path> programs = Stream.of(path.split(":", -1)).map(Path::of).toList();
    List<Finding> findings =
        findings(new Machine(stateRoot, home, Path.of("/"), programs, OwnProcess.uid() == 0));
    return new Report(table(findings), exitCode(findings));
  }

  private static List<Finding> findings(Machine machine) {
    List<Finding> findings = new ArrayList<>();
    look(findings, "root", () -> Installation.user(machine));
    look(findings, "java", Installation::java);
    look(findings, "kernel", () -> Kernel.version(machine));
    look(findings, "disk", () -> Storage.space(machine));
    look(findings, "layers", () -> Storage.overlay(machine));
    look(findings, "bind-idmap", () -> Storage.owners(machine));
    look(findings, "cgroups", Kernel::cgroups);
    look(findings, "swap limit", Kernel::swapLimit);
    look(findings, "networks", () -> Networks.bridge(machine));
    look(findings, "ports", () -> Networks.translation(machine));
    look(findings, "IPv6", () -> Kernel.ipv6(machine));
    look(findings, "seccomp", () -> Kernel.seccomp(machine));
    look(findings, "AppArmor", () -> Kernel.appArmor(machine));
    look(findings, "fast start", () -> Installation.fastStart(machine));
    look(findings, "service", Installation::service);
    look(findings, "compose", Installation::compose);
    look(findings, "build by ssh", () -> Installation.ssh(machine));
    return findings;
  }

  /** One that fails in a way nobody thought of must not keep the others from being told. */
  static void look(List<Finding> findings, String feature, Callable<Finding> probe) {
    Finding finding;
    try {
      finding = probe.call();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    } catch (Exception e) {
      finding = Finding.limited(feature, "could not be found out: " + e.getMessage());
    }
    findings.add(finding);
  }

  static String table(List<Finding> findings) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("FEATURE", "STATE", "DETAIL"));
    for (Finding finding : findings) {
      rows.add(
          List.of(
              finding.feature(),
              finding.state().word(),
              finding.detail().replaceAll("\\s+", " ").strip()));
    }
    return TableWriter.DOCKER.table(rows);
  }

  /** 1 where no container can run. */
  static int exitCode(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.state() == State.MISSING) ? 1 : 0;
  }
}
