package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Dockerfiles come to what BuildKit made of them when the cases were recorded: layers,
 * configuration, history, what is cached after a change, warnings, and errors with their positions.
 * {@code src/test/builds/record.sh} records them anew.
 */
@EndToEnd
class BuildCasesIT {
  private static final Path CASES =
      Path.of(System.getProperty("jdock.test.fixtures", "fixtures")).resolveSibling("builds");
  private static final Pattern PICKED = Pattern.compile(System.getProperty("jdock.test.cases", ""));
  private static final boolean RECORD = !System.getProperty("jdock.test.record", "").isEmpty();

  private final Jdock jdock;
  @TempDir Path folder;

  BuildCasesIT(Jdock jdock) {
    this.jdock = jdock.with("DOCKER_BUILDKIT", "1");
  }

  private static List<BuildCase> cases() throws IOException {
    try (Stream<Path> files = Files.walk(CASES)) {
      return files
          .filter(file -> file.toString().endsWith(BuildCase.ENDING))
          .sorted()
          .map(file -> BuildCase.read(CASES, file))
          .toList();
    }
  }

  @TestFactory
  Stream<DynamicTest> buildsComeToWhatBuildKitMadeOfThem() throws IOException {
    OwnRoot root = OwnRoot.of(jdock);
    Jdock program = RECORD ? jdock : root.jdock();
    Instant started = Instant.now().minusSeconds(2);
    BuildWorkspace.importBases(program, folder);
    BuildDifferences differences = BuildDifferences.read(CASES.resolve("differences"));
    return cases().stream()
        .filter(each -> PICKED.matcher(each.name()).find())
        .map(each ->
            DynamicTest.dynamicTest(
                each.name(),
                () -> {
                  if (RECORD) {
                    Files.writeString(record(each), answers(program, each, started).written());
                  } else {
                    compare(
                        BuildRecord.read(record(each)),
                        answers(program, each, started),
                        differences.of(each.name()));
                  }
                }))
        .onClose(root::close);
  }

  private static Path record(BuildCase tried) {
    return CASES.resolve(tried.name() + ".record");
  }

  private BuildRecord answers(Jdock program, BuildCase tried, Instant started) throws IOException {
    Path place = Files.createDirectories(folder.resolve(tried.name()));
    try {
      return BuildWorkspace.make(program, place, started).answers(tried);
    } finally {
      // Names and links there are of all kinds.
      Host.run("rm", "-rf", place.toString()).ok();
    }
  }

  private static void compare(BuildRecord expected, BuildRecord actual, Map<String, String> known) {
    Map<String, String> found = BuildRecord.differences(expected, actual);
    SoftAssertions softly = new SoftAssertions();
    found.forEach((where, lines) -> {
      if (!known.containsKey(where)) {
        softly.fail("%s%n%s", where, lines);
      }
    });
    known.forEach((where, why) ->
        softly
            .assertThat(found)
            .as("%s is no difference any more: %s", where, why)
            .containsKey(where));
    softly.assertAll();
  }

  @Test
  void casesAreManyAndEveryDifferenceIsOfOne() throws IOException {
    Set<String> names = cases().stream().map(BuildCase::name).collect(Collectors.toSet());
    assertThat(names).hasSizeGreaterThanOrEqualTo(150);
    assertThat(names).containsAll(BuildDifferences.read(CASES.resolve("differences")).cases());
  }
}
