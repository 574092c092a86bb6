package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcCall;
import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.api.grpc.ProtoWriter;
import dev.jdock.image.layer.TarEntry;
import dev.jdock.image.layer.TarWriter;
import dev.jdock.linux.file.FileType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Receives a folder of a client's by fsutil's protocol: the client tells of all files, is asked for
 * the contents of those that are wanted, and sends them in pieces. These become an archive. A few
 * small files are asked for ahead; each is written when it is its turn.
 *
 * <p>A packet has a type (1), a file's description (2), its number (3) and data (4).
 */
final class SyncedFiles implements AutoCloseable {
  static final String METHOD = "moby.filesync.v1.FileSync/DiffCopy";

  private static final int STAT = 0;
  private static final int REQUEST = 1;
  private static final int DATA = 2;
  private static final int FINISH = 3;
  private static final int ERROR = 4;
  private static final int MOST_FILES = 10_000_000;

  /** Of files that were asked for and whose turn has not come. */
  private static final long AHEAD_BYTES = 4 << 20;

  private static final int AHEAD_FILES = 512;

  private final GrpcCall call;
  private final List<TarEntry> files = new ArrayList<>();
  private final BitSet asked = new BitSet();
  private final Map<Integer, ByteArrayOutputStream> early = new HashMap<>();
  private final BitSet complete = new BitSet();
  private BitSet wanted = new BitSet();
  private int nextToAsk;
  private int askedFiles;
  private long askedBytes;
  private long received;

  private SyncedFiles(GrpcCall call) {
    this.call = call;
  }

  /**
   * Asks for a folder and hears of its files.
   *
   * @param folder the client's name for it: {@code context}, {@code dockerfile}
   * @param excluded patterns as in a .dockerignore
   * @param paths to send, with what links among them lead to; all of them when there is none
   */
  static SyncedFiles open(
      Session session, String folder, List<String> excluded, Collection<String> paths)
      throws IOException, InterruptedException {
    Map<String, List<String>> metadata = new HashMap<>();
    put(metadata, "dir-name", List.of(folder));
    put(metadata, "exclude-patterns", excluded);
    put(metadata, "followpaths", paths);
    SyncedFiles files = new SyncedFiles(session.call(METHOD, metadata));
    try {
      files.readDescriptions();
      return files;
    } catch (IOException | InterruptedException | RuntimeException e) {
      files.close();
      throw e;
    }
  }

  /** Headers of HTTP are ASCII: clients look for a mark of what is written as in a URL's query. */
  private static void put(
      Map<String, List<String>> metadata, String name, Collection<String> values) {
    if (values.stream().allMatch(value -> value.chars().allMatch(c -> c < 0x80))) {
      metadata.put(name, List.copyOf(values));
      return;
    }
    metadata.put(
        name,
        values.stream().map(value -> URLEncoder.encode(value, StandardCharsets.UTF_8)).toList());
    metadata.put(name + "-encoded", List.of("1"));
  }

  /** What the client has, each folder before what is in it. */
  List<TarEntry> files() {
    return Collections.unmodifiableList(files);
  }

  /** Bytes that came, of descriptions and of content. */
  long received() {
    return received;
  }

  private ProtoMessage packet() throws IOException, InterruptedException {
    ProtoMessage packet = call.require();
    if (packet.number(1) == ERROR) {
      throw new IOException("the client cannot send its files: " + packet.text(4));
    }
    return packet;
  }

  private void readDescriptions() throws IOException, InterruptedException {
    while (true) {
      ProtoMessage packet = packet();
      ProtoMessage stat = packet.message(2);
      if (packet.number(1) != STAT) {
        throw new IOException("the client sends something else than what files it has");
      }
      if (stat == null) {
        return;
      }
      if (files.size() == MOST_FILES) {
        throw new IOException("the client has more than " + MOST_FILES + " files");
      }
      received += packet.bytes(2).length;
      files.add(SyncedFile.read(stat));
    }
  }

  private static boolean hasContent(TarEntry file) {
    return file.type() == FileType.REGULAR && !file.hardLink() && file.size() > 0;
  }

  /** Asks for files whose turn comes soon; for a large one only when nothing else is under way. */
  private void ask() throws InterruptedException {
    while (nextToAsk < files.size()) {
      TarEntry file = files.get(nextToAsk);
      if (wanted.get(nextToAsk) && hasContent(file)) {
        boolean fits = askedBytes + file.size() <= AHEAD_BYTES && askedFiles < AHEAD_FILES;
        if (askedFiles > 0 && !fits) {
          return;
        }
        call.send(new ProtoWriter().number(1, REQUEST).number(3, nextToAsk).toBytes());
        asked.set(nextToAsk);
        askedFiles++;
        askedBytes += file.size();
      }
      nextToAsk++;
    }
  }

  /**
   * Receives files as an archive.
   *
   * @param numbers of these among all
   * @param archive is not closed
   */
  void write(BitSet numbers, OutputStream archive) throws IOException, InterruptedException {
    wanted = numbers;
    TarWriter tar = new TarWriter(archive);
    for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
      TarEntry file = files.get(number);
      if (file.type() == FileType.SOCKET) {
        continue;
      }
      tar.header(file);
      if (hasContent(file)) {
        ask();
        content(number, file, archive);
        tar.pad(file.size());
      }
    }
    tar.finish();
  }

  private void content(int number, TarEntry file, OutputStream archive)
      throws IOException, InterruptedException {
    long written = 0;
    ByteArrayOutputStream before = early.remove(number);
    if (before != null) {
      written = before.size();
      before.writeTo(archive);
    }
    while (!complete.get(number)) {
      if (!call.hasNext()) {
        // Whoever reads the pipe is woken by nothing else before it is full.
        archive.flush();
      }
      ProtoMessage packet = packet();
      int of = (int) packet.number(3);
      byte[] data = packet.bytes(4);
      if (packet.number(1) != DATA || of < 0 || !asked.get(of)) {
        throw new IOException("the client sends what it was not asked for");
      }
      received += data.length;
      if (data.length == 0) {
        complete.set(of);
      } else if (of == number) {
        written += data.length;
        requireNoMore(file, written);
        archive.write(data);
      } else {
        ByteArrayOutputStream kept = early.computeIfAbsent(of, _ -> new ByteArrayOutputStream());
        requireNoMore(files.get(of), (long) kept.size() + data.length);
        kept.writeBytes(data);
      }
    }
    if (written < file.size()) {
      throw changed(file);
    }
    asked.clear(number);
    askedFiles--;
    askedBytes -= file.size();
  }

  private static void requireNoMore(TarEntry file, long size) throws IOException {
    if (size > file.size()) {
      throw changed(file);
    }
  }

  private static IOException changed(TarEntry file) {
    return new IOException(file.path() + " changed while it was sent: try again");
  }

  /** Says that nothing more is wanted. */
  void finish() throws IOException, InterruptedException {
    call.send(new ProtoWriter().number(1, FINISH).toBytes());
    ProtoMessage packet = packet();
    if (packet.number(1) != FINISH) {
      throw new IOException("the client sends more files than it has told of");
    }
    call.halfClose();
  }

  @Override
  public void close() {
    call.close();
  }
}
