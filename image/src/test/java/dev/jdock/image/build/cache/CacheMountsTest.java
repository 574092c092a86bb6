package dev.jdock.image.build.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.build.CacheRecord;
import dev.jdock.image.dockerfile.RunMount.Sharing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
public class CacheMountsTest {
  @TempDir Path folder;
  private Path drafts;
  private CacheMounts caches;

  @BeforeEach
  void make() throws IOException {
    drafts = Files.createDirectory(folder.resolve("build-1"));
    caches = new CacheMounts(folder);
  }

  private CacheMounts.Lease acquire(String key, Sharing sharing) throws Exception {
    return caches.acquire(
        new CacheMounts.Wanted(key, sharing, key, "a cache"),
        drafts,
        files -> Files.writeString(files.resolve("f"), "new"));
  }

  @Test
  void aCacheIsUsedAgain() throws Exception {
    try (CacheMounts.Lease lease = acquire("a", Sharing.SHARED)) {
      Files.writeString(lease.files().resolve("f"), "used");
      assertThat(caches.records()).singleElement().matches(CacheRecord::inUse);
    }
    try (CacheMounts.Lease lease = acquire("a", Sharing.LOCKED)) {
      assertThat(lease.files().resolve("f")).hasContent("used");
    }
    assertThat(caches.records())
        .singleElement()
        .satisfies(record -> assertThat(record.uses()).isEqualTo(2))
        .satisfies(record -> assertThat(record.size()).isEqualTo(4))
        .matches(record -> !record.inUse());
  }

  @Test
  void otherKeysAreOtherCaches() throws Exception {
    try (CacheMounts.Lease a = acquire("a", Sharing.SHARED);
        CacheMounts.Lease b = acquire("b", Sharing.SHARED)) {
      assertThat(a.files()).isNotEqualTo(b.files());
    }
  }

  @Test
  void sharedIsOneAndPrivateIsAnother() throws Exception {
    try (CacheMounts.Lease first = acquire("a", Sharing.SHARED);
        CacheMounts.Lease second = acquire("a", Sharing.SHARED);
        CacheMounts.Lease own = acquire("a", Sharing.PRIVATE);
        CacheMounts.Lease third = acquire("a", Sharing.SHARED)) {
      assertThat(second.files()).isEqualTo(first.files());
      assertThat(third.files()).isEqualTo(first.files());
      assertThat(own.files()).isNotEqualTo(first.files());
    }
    try (CacheMounts.Lease own = acquire("a", Sharing.PRIVATE)) {
      assertThat(caches.records()).hasSize(2);
      assertThat(own.files()).exists();
    }
  }

  @Test
  void lockedWaitsUntilTheOthersHaveGivenItBack() throws Exception {
    var asked = new CountDownLatch(1);
    var waiting =
        new FutureTask<>(() -> {
          asked.countDown();
          return acquire("a", Sharing.LOCKED);
        });
    CacheMounts.Lease first = acquire("a", Sharing.SHARED);
    CacheMounts.Lease second = acquire("a", Sharing.SHARED);
    Thread thread = Thread.ofPlatform().start(waiting);
    asked.await();
    first.close();
    awaitWaiting(thread);
    assertThat(waiting.isDone()).isFalse();
    second.close();
    try (CacheMounts.Lease lease = waiting.get()) {
      assertThat(lease.files()).isEqualTo(second.files());
    }
  }

  @Test
  void aCancelledBuildWaitsNoLonger() throws Exception {
    var waiting = new FutureTask<>(() -> acquire("a", Sharing.LOCKED));
    try (CacheMounts.Lease _ = acquire("a", Sharing.LOCKED)) {
      Thread thread = Thread.ofPlatform().start(waiting);
      awaitWaiting(thread);
      thread.interrupt();
      assertThatThrownBy(waiting::get).hasCauseInstanceOf(InterruptedException.class);
    }
    acquire("a", Sharing.LOCKED).close();
  }

