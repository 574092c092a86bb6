package dev.jdock.image.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.jdock.image.layer.Archive;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.store.Image;
import dev.jdock.image.store.ImageStore;
import dev.jdock.image.transfer.FakeRepository.Content;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class PullImageIT {
  private static final String NAME = "127.0.0.1:5000/team/app";

  @TempDir Path root = Path.of("");

  private final FakeRepository registry = new FakeRepository(NAME);
  private final Content base = Content.of("base", "b".repeat(300_000));
  private final Content upper = Content.of("upper", "u");
  private ImageStore store;
  private PullImage puller;
  private final List<String> lines = new ArrayList<>();

  @BeforeEach
  void open() {
    store = ImageStore.open(root);
    puller = new PullImage(store, (_, _) -> registry, root);
  }

  @AfterEach
  void close() {
    registry.release();
    store.close();
  }

  private void pull(String name) throws InterruptedException {
    pull(name, false, null);
  }

  private void pull(String name, boolean allTags, String platform) throws InterruptedException {
    lines.clear();
    puller.pull(
        new PullRequest(Reference.parse(name), allTags, platform, Access.anonymous()),
        event -> {
          if (!event.hasProgress()) {
            lines.add((event.id().isEmpty() ? "" : event.id() + ": ") + event.status());
          }
        });
  }

  private static String id(Content layer) {
    return TransferEvent.shortId(layer.blob().digest());
  }

  private List<String> downloads() throws IOException {
    try (var files = Files.list(root.resolve("downloads"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private Path file(Image image, String name) {
    return store.lowerDirs(image).stream()
        .map(dir -> dir.resolve(name))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow();
  }

  private void nothingIsThere() {
    assertThat(store.list()).isEmpty();
    assertThat(root.resolve("layers")).isEmptyDirectory();
    assertThat(root.resolve("downloads")).isEmptyDirectory();
  }

  @Test
  void anImageArrivesWithItsNamesAndFiles() throws Exception {
    Descriptor manifest = registry.put("1", base, upper);
    pull(NAME + ":1");
    Image image = store.find(NAME + ":1");
    assertThat(image.names()).containsExactly(NAME + ":1");
    assertThat(image.digests()).containsExactly(NAME + "@" + manifest.digest());
    assertThat(file(image, "base")).hasContent("b".repeat(300_000));
    assertThat(file(image, "upper")).hasContent("u");
    assertThat(store.manifest(image)).isEqualTo(registry.manifest("1").bytes());
    assertThat(root.resolve("downloads")).isEmptyDirectory();
    assertThat(lines)
        .startsWith(
            "1: Pulling from team/app",
            id(base) + ": Pulling fs layer",
            id(upper) + ": Pulling fs layer")
        .contains(id(base) + ": Download complete", id(base) + ": Pull complete")
        .endsWith(
            "Digest: " + manifest.digest(), "Status: Downloaded newer image for " + NAME + ":1");
  }

  @Test
  void anImageThatIsThereIsUpToDate() throws Exception {
    Descriptor manifest = registry.put("1", base);
    pull(NAME + ":1");
    registry.log.clear();
    pull(NAME + ":1");
    assertThat(lines)
        .containsExactly(
            "1: Pulling from team/app",
            "Digest: " + manifest.digest(),
            "Status: Image is up to date for " + NAME + ":1");
    assertThat(registry.logged("blob")).hasSize(1);
  }

  @Test
  void aDigestGivesTheNameWithTheDigestOnly() throws Exception {
    Descriptor manifest = registry.put("1", base);
    String name = NAME + "@" + manifest.digest();
    pull(NAME + ":ignored@" + manifest.digest());
    assertThat(store.find(name).names()).isEmpty();
    assertThat(store.find(name).digests()).containsExactly(name);
    assertThat(lines)
        .startsWith(name + ": Pulling from team/app")
        .endsWith("Status: Downloaded newer image for " + name);
  }

  @Test
  void aLayerThatIsThereIsNotFetched() throws Exception {
    registry.put("1", base);
    registry.put("2", base, upper);
    pull(NAME + ":1");
    registry.log.clear();
    pull(NAME + ":2");
    assertThat(lines).contains(id(base) + ": Already exists", id(upper) + ": Pull complete");
    assertThat(registry.log.toString()).doesNotContain(id(base));
  }

  @Test
  void aLayerThatAnImageHasTwiceIsFetchedOnce() throws Exception {
    registry.put("1", base, upper, base, upper, base);
    pull(NAME + ":1");
    assertThat(registry.logged("blob " + id(base))).hasSize(1);
    Image image = store.find(NAME + ":1");
    assertThat(image.diffIds()).hasSize(5);
    assertThat(store.lowerDirs(image))
        .containsExactly(store.layers().diff(base.diffId()), store.layers().diff(upper.diffId()));
    store.remove(NAME + ":1", false, true, _ -> List.of());
    nothingIsThere();
  }

  @Test
  void onlyBlobsThatHaveBeenUnpackedAreRemembered() throws Exception {
    registry.put("1", base);
    pull(NAME + ":1");
    Descriptor claimed = upper.blob();
    registry.blobs.put(claimed.digest(), upper.bytes());
    byte[] config = FakeRepository.config("amd64", List.of(base.diffId(), base.diffId()));
    registry.put("2", config, MediaTypes.DOCKER_CONFIG, List.of(claimed, base.blob()));
    pull(NAME + ":2");
    assertThat(store.layers().blobs(base.diffId()))
        .extracting(known -> known.descriptor().digest())
        .containsExactly(base.blob().digest());
  }

  @Test
  void allTagsArePulled() throws Exception {
    registry.put("1", base);
    registry.put("2", base, upper);
    pull(NAME, true, null);
    assertThat(store.find(NAME + ":1")).isNotEqualTo(store.find(NAME + ":2"));
    assertThat(lines).endsWith("Status: Downloaded newer image for " + NAME);
  }

  @Test
  void anIndexGivesTheImageOfThePlatformAndItsOwnDigest() throws Exception {
    Descriptor arm = with(registry.put("arm", "arm64", upper), "linux", "arm64");
    Descriptor intel = with(registry.put("intel", "amd64", base), "linux", "amd64");
    Descriptor attestation = with(registry.put("att", "amd64"), "unknown", "unknown");
    Descriptor index = registry.putIndex("all", attestation, arm, intel);
    pull(NAME + ":all", false, "linux/arm64");
    Image image = store.find(NAME + ":all");
    assertThat(image.architecture()).isEqualTo("arm64");
    assertThat(image.digests()).containsExactly(NAME + "@" + index.digest());
    assertThatThrownBy(() -> pull(NAME + ":all", false, "linux/s390x"))
        .hasMessage("no matching manifest for linux/s390x in the manifest list entries");
  }

  private static Descriptor with(Descriptor manifest, String os, String architecture) {
    return new Descriptor(
        manifest.mediaType(),
        manifest.digest(),
        manifest.size(),
        new Descriptor.Platform(os, architecture, null));
  }

  @Test
  void anImageOfAnotherPlatformThanAskedForIsWarnedOf() throws Exception {
    registry.put("1", base);
    pull(NAME + ":1", false, "linux/arm64");
    assertThat(lines)
        .contains(
            "WARNING: image with reference "
                + NAME
                + ":1 was found but its platform (linux/amd64) does not match the specified"
                + " platform (linux/arm64)");
  }

  @Test
  void whatIsNoImageIsRefused() throws Exception {
    byte[] config = "{}".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    registry.put("chart", config, "application/vnd.cncf.helm.config.v1+json", List.of());
    assertThatThrownBy(() -> pull(NAME + ":chart"))
        .hasMessage(
            "Encountered remote \"application/vnd.cncf.helm.config.v1+json\"(unknown) when"
                + " fetching");
    registry.put(
        "old",
        "application/vnd.docker.distribution.manifest.v1+prettyjws",
        Json.bytes(Json.object().put("schemaVersion", 1)));
    assertThatThrownBy(() -> pull(NAME + ":old"))
        .hasMessageContaining("schema 1 support is disabled by default")
        .hasMessageContaining(NAME + ":old");
    nothingIsThere();
  }

  @Test
  void configurationsAreChecked() {
    byte[] config = FakeRepository.config("amd64", List.of(base.diffId()));
    registry.put("count", config, MediaTypes.DOCKER_CONFIG, List.of(base.blob(), upper.blob()));
    assertThatThrownBy(() -> pull(NAME + ":count"))
        .hasMessage("layers from manifest don't match image configuration");
    registry.put("bytes", config, MediaTypes.DOCKER_CONFIG, List.of(base.blob()));
    registry.blobs.put(Digest.of(config), FakeRepository.config("arm64", List.of()));
    assertThatThrownBy(() -> pull(NAME + ":bytes"))
        .hasMessage("image config verification failed for digest " + Digest.of(config));
    nothingIsThere();
  }

  @Test
  void aLayerThatTheRegistryLacksFailsThePull() throws Exception {
    registry.put("1", base, upper);
    registry.blobs.remove(base.blob().digest());
    assertThatThrownBy(() -> pull(NAME + ":1")).hasMessage("blob unknown to registry");
    assertThat(store.list()).isEmpty();
    assertThat(downloads()).doesNotContain(base.blob().digest().hex() + ".partial");
  }

  @Test
  void otherBytesThanTheDigestsLeaveNothing() {
    registry.put("1", base);
    byte[] wrong = base.bytes().clone();
    wrong[wrong.length - 9] ^= 1;
    registry.blobs.put(base.blob().digest(), wrong);
    assertThatThrownBy(() -> pull(NAME + ":1"))
        .hasMessage("filesystem layer verification failed for digest " + base.blob().digest());
    nothingIsThere();
  }

  @Test
  void aLayerOfAnotherDiffIdLeavesNothing() {
    Content liar = new Content(base.blob(), upper.diffId(), base.bytes());
    registry.put("1", liar);
    assertThatThrownBy(() -> pull(NAME + ":1"))
        .hasMessageStartingWith("layers from manifest don't match image configuration: layer ");
    nothingIsThere();
  }

  @Test
  void aLongerBlobThanSaidIsNotTaken() {
    Descriptor shorter = new Descriptor(base.blob().mediaType(), base.blob().digest(), 100, null);
    registry.put("1", new Content(shorter, base.diffId(), base.bytes()));
    assertThatThrownBy(() -> pull(NAME + ":1"))
        .hasMessageStartingWith("filesystem layer verification failed for digest ");
    nothingIsThere();
  }

  @Test
  void aPathOutOfTheLayerLeavesNothing() {
    registry.put("1", base, Content.of("../out", "x"));
    assertThatThrownBy(() -> pull(NAME + ":1"))
        .hasMessage("invalid path \"../out\": outside of the layer");
    assertThat(store.list()).isEmpty();
    assertThat(root.resolve("layers/out")).doesNotExist();
  }

  @Test
  void whatIsNoArchiveLeavesNothing() {
    registry.put("1", Content.gzip("no archive".repeat(1000).getBytes()));
    assertThatThrownBy(() -> pull(NAME + ":1")).hasMessageContaining("archive/tar");
    nothingIsThere();
  }

  @Test
  void aTruncatedBlobIsGoneOnFrom() throws Exception {
    registry.put("1", base);
    int half = base.bytes().length / 2;
    registry.breakOnceAt(base.blob().digest(), half);
    assertThatThrownBy(() -> pull(NAME + ":1"))
        .hasMessageContaining("unexpected EOF after " + half);
    assertThat(downloads()).containsExactly(base.blob().digest().hex() + ".partial");
    assertThat(root.resolve("layers")).isEmptyDirectory();
    registry.log.clear();
    pull(NAME + ":1");
    assertThat(registry.log).contains("blob " + id(base) + " from " + half);
    assertThat(file(store.find(NAME + ":1"), "base")).hasContent("b".repeat(300_000));
    assertThat(root.resolve("downloads")).isEmptyDirectory();
  }

  @Test
  void aDamagedRestOfAnEarlierPullIsFetchedAgain() throws Exception {
    registry.put("1", base);
    Path partial = root.resolve("downloads/" + base.blob().digest().hex() + ".partial");
    Files.write(partial, new byte[50]);
    pull(NAME + ":1");
    assertThat(registry.logged("blob " + id(base)))
        .containsExactly("blob " + id(base) + " from 50", "blob " + id(base) + " from 0");
    assertThat(root.resolve("downloads")).isEmptyDirectory();
  }

  @Test
  void aDamagedRestThatCannotBeUnpackedIsFetchedAgain() throws Exception {
    byte[] tar = new Archive().file("large", "l".repeat(18 << 20)).bytes();
    Descriptor blob = new Descriptor(MediaTypes.OCI_LAYER, Digest.of(tar), tar.length, null);
    Content large = new Content(blob, Digest.of(tar), tar);
    registry.put("1", large);
    Path partial = root.resolve("downloads/" + blob.digest().hex() + ".partial");
    byte[] damaged = Arrays.copyOf(tar, 4096);
    Arrays.fill(damaged, 100, damaged.length, (byte) 0x5a);
    Files.write(partial, damaged);
    // What has come shows the damage before the digest can.
    registry.hold(blob.digest());
    CompletableFuture<Throwable> end = pullAside(NAME + ":1", new CountDownLatch(1));
    await(() -> registry.logged("blob " + id(large)).size() == 2 || end.isDone());
    registry.release();
    assertThat(end.get()).isNull();
    assertThat(registry.logged("blob " + id(large)))
        .containsExactly("blob " + id(large) + " from 4096", "blob " + id(large) + " from 0");
    assertThat(root.resolve("downloads")).isEmptyDirectory();
  }

  @Test
  void whatNobodyCameForInADayGoes() throws Exception {
    Path partial = root.resolve("downloads/" + "1".repeat(64) + ".partial");
    Path fresh = root.resolve("downloads/" + "2".repeat(64) + ".partial");
    Files.write(partial, new byte[50]);
    Files.write(fresh, new byte[50]);
    Files.setLastModifiedTime(partial, FileTime.from(Instant.now().minusSeconds(90_000)));
    store.collectLayers();
    assertThat(downloads()).containsExactly(fresh.getFileName().toString());
  }

  /** Pulls on a thread of its own. */
  private CompletableFuture<Throwable> pullAside(String name, CountDownLatch started) {
    return pullAside(
        name,
        event -> {
          if (event.status().equals("Pulling fs layer")) {
            started.countDown();
          }
        });
  }

  private CompletableFuture<Throwable> pullAside(String name, TransferProgress progress) {
    CompletableFuture<Throwable> end = new CompletableFuture<>();
    Thread thread =
        new Thread(() -> {
          try {
            puller.pull(
                new PullRequest(Reference.parse(name), false, null, Access.anonymous()), progress);
            end.complete(null);
          } catch (Throwable e) {
            end.complete(e);
          }
        });
    thread.start();
    threads.add(thread);
    return end;
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + 60_000_000_000L;
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      Thread.sleep(2);
    }
  }

  private final List<Thread> threads = new ArrayList<>();

  @Test
  void anInterruptKeepsWhatHasBeenFetched() throws Exception {
    byte[] noise = new byte[600_000];
    new java.util.Random(1).nextBytes(noise);
    Content large = Content.of("large", Arrays.toString(noise));
    registry.put("1", upper, large);
    registry.hold(large.blob().digest());
    CompletableFuture<Throwable> end = pullAside(NAME + ":1", new CountDownLatch(1));
    assertThat(registry.holding.await(60, TimeUnit.SECONDS)).isTrue();
    Path upperLayer = root.resolve("layers/" + upper.diffId().hex());
    await(() -> store.layers().find(upper.diffId()).isPresent() || end.isDone());
    threads.getFirst().interrupt();
    assertThat(end.get(60, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
    await(() -> !puller.anyRunning());
    long half = Files.size(root.resolve("downloads/" + large.blob().digest().hex() + ".partial"));
    assertThat(half).isEqualTo(large.bytes().length / 2);
    store.collectLayers();
    assertThat(upperLayer).exists();
    try (var layers = Files.list(root.resolve("layers"))) {
      assertThat(layers).containsExactly(upperLayer);
    }

    registry.release();
    registry.log.clear();
    pull(NAME + ":1");
    assertThat(lines).contains(id(upper) + ": Already exists");
    assertThat(registry.log).contains("blob " + id(large) + " from " + half);
    assertThat(root.resolve("downloads")).isEmptyDirectory();
  }

  @Test
  void twoPullsOfALayerShareTheWork() throws Exception {
    registry.put("1", base);
    registry.put("2", base, upper);
    registry.hold(base.blob().digest());
    CompletableFuture<Throwable> first = pullAside(NAME + ":1", new CountDownLatch(1));
    assertThat(registry.holding.await(60, TimeUnit.SECONDS)).isTrue();
    CountDownLatch joined = new CountDownLatch(2);
    CompletableFuture<Throwable> second = pullAside(NAME + ":2", joined);
    assertThat(joined.await(60, TimeUnit.SECONDS)).isTrue();
    await(() -> store.layers().find(upper.diffId()).isPresent() || second.isDone());
    // The one who began goes; the other one still gets it.
    threads.getFirst().interrupt();
    assertThat(first.get()).isInstanceOf(InterruptedException.class);
    registry.release();
    assertThat(second.get()).isNull();
    assertThat(registry.logged("blob " + id(base))).hasSize(1);
    assertThat(store.tryFind(NAME + ":1")).isEmpty();
    assertThat(store.find(NAME + ":2").diffIds()).hasSize(2);
  }

  @Test
  void aUserWhoseTerminalStandsStillHoldsUpNobody() throws Exception {
    registry.put("1", base);
    registry.put("2", base, upper);
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch resumed = new CountDownLatch(1);
    CompletableFuture<Throwable> first =
        pullAside(
            NAME + ":1",
            event -> {
              if (event.status().equals("Download complete")) {
                stuck.countDown();
                awaitUninterruptibly(resumed);
              }
            });
    try {
      assertThat(stuck.await(60, TimeUnit.SECONDS)).isTrue();
      assertThat(pullAside(NAME + ":2", _ -> {}).get(60, TimeUnit.SECONDS)).isNull();
      assertThat(first).isNotDone();
    } finally {
      resumed.countDown();
    }
    assertThat(first.get()).isNull();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void moreLayersThanAnImageMayHaveAreRefused() {
    Content[] layers = new Content[126];
    Arrays.fill(layers, base);
    registry.put("1", layers);
    assertThatThrownBy(() -> pull(NAME + ":1")).hasMessage("max depth exceeded");
    assertThat(registry.logged("blob " + id(base))).isEmpty();
    registry.put("2", Arrays.copyOf(layers, 125));
    assertThatCode(() -> pull(NAME + ":2")).doesNotThrowAnyException();
  }

  @Test
  void tooMuchComingOutOfALittleIsRefused() throws Exception {
    // 1.3 GB of zeros; a member of 1 MB is repeated, as gzip allows.
    byte[] member = FakeRepository.gzip(new byte[1 << 20]);
    // The header comes after two blocks of further attributes.
    byte[] header = Arrays.copyOf(new Archive().file("f", "").bytes(), 3 * 512);
    bigFile(header, 1300L << 20);
    java.io.ByteArrayOutputStream bomb = new java.io.ByteArrayOutputStream();
    bomb.write(FakeRepository.gzip(header));
    for (int i = 0; i < 1300; i++) {
      bomb.write(member);
    }
    byte[] bytes = bomb.toByteArray();
    Descriptor blob =
        new Descriptor(MediaTypes.OCI_LAYER_GZIP, Digest.of(bytes), bytes.length, null);
    registry.put("1", new Content(blob, base.diffId(), bytes));
    assertThatThrownBy(() -> pull(NAME + ":1")).hasMessageEndingWith(": refused");
    nothingIsThere();
  }

  private static void bigFile(byte[] header, long size) {
    byte[] octal = "%011o".formatted(size).getBytes();
    System.arraycopy(octal, 0, header, 1024 + 124, octal.length);
    Arrays.fill(header, 1024 + 148, 1024 + 156, (byte) ' ');
    int sum = 0;
    for (int i = 1024; i < header.length; i++) {
      sum += header[i] & 0xff;
    }
    byte[] text = "%06o\0 ".formatted(sum).getBytes();
    System.arraycopy(text, 0, header, 1024 + 148, text.length);
  }
}
