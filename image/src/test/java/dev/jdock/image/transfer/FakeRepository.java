package dev.jdock.image.transfer;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.layer.Archive;
import dev.jdock.image.oci.Descriptor;
import dev.jdock.image.oci.Index;
import dev.jdock.image.oci.Json;
import dev.jdock.image.oci.Manifest;
import dev.jdock.image.oci.MediaTypes;
import dev.jdock.image.reference.Digest;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.RemoteRepository;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** A repository in memory, which can be told to lie, to stop and to wait. */
final class FakeRepository implements RemoteRepository {
  private final Reference name;
  final Map<Digest, byte[]> blobs = new HashMap<>();
  final Map<String, RemoteManifest> manifests = new TreeMap<>();

  /** Other repositories of the registry, to mount blobs from. */
  final Map<String, FakeRepository> neighbours = new HashMap<>();

  /** What was asked for, in order: {@code blob 1a2b3c4d5e6f from 0}, {@code upload …}. */
  final List<String> log = new ArrayList<>();

  private final Map<Digest, Integer> breakAt = new HashMap<>();
  private final Set<Digest> held = new HashSet<>();
  private boolean uploadsHeld;
  final CountDownLatch holding = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  FakeRepository(String name) {
    this.name = Reference.parse(name);
  }

  /** A layer, as the registry has it, and what it says it is. */
  record Content(Descriptor blob, Digest diffId, byte[] bytes) {
    static Content gzip(byte[] tar) {
      byte[] bytes = FakeRepository.gzip(tar);
      return new Content(
          new Descriptor(MediaTypes.DOCKER_LAYER_GZIP, Digest.of(bytes), bytes.length, null),
          Digest.of(tar),
          bytes);
    }

    static Content of(String file, String content) {
      return gzip(new Archive().file(file, content).bytes());
    }
  }

  static byte[] gzip(byte[] tar) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(tar);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  static byte[] config(String architecture, List<Digest> diffIds) {
    var root = Json.object().put("architecture", architecture).put("os", "linux");
    root.put("created", "2024-05-06T07:08:09Z");
    root.putObject("config").putArray("Cmd").add("sh");
    root.putObject("rootfs")
        .put("type", "layers")
        .set("diff_ids", Json.array(diffIds.stream().map(Digest::toString).toList()));
    return Json.bytes(root);
  }

  /** Has the image from now on, and gives the descriptor of its manifest. */
  Descriptor put(String tag, Content... layers) {
    return put(tag, "amd64", layers);
  }

  Descriptor put(String tag, String architecture, Content... layers) {
    for (Content layer : layers) {
      blobs.put(layer.blob().digest(), layer.bytes());
    }
    byte[] config = config(architecture, Arrays.stream(layers).map(Content::diffId).toList());
    return put(
        tag, config, MediaTypes.DOCKER_CONFIG, Arrays.stream(layers).map(Content::blob).toList());
  }

  Descriptor put(String tag, byte[] config, String configType, List<Descriptor> layers) {
    blobs.put(Digest.of(config), config);
    return put(
        tag,
        MediaTypes.DOCKER_MANIFEST,
        new Manifest(
                MediaTypes.DOCKER_MANIFEST,
                new Descriptor(configType, Digest.of(config), config.length, null),
                layers)
            .write());
  }

  Descriptor putIndex(String tag, Descriptor... manifests) {
    return put(
        tag, MediaTypes.OCI_INDEX, new Index(MediaTypes.OCI_INDEX, List.of(manifests)).write());
  }

  Descriptor put(String tag, String mediaType, byte[] bytes) {
    Descriptor descriptor = new Descriptor(mediaType, Digest.of(bytes), bytes.length, null);
    manifests.put(tag, new RemoteManifest(descriptor, bytes));
    manifests.put(descriptor.digest().toString(), new RemoteManifest(descriptor, bytes));
    return descriptor;
  }

  /** The next reading of the blob ends after so many bytes. */
  synchronized void breakOnceAt(Digest blob, int count) {
    breakAt.put(blob, count);
  }

  /** Uploads wait until {@link #release}, or until they are interrupted. */
  synchronized void holdUploads() {
    uploadsHeld = true;
  }

