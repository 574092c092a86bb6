package dev.jdock.runtime.network.forward;

import dev.jdock.linux.SyscallException;
import dev.jdock.linux.poll.Epoll;
import dev.jdock.linux.socket.InetSocket;
import java.net.InetSocketAddress;
import java.util.function.Consumer;

/**
 * A client's connection and that to the container. The end of one direction is passed on and leaves
 * the other as it is; the loss of one connection ends both.
 */
final class TcpConnection {
  private static final int READABLE = Epoll.IN | Epoll.END | Epoll.HUP | Epoll.ERROR;
  private static final int WRITABLE = Epoll.OUT | Epoll.HUP | Epoll.ERROR;

  private final ForwardLoop loop;
  private final InetSocket client;
  private final InetSocket target;
  private final Direction there;
  private final Direction back;
  private final Consumer<TcpConnection> ended;
  private final Runnable moving = this::move;
  private final long clientKey;
  private final long targetKey;
  private boolean connected;
  private boolean closed;

  private TcpConnection(
      ForwardLoop loop, InetSocket client, InetSocket target, Consumer<TcpConnection> ended) {
    this.loop = loop;
    this.client = client;
    this.target = target;
    this.ended = ended;
    this.there = new Direction(loop, client, target);
    this.back = new Direction(loop, target, client);
    this.clientKey = loop.watch(client.fd(), this::clientReady);
    this.targetKey = watchTarget();
  }

  /**
   * Begins to connect to the container.
   *
   * @param client owned from now on
   * @param ended is called once, when both sockets are closed
   * @throws SyscallException when that fails at once; {@code client} is closed then
   */
  static TcpConnection begin(
      ForwardLoop loop,
      InetSocket client,
      InetSocketAddress container,
      Consumer<TcpConnection> ended) {
    InetSocket target = null;
    try {
      target = InetSocket.connect(container);
      return new TcpConnection(loop, client, target, ended);
    } catch (SyscallException e) {
      client.close();
      if (target != null) {
        target.close();
      }
      throw e;
    }
  }

  private long watchTarget() {
    try {
      return loop.watch(target.fd(), this::targetReady);
    } catch (SyscallException e) {
      loop.forget(clientKey);
      throw e;
    }
  }

  private void clientReady(int events) {
    there.readable((events & READABLE) != 0);
    back.writable((events & WRITABLE) != 0);
    move();
  }

  private void targetReady(int events) {
    if (!connected) {
      if (!target.isSound()) {
        // Nobody listens in the container: the client sees its connection end, as with Docker.
        close();
        return;
      }
      connected = (events & Epoll.OUT) != 0;
    }
    back.readable((events & READABLE) != 0);
    there.writable((events & WRITABLE) != 0);
    move();
  }

  private void move() {
    if (!connected || closed) {
      return;
    }
    try {
      boolean moreThere = there.move();
      boolean moreBack = back.move();
      if (there.isDone() && back.isDone()) {
        close();
      } else if (moreThere || moreBack) {
        loop.goOnLater(moving);
      }
    } catch (SyscallException e) {
      // One side is gone: the other direction has no reader or no writer left either.
      close();
    }
  }

  /** Closes both sockets; a second call does nothing. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    loop.drop(moving);
    loop.forget(clientKey);
    loop.forget(targetKey);
    client.close();
    target.close();
    there.close();
    back.close();
    ended.accept(this);
  }
}
