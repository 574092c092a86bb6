package dev.jdock.image.build.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.reference.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DigestTableTest {
  private static final Clock TODAY =
      Clock.fixed(Instant.parse("2026-11-21T12:00:00Z"), ZoneOffset.UTC);

  @TempDir Path folder;

  private DigestTable open(int buckets, Clock clock) {
    return DigestTable.open(folder.resolve("digests"), buckets, clock);
  }

  private static byte[] digest(String text) {
    return Digest.sha256().digest(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void findsWhatWasPutAfterItWasOpenedAgain() {
    DigestTable table = open(4, TODAY);
    table.put(digest("a"), digest("1"));
    assertThat(open(4, TODAY).find(digest("a"))).hasValue(digest("1"));
    assertThat(table.find(digest("b"))).isEmpty();
  }

  @Test
  void laterValueTakesThePlaceOfAnEarlierOne() {
    DigestTable table = open(4, TODAY);
    table.put(digest("a"), digest("1"));
    table.put(digest("a"), digest("2"));
    assertThat(table.find(digest("a"))).hasValue(digest("2"));
  }

  @Test
  void whatWasUsedLongestAgoMakesRoom() {
    DigestTable table = open(1, TODAY);
    for (int i = 0; i < 8; i++) {
      table.put(digest("key " + i), digest("value"));
    }
    DigestTable tomorrow = open(1, Clock.offset(TODAY, Duration.ofDays(1)));
    for (int i = 0; i < 8; i++) {
      if (i != 5) {
        assertThat(tomorrow.find(digest("key " + i))).isPresent();
      }
    }
    tomorrow.put(digest("new"), digest("value"));
    assertThat(tomorrow.find(digest("key 5"))).isEmpty();
    assertThat(tomorrow.find(digest("key 0"))).isPresent();
    assertThat(tomorrow.find(digest("new"))).isPresent();
  }

  @Test
  void fileDoesNotGrow() throws IOException {
    DigestTable table = open(2, TODAY);
    long size = Files.size(folder.resolve("digests"));
    for (int i = 0; i < 500; i++) {
      table.put(digest("key " + i), digest("value"));
    }
    assertThat(folder.resolve("digests")).hasSize(size);
  }

  @Test
  void damagedSlotIsAsGoodAsNone() throws IOException {
    open(1, TODAY).put(digest("a"), digest("1"));
    byte[] content = Files.readAllBytes(folder.resolve("digests"));
    content[40] ^= 1;
    Files.write(folder.resolve("digests"), content);
    DigestTable table = open(1, TODAY);
    assertThat(table.find(digest("a"))).isEmpty();
    table.put(digest("a"), digest("2"));
    assertThat(table.find(digest("a"))).hasValue(digest("2"));
  }

  @Test
  void fileOfAnotherSizeIsBegunAnew() throws IOException {
    Files.writeString(folder.resolve("digests"), "something else");
    DigestTable table = open(1, TODAY);
    table.put(digest("a"), digest("1"));
    assertThat(table.find(digest("a"))).isPresent();
  }
}
