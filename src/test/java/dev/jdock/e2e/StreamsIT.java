package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container's streams in a user's pipelines. */
@EndToEnd
class StreamsIT {
  @TempDir Path folder;

  private final Jdock jdock;
  private String run = "";

  StreamsIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @BeforeEach
  void begin() {
    run =
        String.join(
            " ", jdock.commandLine("run", "--rm", "-i", "--network", "none", jdock.busybox()));
  }

  private Result shell(String script) {
    return Host.run(folder, jdock.environment(), "bash", "-c", script);
  }

  @Test
  void millionLinesComeInOrder() {
    shell(run + " seq 1000000 > lines; seq 1000000 | cmp - lines").ok();
  }

  @Test
  void bytesGoInAndOutAsTheyAre() throws IOException {
    byte[] bytes = new byte[3_000_001];
    new Random(7).nextBytes(bytes);
    // The keys that detach are keys on a terminal only.
    bytes[100] = 0x10;
    bytes[101] = 0x11;
    Files.write(folder.resolve("in"), bytes);
    shell(run + " cat < in > from-file; cat in | " + run + " cat | cat > from-pipe").ok();
    assertThat(folder.resolve("from-file")).hasBinaryContent(bytes);
    assertThat(folder.resolve("from-pipe")).hasBinaryContent(bytes);
  }

  @Test
  void bothStreamsKeepApartAndInOrder() {
    String both = "'for i in $(seq 2000); do echo out $i; echo err $i >&2; done'";
    shell(run + " sh -c " + both + " > out 2> err").ok();
    StringBuilder out = new StringBuilder();
    for (int i = 1; i <= 2000; i++) {
      out.append("out ").append(i).append('\n');
    }
    assertThat(Host.read(folder.resolve("out"))).isEqualTo(out.toString());
    assertThat(Host.read(folder.resolve("err"))).isEqualTo(out.toString().replace("out", "err"));
  }

  @Test
  void readerThatHasEnoughEndsTheCommand() {
    // The container goes on, as Docker's does, and is removed by its name afterwards.
    String named = run.replace("--rm", "--rm --name " + jdock.container());
    Result result = shell(named + " yes | head -n 2; [ ${PIPESTATUS[0]} != 0 ]").ok();
    assertThat(result.out()).isEqualTo("y\ny\n");
    if (!jdock.isReal()) {
      // Docker's client says "broken pipe".
      assertThat(result.err()).isEmpty();
    }
  }

  @Test
  @JdockOnly("its client writes nothing that a head would miss")
  void readerOfAnArchiveThatHasEnoughIsNoMistake() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox()).ok();
    for (List<String> line : List.of(List.of("export", name), List.of("cp", name + ":/", "-"))) {
      String command = String.join(" ", jdock.commandLine(line.toArray(String[]::new)));
      Result result = shell(command + " | head -c 9 >/dev/null; echo ${PIPESTATUS[0]}").ok();
      assertThat(result.out()).as(command).isEqualTo("141\n");
      assertThat(result.err()).as(command).isEmpty();
      assertThat(shell(command + " >/dev/full").exitCode()).isEqualTo(1);
    }
  }

  @Test
  void writerThatGoesOnKeepsTheContainerReading() {
    assertThat(shell("(echo one; sleep 0.3; echo two) | " + run + " cat").ok().out())
        .isEqualTo("one\ntwo\n");
    assertThat(shell("echo x | " + run + " sh -c 'cat; echo end'").ok().out())
        .isEqualTo("x\nend\n");
  }

  @Test
  void closedStreamsAreNoFailure() {
    shell(run + " echo out >&-").ok();
    shell(run + " sh -c 'echo out; echo err >&2' 2>&-").prints("out");
    shell(run + " true <&-").ok();
  }
}
