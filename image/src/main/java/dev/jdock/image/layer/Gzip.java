package dev.jdock.image.layer;

import dev.jdock.linux.deflate.RawDeflater;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Compresses with as many threads as the machine has processors, into one ordinary gzip member (RFC
 * 1952) each. The same bytes give the same result, however many threads there are: blocks of a
 * fixed size are deflated apart, each with the end of the one before as its dictionary.
 *
 * <p>Threads and memory are shared by all compressions that run at a time, and released after the
 * last.
 */
public final class Gzip {
  private static final int BLOCK = 512 * 1024;
  private static final int IDLE_SECONDS = 5;
  // Two blocks each, of less than 1 MiB: a bound on memory.
  private static final int MOST_THREADS = 16;
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  // An empty last block, of the fixed code: the blocks before it end at whole bytes.
  private static final byte[] END = {3, 0};

  private final ThreadPoolExecutor executor;
  private final BlockingQueue<Block> free = new LinkedBlockingQueue<>();
  private int users;

  public Gzip() {
    this(Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()));
  }

  Gzip(int threads) {
    executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            Thread.ofPlatform().daemon().name("gzip-", 0).factory());
    executor.allowCoreThreadTimeOut(true);
    // One in the works and one waiting for each thread.
    for (int i = 0; i < 2 * threads; i++) {
      free.add(new Block());
    }
  }

  /** Reads {@code in} to its end; closes nothing. Interrupting the thread ends it. */
  public void compress(InputStream in, OutputStream out) throws IOException {
    Queue<Future<Block>> under = new ArrayDeque<>();
    enter();
    try {
      compress(in, out, under);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } finally {
      under.forEach(this::giveBack);
      leave();
    }
  }

  private void compress(InputStream in, OutputStream out, Queue<Future<Block>> under)
      throws IOException, InterruptedException {
    out.write(HEADER);
    CRC32 crc = new CRC32();
    long size = 0;
    byte[] dictionary = new byte[0];
    while (true) {
      Block block = next(out, under);
      Future<Block> submitted = null;
      try {
        int length = block.read(in, dictionary);
        if (length == 0) {
          break;
        }
        crc.update(block.in, 0, length);
        size += length;
        dictionary =
            Arrays.copyOfRange(block.in, Math.max(0, length - RawDeflater.DICTIONARY), length);
        submitted = executor.submit(block::deflate);
        under.add(submitted);
      } finally {
        if (submitted == null) {
          free.add(block);
        }
      }
    }
    while (!under.isEmpty()) {
      writeFirst(out, under);
    }
    out.write(END);
    ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    out.write(trailer.putInt((int) crc.getValue()).putInt((int) size).array());
  }

  /** A free block; writes own results while there is none, so that none wait for each other. */
  private Block next(OutputStream out, Queue<Future<Block>> under)
      throws IOException, InterruptedException {
    while (true) {
      Block block = under.isEmpty() ? free.take() : free.poll();
      if (block != null) {
        return block;
      }
      writeFirst(out, under);
    }
  }

  private void writeFirst(OutputStream out, Queue<Future<Block>> under)
      throws IOException, InterruptedException {
    Future<Block> first = under.element();
    try {
      Block block = first.get();
      out.write(block.out, 0, block.outLength);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    }
    under.remove();
    giveBack(first);
  }

  private void giveBack(Future<Block> block) {
    boolean interrupted = Thread.interrupted();
    while (true) {
      try {
        free.add(block.get());
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        free.add(new Block());
        break;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void enter() {
    synchronized (free) {
      users++;
    }
  }

  private void leave() {
    synchronized (free) {
      users--;
      if (users == 0) {
        free.forEach(Block::release);
      }
    }
  }

  /** A part of the input on its way through one thread; its memory is used again. */
  private static final class Block {
    private byte[] in = new byte[0];
    private byte[] out = new byte[0];
    private byte[] dictionary = new byte[0];
    private int inLength;
    private int outLength;
    private @Nullable RawDeflater deflater;

    int read(InputStream from, byte[] before) throws IOException {
      if (in.length == 0) {
        in = new byte[BLOCK];
        out = new byte[BLOCK / 2];
      }
      dictionary = before;
      inLength = from.readNBytes(in, 0, BLOCK);
      return inLength;
    }

    Block deflate() {
      RawDeflater own = deflater;
      if (own == null) {
        own = RawDeflater.create();
        deflater = own;
      }
      while ((outLength = own.deflate(in, inLength, dictionary, out)) > out.length) {
        out = new byte[2 * out.length];
      }
      return this;
    }

    void release() {
      if (deflater != null) {
        deflater.close();
        deflater = null;
      }
      in = new byte[0];
      out = new byte[0];
      dictionary = new byte[0];
    }
  }
}