  private synchronized boolean uploadsHeld() {
    return uploadsHeld;
  }

  /** Readings of the blob get half of it until {@link #release}, or until they are closed. */
  synchronized void hold(Digest blob) {
    held.add(blob);
  }

  void release() {
    released.countDown();
  }

  private synchronized void log(String line) {
    log.add(line);
  }

  synchronized List<String> logged(String what) {
    return log.stream().filter(line -> line.startsWith(what)).toList();
  }

  @Override
  public Reference name() {
    return name;
  }

  @Override
  public RemoteManifest manifest(String tagOrDigest) {
    RemoteManifest found = manifests.get(tagOrDigest);
    if (found == null) {
      throw JdockException.notFound("manifest for " + name.familiarName() + " not found");
    }
    return found;
  }

  @Override
  public InputStream blob(Descriptor blob, long offset) {
    log("blob " + blob.digest().hex().substring(0, 12) + " from " + offset);
    byte[] bytes;
    Integer end;
    boolean hold;
    synchronized (this) {
      bytes = blobs.get(blob.digest());
      end = breakAt.remove(blob.digest());
      hold = held.contains(blob.digest());
    }
    if (bytes == null) {
      throw JdockException.notFound("blob unknown to registry");
    }
    int length = end == null ? bytes.length : Math.min(end, bytes.length);
    InputStream rest =
        new ByteArrayInputStream(bytes, (int) offset, Math.max(0, length - (int) offset));
    return hold ? new Held(rest, (length - (int) offset) / 2) : rest;
  }

  /** Gives some bytes and then waits. */
  private final class Held extends InputStream {
    private final InputStream in;
    private final CountDownLatch closed = new CountDownLatch(1);
    private int free;

    Held(InputStream in, int free) {
      this.in = in;
      this.free = free;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (free > 0) {
        int count = in.read(bytes, offset, Math.min(length, free));
        free -= count;
        return count;
      }
      holding.countDown();
      try {
        while (released.getCount() > 0 && closed.getCount() > 0) {
          boolean _ = released.await(5, java.util.concurrent.TimeUnit.MILLISECONDS);
        }
      } catch (InterruptedException e) {
        // As a socket would: only its closing ends a read.
        awaitClosed();
      }
      if (closed.getCount() == 0) {
        throw new IOException("closed");
      }
      return in.read(bytes, offset, length);
    }

    private void awaitClosed() {
      try {
        closed.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      closed.countDown();
    }
  }

  @Override
  public synchronized boolean hasBlob(Digest digest) {
    return blobs.containsKey(digest);
  }

  @Override
  public synchronized boolean mountBlob(Digest digest, String fromPath) {
    FakeRepository from = neighbours.get(fromPath);
    byte @Nullable [] bytes = from == null ? null : from.blobs.get(digest);
    log("mount from " + fromPath);
    if (bytes != null) {
      blobs.put(digest, bytes);
    }
    return bytes != null;
  }

  @Override
  public void upload(Descriptor blob, RemoteRepository.Content content, Meter meter)
      throws IOException {
    log("upload " + blob.mediaType());
    if (uploadsHeld()) {
      try {
        released.await();
      } catch (InterruptedException e) {
        throw new IOException("interrupted", e);
      }
    }
    try (InputStream in = content.open()) {
      byte[] bytes = in.readAllBytes();
      meter.count(bytes.length);
      if (!Digest.of(bytes).equals(blob.digest()) || bytes.length != blob.size()) {
        throw JdockException.invalid("provided digest did not match uploaded content");
      }
      synchronized (this) {
        blobs.put(blob.digest(), bytes);
      }
    }
  }

  @Override
  public Descriptor putManifest(String tagOrDigest, String mediaType, byte[] bytes) {
    Manifest manifest = Manifest.read(bytes);
    List<Descriptor> needed = new ArrayList<>(manifest.layers());
    needed.add(manifest.config());
    for (Descriptor each : needed) {
      if (!hasBlob(each.digest())) {
        throw JdockException.invalid("manifest blob unknown: " + each.digest());
      }
    }
    return put(tagOrDigest, mediaType, bytes);
  }

  @Override
  public List<String> tags() {
    return manifests.keySet().stream().filter(tag -> !tag.contains(":")).toList();
  }
}
