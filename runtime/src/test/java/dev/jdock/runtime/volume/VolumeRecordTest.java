package dev.jdock.runtime.volume;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VolumeRecordTest {
  @TempDir Path directory;

  private void recorded(String json) throws IOException {
    Files.writeString(directory.resolve("volume.json"), json);
  }

  @Test
  void recordOfVersion1IsReadAndWrittenTheSame() throws IOException {
    String json = "{\"version\":1,\"created\":\"2026-11-21T18:00:00Z\",\"labels\":{\"a\":\"b\"}}";
    recorded(json);
    VolumeRecord record = VolumeRecord.read(directory).orElseThrow();
    assertThat(record)
        .isEqualTo(new VolumeRecord(Instant.parse("2026-11-21T18:00:00Z"), Map.of("a", "b")));
    record.write(directory);
    assertThat(directory.resolve("volume.json")).content().isEqualTo(json);
  }

  @Test
  void optionsOfTheDriverMakeARecordThatTheFirstReadersRefuse() throws IOException {
    String json =
        "{\"version\":2,\"created\":\"2026-11-21T18:00:00Z\",\"labels\":{},"
            + "\"options\":{\"device\":\"tmpfs\",\"type\":\"tmpfs\"}}";
    recorded(json);
    VolumeRecord record = VolumeRecord.read(directory).orElseThrow();
    assertThat(record.options()).isEqualTo(Map.of("device", "tmpfs", "type", "tmpfs"));
    record.write(directory);
    assertThat(directory.resolve("volume.json")).content().isEqualTo(json);
  }

  @Test
  void recordOfALaterVersionIsRefusedByTheVolumesName() throws IOException {
    recorded("{\"version\":3,\"created\":{}}");
    assertThatThrownBy(() -> VolumeRecord.read(directory))
        .hasMessage(
            "volume "
                + directory.getFileName()
                + " was written by a newer jdock (record version 3): this one reads versions up to 2");
  }

  @Test
  void recordThatIsDamagedIsToldAsSuch() throws IOException {
    recorded("{\"version\":1");
    assertThatThrownBy(() -> VolumeRecord.read(directory))
        .hasMessageStartingWith(
            "the record of volume " + directory.getFileName() + " cannot be read: ");
    Files.delete(directory.resolve("volume.json"));
    assertThat(VolumeRecord.read(directory)).isEmpty();
  }
}
