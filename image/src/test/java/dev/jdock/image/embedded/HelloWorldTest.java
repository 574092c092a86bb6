package dev.jdock.image.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelloWorldTest {
  private static final String MACHINE =
      "aarch64".equals(System.getProperty("os.arch")) ? "arm64" : "amd64";

  @Test
  void programGreetsAndSucceeds(@TempDir Path directory) throws Exception {
    Path program = directory.resolve("hello");
    Files.write(program, HelloWorld.program(MACHINE));
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Process process = new ProcessBuilder(program.toString()).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).isZero();
    assertThat(output).contains("Hello from jdock!").isEqualTo(HelloWorld.greeting());
  }

  @ParameterizedTest
  @CsvSource({"amd64, 62", "arm64, 183"})
  void headersDescribeOneLoadedSegmentWithTheEntryInIt(String architecture, int machine) {
    byte[] program = HelloWorld.program(architecture);
    ByteBuffer file = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(file.getInt(0)).isEqualTo(0x464c457f);
    assertThat(file.getShort(16)).as("e_type").isEqualTo((short) 2);
    assertThat(file.getShort(18)).as("e_machine").isEqualTo((short) machine);
    assertThat(file.getLong(24)).as("e_entry").isEqualTo(0x400000 + 120);
    assertThat(file.getLong(32)).as("e_phoff").isEqualTo(64);
    assertThat(file.getShort(54)).as("e_phentsize").isEqualTo((short) 56);
    assertThat(file.getShort(56)).as("e_phnum").isEqualTo((short) 1);
    assertThat(file.getLong(64 + 32)).as("p_filesz").isEqualTo(program.length);
  }

  @Test
  void aarch64CodePointsAtTheText() {
    byte[] program = HelloWorld.program("arm64");
    ByteBuffer file = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    int adr = file.getInt(124);
    int text = 124 + ((adr >> 5 & 0x7ffff) << 2 | adr >> 29 & 3);
    assertThat(adr & 0x9f00001f).as("adr x1").isEqualTo(0x10000001);
    int length = file.getInt(128) >> 5 & 0xffff;
    assertThat(new String(program, text, length, StandardCharsets.UTF_8))
        .isEqualTo(HelloWorld.greeting());
  }

  @ParameterizedTest
  @ValueSource(strings = {"amd64", "arm64"})
  void archiveHoldsOneExecutableFileAndNeverChanges(String architecture) throws IOException {
    byte[] archive = HelloWorld.archive(architecture);
    assertThat(HelloWorld.archive(architecture)).isEqualTo(archive);
    try (var tar = new TarArchiveInputStream(new ByteArrayInputStream(archive))) {
      TarArchiveEntry entry = tar.getNextEntry();
      assertThat(entry.getName()).isEqualTo("hello");
      assertThat(entry.getMode() & 0777).isEqualTo(0755);
      assertThat(entry.getLastModifiedTime().toMillis()).isZero();
      assertThat(tar.readAllBytes()).isEqualTo(HelloWorld.program(architecture));
      assertThat(tar.getNextEntry()).isNull();
    }
  }

  @Test
  void otherArchitecturesAreRefused() {
    assertThatThrownBy(() -> HelloWorld.archive("s390x")).hasMessageContaining("s390x");
  }
}
