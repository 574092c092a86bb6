package dev.jdock.image.build.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.build.cache.BuildLog.Build;
import dev.jdock.image.build.cache.BuildLog.Step;
import dev.jdock.image.reference.Digest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyPartsTest {
  private static final Digest KEY = Digest.of("key".getBytes(StandardCharsets.UTF_8));

  @TempDir Path folder;

  private static KeyParts parts(Map<String, String> values) {
    var parts = new KeyParts();
    var hash = new KeyHash("test", parts);
    new TreeMap<>(values).forEach((name, value) -> hash.part(name).add(value));
    Digest _ = hash.digest();
    return parts;
  }

  @Test
  void tellsWhatChangedWhatIsNewAndWhatIsGone() {
    KeyParts before = parts(Map.of("file a", "1", "file b", "1", "file c", "1"));
    KeyParts after = parts(Map.of("file a", "1", "file b", "2", "file d", "1"));
    assertThat(after.changesSince(before, 9))
        .containsExactly("file b changed", "file d is new", "file c is gone");
    assertThat(after.changesSince(after, 9)).isEmpty();
  }

  @Test
  void countsWhatItDoesNotTell() {
    KeyParts before = parts(Map.of("a", "1", "b", "1", "c", "1"));
    KeyParts after = parts(Map.of("a", "2", "b", "2", "c", "2"));
    assertThat(after.changesSince(before, 1)).containsExactly("a changed", "and 2 more");
  }

  @Test
  void namesTheFieldsThatEverybodyMaySee() {
    assertThat(file("mode=755 content=b").changesSince(file("mode=644 content=a"), 9))
        .containsExactly("file x changed (mode 644 to 755, content)");
  }

  private static KeyParts file(String shown) {
    var parts = new KeyParts();
    var hash = new KeyHash("test", parts);
    Digest _ = hash.part("file x", shown).add(shown).digest();
    return parts;
  }

  @Test
  void valuesAreNotKept() {
    var store = new PartsStore(folder);
    store.store(KEY, parts(Map.of("variable PASSWORD", "PASSWORD=hunter2")));
    assertThat(store.find(KEY).orElseThrow().parts())
        .singleElement()
        .satisfies(part -> assertThat(part.toString()).doesNotContain("hunter2"));
  }

  @Test
  void partsAreFoundAgain() {
    var store = new PartsStore(folder);
    KeyParts parts = parts(Map.of("file \udc80", "1", "command", "x"));
    store.store(KEY, parts);
    assertThat(new PartsStore(folder).find(KEY).orElseThrow().parts()).isEqualTo(parts.parts());
    assertThat(store.find(Digest.of(new byte[0]))).isEmpty();
  }

  @Test
  void listeningDoesNotChangeTheKey() {
    Digest plain = new KeyHash("k").part("a").add("1").add(2).digest();
    assertThat(new KeyHash("k", new KeyParts()).part("a").add("1").add(2).digest())
        .isEqualTo(plain);
  }

  @Test
  void ofVeryManyPartsTheFirstAreTold() {
    var parts = new KeyParts();
    var other = new KeyParts();
    var hash = new KeyHash("k", parts);
    var otherHash = new KeyHash("k", other);
    for (int i = 0; i <= KeyParts.MOST; i++) {
      hash.part("file " + i).add("x");
      otherHash.part("file " + i).add(i == KeyParts.MOST ? "y" : "x");
    }
    assertThat(hash.digest()).isNotEqualTo(otherHash.digest());
    assertThat(other.changesSince(parts, 9))
        .containsExactly("one of more than " + KeyParts.MOST + " files changed");
  }

  @Test
  void buildsAreListedTheLastOneFirstAndOldOnesGo() {
    var log = new BuildLog(folder);
    for (int i = 0; i < 130; i++) {
      var step = new Step("stage-0", "RUN x", KEY.hex(), "");
      Instant time = Instant.EPOCH.plusSeconds(i);
      log.store(new Build("build" + i, time, "origin", "", List.of(step)));
    }
    assertThat(log.list()).hasSize(100).first().extracting(Build::id).isEqualTo("build129");
    assertThat(log.list().getLast().steps()).hasSize(1);
    assertThat(folder.resolve("builds").toFile().list()).hasSizeLessThan(126);
  }
}
