package dev.jdock.api.buildkit;

import dev.jdock.api.grpc.GrpcAnswer;
import dev.jdock.api.grpc.GrpcFailure;
import dev.jdock.api.grpc.ProtoMessage;
import dev.jdock.api.grpc.ProtoWriter;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * One build in a client's eyes. Whichever of its calls comes first makes it: {@code Status} may
 * come before {@code Solve}.
 */
final class Solve {
  /** What tells of the build, and nobody reads, holds the build up and nobody else. */
  private static final int MOST_WAITING = 4096;

  private final String peer;
  private final String ref;
  private final Queue<ProtoWriter> events = new ArrayDeque<>();
  private @Nullable ProtoMessage request;
  private @Nullable GrpcFailure failure;
  private Map<String, String> receipt = Map.of();
  private boolean returned;
  private boolean watched;
  private boolean ended;

  /**
   * @param peer whose it is
   */
  Solve(String peer, String ref) {
    this.peer = peer;
    this.ref = ref;
  }

  String peer() {
    return peer;
  }

  String ref() {
    return ref;
  }

  /** What {@code Control/Solve} has asked for. */
  synchronized void begin(ProtoMessage wanted) {
    if (request != null) {
      throw new GrpcFailure(GrpcFailure.INVALID_ARGUMENT, "build " + ref + " was begun already");
    }
    request = wanted;
    notifyAll();
  }

  synchronized boolean hasBegun() {
    return request != null;
  }

  /** Waits for it: calls of one connection may overtake each other. */
  synchronized ProtoMessage request() throws InterruptedException {
    while (request == null && !ended) {
      wait();
    }
    if (request == null) {
      throw new GrpcFailure(GrpcFailure.UNAVAILABLE, "build " + ref + " is over");
    }
    return request;
  }

  /** Tells of the build; blocks while too much of it has not been read. */
  synchronized void tell(ProtoWriter event) {
    try {
      while (watched && events.size() >= MOST_WAITING && !ended) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (events.size() < MOST_WAITING) {
      events.add(event);
      notifyAll();
    }
  }

  /** Sends what is told of the build until it is over. */
  void watch(GrpcAnswer answer) throws InterruptedException {
    synchronized (this) {
      watched = true;
    }
    try {
      for (ProtoWriter next = next(); next != null; next = next()) {
        answer.send(next);
      }
    } finally {
      synchronized (this) {
        watched = false;
        notifyAll();
      }
    }
  }

  private synchronized @Nullable ProtoWriter next() throws InterruptedException {
    while (events.isEmpty() && !ended) {
      wait();
    }
    ProtoWriter next = events.poll();
    notifyAll();
    return next;
  }

  /** What the build came to, for {@code Control/Solve} to answer. */
  synchronized void built(Map<String, String> exported) {
    receipt = exported;
  }

  synchronized void failed(GrpcFailure why) {
    failure = why;
  }

  /**
   * The client has what it wanted of the build.
   *
   * @param why null when it went well
   */
  synchronized void giveBack(@Nullable GrpcFailure why) {
    if (failure == null) {
      failure = why;
    }
    returned = true;
    notifyAll();
  }

  /** Waits for {@link #giveBack}, and returns what there is to answer. */
  synchronized Map<String, String> result() throws InterruptedException {
    while (!returned) {
      wait();
    }
    if (failure != null) {
      throw failure;
    }
    return receipt;
  }

  /** Nothing more will be told. */
  synchronized void end() {
    ended = true;
    notifyAll();
  }
}
