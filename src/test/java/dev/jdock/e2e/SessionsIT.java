package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The same commands, typed as {@code docker …}, give what Docker gave when the sessions were
 * recorded. {@code src/test/record-sessions} records them anew.
 */
@EndToEnd
class SessionsIT {
  private static final Path SESSIONS =
      Path.of(System.getProperty("jdock.test.fixtures", "fixtures")).resolveSibling("sessions");
  private static final Path DIFFERENCES =
      SESSIONS.toAbsolutePath().normalize().resolve("../../../docs/differences.md");

  private final Jdock jdock;
  @TempDir Path folder;

  SessionsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(SESSIONS)) {
      return files
          .filter(file -> file.toString().endsWith(".session"))
          .filter(file -> !(Host.unifiedCgroups() && file.endsWith("cgroup-v1.session")))
          .sorted()
          .toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> answersAsDockerDoes() throws IOException {
    String record = System.getProperty("jdock.test.record", "");
    return files().stream()
        .map(file -> {
          RecordedSession session = RecordedSession.read(file);
          return DynamicTest.dynamicTest(
              session.name(),
              () -> {
                if (record.isEmpty()) {
                  replay(session);
                } else {
                  record(jdock, file, session);
                }
              });
        });
  }

  private void replay(RecordedSession session) throws IOException {
    SoftAssertions softly = new SoftAssertions();
    try (OwnRoot root = OwnRoot.of(jdock)) {
      List<RecordedSession.Step> answers = answers(root.jdock(), session);
      for (int i = 0; i < answers.size(); i++) {
        RecordedSession.Step recorded = session.steps().get(i);
        String where = session.name() + ".session:" + recorded.line() + ": " + recorded.command();
        if (recorded.difference().isEmpty()) {
          softly.assertThat(answers.get(i).answer()).as(where).isEqualTo(recorded.answer());
        } else {
          softly
              .assertThat(answers.get(i).answer())
              .as("%s is no difference any more (%s)", where, recorded.difference())
              .isNotEqualTo(recorded.answer());
        }
      }
    }
    softly.assertAll();
  }

  /** For a daemon that nobody else uses: everything on it goes away. */
  private void record(Jdock docker, Path file, RecordedSession session) throws IOException {
    Suite.importBusybox(docker, folder.resolve(session.name()));
    Files.writeString(file, RecordedSession.written(answers(docker, session)));
    for (String id : docker.run("ps", "-aq").lines()) {
      docker.run("rm", "-fv", id).ok();
    }
    docker.run("system", "prune", "-af", "--volumes").ok();
  }

  private List<RecordedSession.Step> answers(Jdock program, RecordedSession session)
      throws IOException {
    Path work = Files.createDirectories(folder.resolve(session.name()).resolve("work"));
    Path docker = Files.createDirectory(work.resolveSibling("bin")).resolve("docker");
    Files.writeString(
        docker, "#!/bin/sh\nexec " + String.join(" ", program.commandLine()) + " \"$@\"\n");
    assertThat(docker.toFile().setExecutable(true)).isTrue();
    Normaliser normaliser = new Normaliser(work);
    List<RecordedSession.Step> answers = new ArrayList<>();
    program.run("tag", program.busybox(), "busybox").ok();
    program.run("rmi", program.busybox()).ok();
    for (RecordedSession.Step step : session.steps()) {
      Result result = Host.run(work, environment(program, docker), "sh", "-c", step.command());
      answers.add(
          new RecordedSession.Step(
              step.line(),
              step.comment(),
              step.difference(),
              step.command(),
              normaliser.answer(result)));
    }
    program.run("tag", "busybox", program.busybox());
    return answers;
  }

  private static Map<String, String> environment(Jdock program, Path docker) {
    Map<String, String> environment = new LinkedHashMap<>(program.environment());
    environment.put("PATH", docker.getParent() + ":" + System.getenv("PATH"));
    environment.put("HOME", docker.getParent().toString());
    return environment;
  }

  @Test
  void everyDifferenceIsExplained() throws IOException {
    String explained = Files.readString(DIFFERENCES);
    for (Path file : files()) {
      for (RecordedSession.Step step : RecordedSession.read(file).steps()) {
        if (!step.difference().isEmpty()) {
          assertThat(explained).contains("## " + step.difference() + "\n");
        }
      }
    }
  }

  @Test
  void sessionsCoverEveryCommand() throws IOException {
    int steps = 0;
    for (Path file : files()) {
      steps += RecordedSession.read(file).steps().size();
    }
    assertThat(steps).isGreaterThanOrEqualTo(300);
  }
}
