package dev.jdock.runtime.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.Fd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpooledOutputTest {
  private final byte[] buffer = new byte[64 << 10];

  @TempDir Path folder;

  private SpooledOutput open(Fd pipe, long position) {
    pipe.nonBlocking();
    return SpooledOutput.open(pipe, folder.resolve("spool"), position);
  }

  private String read(SpooledOutput output) {
    int count = output.read(buffer);
    return new String(buffer, 0, Math.max(count, 0), UTF_8);
  }

  @Test
  void nextEngineReadsWhatWasTakenAndThenThePipe() {
    Fd[] pipe = Fd.pipe();
    try (Fd writing = pipe[1];
        Fd kept = pipe[0].duplicate()) {
      try (SpooledOutput killed = open(pipe[0], 0)) {
        writing.writeFully("one two ");
        assertThat(read(killed)).isEqualTo("one two ");
        writing.writeFully("three");
      }
      SpooledOutput next = open(kept, 4);
      assertThat(read(next)).isEqualTo("two ");
      assertThat(read(next)).isEqualTo("three");
      assertThat(next.position()).isEqualTo(13);
      assertThat(next.read(buffer)).isEqualTo(-1);
      writing.close();
      assertThat(next.read(buffer)).isZero();
      next.close();
    }
  }

  @Test
  void onlyWhatTheLogMayStillNeedTakesSpace() throws IOException {
    Fd[] pipe = Fd.pipe();
    byte[] chunk = new byte[32 << 10];
    Arrays.fill(chunk, (byte) 'x');
    try (Fd writing = pipe[1];
        SpooledOutput output = open(pipe[0], 0)) {
      for (int i = 0; i < 64; i++) {
        writing.writeFully(chunk);
        while (output.read(buffer) > 0) {
          assertThat(output.position()).isPositive();
        }
      }
      assertThat(output.position()).isEqualTo(64L * chunk.length);
    }
    Process usage = new ProcessBuilder("du", "-k", folder.resolve("spool").toString()).start();
    String kilobytes = new String(usage.getInputStream().readAllBytes(), UTF_8).split("\\s")[0];
    assertThat(Integer.parseInt(kilobytes)).isLessThan(128);
    assertThat(Files.size(folder.resolve("spool"))).isEqualTo(64L * chunk.length);
  }
}
