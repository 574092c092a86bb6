package dev.jdock.image.layer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Compresses with as many threads as the machine has processors, into one ordinary gzip member (RFC
 * 1952). The same bytes give the same result, however many threads there are: blocks of a fixed
 * size are deflated apart, each with the end of the one before as its dictionary.
 */
public final class Gzip {
  private static final int BLOCK = 512 * 1024;
  private static final int DICTIONARY = 32 * 1024;
  // Below zlib's default of 6: a push waits for the processor before it waits for the wire.
  private static final int LEVEL = 4;
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  private record Block(byte[] bytes, int length, byte[] dictionary, boolean last) {}

  private Gzip() {}

  /** Reads {@code in} to its end; closes nothing. Interrupting the thread ends it. */
  public static void compress(InputStream in, OutputStream out) throws IOException {
    int threads = Runtime.getRuntime().availableProcessors();
    try (ExecutorService executor =
        Executors.newFixedThreadPool(
            threads, Thread.ofPlatform().daemon().name("gzip-", 0).factory())) {
      try {
        compress(in, out, executor, 2 * threads);
      } finally {
        executor.shutdownNow();
      }
    }
  }

  private static void compress(
      InputStream in, OutputStream out, ExecutorService executor, int ahead) throws IOException {
    out.write(HEADER);
    CRC32 crc = new CRC32();
    long size = 0;
    Queue<Future<byte[]>> under = new ArrayDeque<>();
    byte[] dictionary = new byte[0];
    byte[] next = in.readNBytes(BLOCK);
    boolean last;
    do {
      byte[] bytes = next;
      next = bytes.length < BLOCK ? new byte[0] : in.readNBytes(BLOCK);
      last = next.length == 0;
      crc.update(bytes);
      size += bytes.length;
      Block block = new Block(bytes, bytes.length, dictionary, last);
      under.add(executor.submit(() -> deflate(block)));
      dictionary = Arrays.copyOfRange(bytes, Math.max(0, bytes.length - DICTIONARY), bytes.length);
      if (under.size() >= ahead) {
        out.write(result(under.remove()));
      }
    } while (!last);
    while (!under.isEmpty()) {
      out.write(result(under.remove()));
    }
    ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    out.write(trailer.putInt((int) crc.getValue()).putInt((int) size).array());
  }

  private static byte[] result(Future<byte[]> block) throws IOException {
    try {
      return block.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw e.getCause() instanceof UncheckedIOException known
          ? known.getCause()
          : new IOException(e);
    }
  }

  private static byte[] deflate(Block block) {
    // Raw deflate: the wrapping is the whole member's.
    try (Deflater deflater = new Deflater(LEVEL, true)) {
      if (block.dictionary.length > 0) {
        deflater.setDictionary(block.dictionary);
      }
      deflater.setInput(block.bytes, 0, block.length);
      if (block.last) {
        deflater.finish();
      }
      byte[] result = new byte[block.length / 2 + 1024];
      int length = 0;
      while (true) {
        int flush = block.last ? Deflater.NO_FLUSH : Deflater.SYNC_FLUSH;
        int count = deflater.deflate(result, length, result.length - length, flush);
        length += count;
        if (length < result.length || (count == 0 && deflater.finished())) {
          return Arrays.copyOf(result, length);
        }
        result = Arrays.copyOf(result, 2 * result.length);
      }
    }
  }
}