  private static void awaitWaiting(Thread thread) {
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aCacheThatCannotBeFilledIsNone() throws Exception {
    assertThatThrownBy(() ->
            caches.acquire(
                new CacheMounts.Wanted("a", Sharing.SHARED, "a", ""),
                drafts,
                files -> {
                  Files.writeString(files.resolve("half"), "x");
                  throw new IOException("full");
                }))
        .hasMessage("full");
    assertThat(caches.records()).isEmpty();
    try (CacheMounts.Lease lease = acquire("a", Sharing.SHARED)) {
      assertThat(lease.files().resolve("half")).doesNotExist();
    }
  }

  @Test
  void whatIsInUseIsNotRemoved() throws Exception {
    CacheMounts.Lease lease = acquire("a", Sharing.SHARED);
    CacheRecord record = caches.records().getFirst();
    assertThat(caches.remove(record)).isFalse();
    lease.close();
    assertThat(caches.remove(record)).isTrue();
    assertThat(caches.remove(record)).isFalse();
    assertThat(lease.files()).doesNotExist();
    assertThat(folder).isDirectoryNotContaining("glob:**build-removed*");
  }

  @Test
  void laterEnginesFindItAndLeaveRecordsOfLaterVersionsAlone() throws Exception {
    Path files;
    try (CacheMounts.Lease lease = acquire("a", Sharing.SHARED)) {
      files = lease.files();
    }
    caches = new CacheMounts(folder);
    try (CacheMounts.Lease lease = acquire("a", Sharing.LOCKED)) {
      assertThat(lease.files()).isEqualTo(files);
    }
    Files.writeString(files.resolveSibling("mount.json"), "{\"version\":99}");
    try (CacheMounts.Lease lease = acquire("a", Sharing.LOCKED)) {
      assertThat(lease.files()).isNotEqualTo(files);
    }
    assertThat(files).exists();
  }

  private CacheMounts.Lease acquireFolder(Path path, Sharing sharing) throws Exception {
    return caches.acquire(path, sharing, files -> Files.writeString(files.resolve("f"), "new"));
  }

  @Test
  void aFolderOfTheUsersIsFilledWhenItIsMadeOnly() throws Exception {
    Path users = folder.resolve("of/user");
    acquireFolder(users, Sharing.SHARED).close();
    assertThat(users.resolve("f")).hasContent("new");
    Files.delete(users.resolve("f"));
    acquireFolder(users, Sharing.SHARED).close();
    assertThat(users).isEmptyDirectory();
    assertThat(caches.records()).isEmpty();
  }

  @Test
  void aFolderOfTheUsersIsHadOneAfterAnotherByThoseWhoDoNotShare() throws Exception {
    Path users = folder.resolve("user");
    FutureTask<Void> waiting;
    try (CacheMounts.Lease first = acquireFolder(users, Sharing.SHARED);
        CacheMounts.Lease second = acquireFolder(users, Sharing.SHARED)) {
      assertThat(first.files()).isEqualTo(second.files());
      waiting =
          new FutureTask<>(() -> {
            acquireFolder(users, Sharing.PRIVATE).close();
            return null;
          });
      Thread thread = Thread.ofPlatform().start(waiting);
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
      assertThat(waiting).isNotDone();
    }
    waiting.get();
  }

  @Test
  void forgottenCachesAreNotFoundAgain() throws Exception {
    acquire("a", Sharing.SHARED).close();
    acquire("b", Sharing.SHARED).close();
    try (CacheMounts.Lease used = acquire("c", Sharing.SHARED)) {
      Files.writeString(used.files().resolve("f"), "used");
      caches.forget(Set.of("a", "c"));
      assertThat(used.files().resolve("f")).hasContent("used");
      assertThat(caches.records()).extracting(CacheRecord::inUse).containsExactly(false, true);
      try (CacheMounts.Lease next = acquire("c", Sharing.SHARED)) {
        assertThat(next.files()).isNotEqualTo(used.files());
        assertThat(next.files().resolve("f")).hasContent("new");
      }
    }
  }
}
