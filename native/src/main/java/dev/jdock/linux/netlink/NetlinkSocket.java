package dev.jdock.linux.netlink;

import static dev.jdock.linux.SyscallException.check;
import static dev.jdock.linux.libc.C.LIBC;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.libc.Memory;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A netlink(7) socket that asks the kernel and waits for its answers. It belongs to the network
 * namespace of the thread that opened it; one thread uses it at a time.
 */
final class NetlinkSocket implements AutoCloseable {
  private static final int AF_NETLINK = 16;
  private static final int SOCK_RAW = 3;
  private static final int SOCK_CLOEXEC = 0x80000;
  private static final int SOL_NETLINK = 270;
  private static final int NETLINK_CAP_ACK = 10;
  private static final int NETLINK_EXT_ACK = 11;
  private static final int MSG_TRUNC = 0x20;

  private static final int NLMSG_ERROR = 2;
  private static final int NLMSG_DONE = 3;
  private static final int NLM_F_CAPPED = 0x100;
  private static final int NLM_F_ACK_TLVS = 0x200;
  private static final int NLMSGERR_ATTR_MSG = 1;

  /** More than the kernel puts into one answer: NLMSG_GOODSIZE and the dumps' 32 KiB. */
  private static final int RECEIVE_BYTES = 1 << 16;

  /** A received message: its type and what follows the header. */
  record Answer(int type, ByteBuffer payload) {}

  private final Fd fd;
  private final ByteBuffer received =
      ByteBuffer.allocate(RECEIVE_BYTES).order(ByteOrder.nativeOrder());
  private final Memory memory = Memory.owned(RECEIVE_BYTES);
  private int sequence;

  private NetlinkSocket(Fd fd) {
    this.fd = fd;
  }

  static NetlinkSocket open(int protocol) {
    Fd fd =
        Fd.own(
            check(
                LIBC.socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol),
                "socket",
                "AF_NETLINK",
                protocol));
    // Both are comforts (Linux 4.12, 4.2): without them errors only have less text.
    try (Memory one = Memory.allocate(4)) {
      one.pointer().putInt(0, 1);
      LIBC.setsockopt(fd.number(), SOL_NETLINK, NETLINK_EXT_ACK, one.pointer(), 4);
      LIBC.setsockopt(fd.number(), SOL_NETLINK, NETLINK_CAP_ACK, one.pointer(), 4);
    }
    return new NetlinkSocket(fd);
  }

  /**
   * Sends the messages in one write and waits until the kernel has acknowledged all of them that
   * ask for it.
   *
   * @throws SyscallException the first failure, after the kernel has seen all messages
   */
  synchronized void execute(List<MessageWriter> messages) {
    Map<Integer, MessageWriter> waiting = new HashMap<>();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int first = sequence + 1;
    for (MessageWriter message : messages) {
      byte[] encoded = message.bytes(++sequence);
      bytes.writeBytes(encoded);
      if ((encoded[6] & MessageWriter.NLM_F_ACK) != 0) {
        waiting.put(sequence, message);
      }
    }
    send(bytes.toByteArray(), messages.getFirst());
    SyscallException failure = null;
    while (!waiting.isEmpty()) {
      receive(messages.getFirst());
      while (received.remaining() >= MessageWriter.HEADER_LENGTH) {
        int end = nextEnd();
        int type = received.getShort(received.position() + 4);
        int flags = received.getShort(received.position() + 6);
        int answered = received.getInt(received.position() + 8);
        if (type == NLMSG_ERROR && answered >= first && answered <= sequence) {
          MessageWriter message = messages.get(answered - first);
          SyscallException error = error(message, flags, end);
          failure = failure == null ? error : failure;
          if (waiting.remove(answered) == null && error != null) {
            // An error for a message that asked for no answer is one for the whole batch.
            waiting.clear();
          }
        }
        received.position(end);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  void execute(MessageWriter message) {
    execute(List.of(message));
  }

  /**
   * All answers to a dump request, or to a request for one object that asks for an acknowledgement.
   */
  synchronized List<Answer> query(MessageWriter message) {
    send(message.bytes(++sequence), message);
    List<Answer> answers = new ArrayList<>();
    while (true) {
      receive(message);
      while (received.remaining() >= MessageWriter.HEADER_LENGTH) {
        int end = nextEnd();
        int type = Short.toUnsignedInt(received.getShort(received.position() + 4));
        int flags = received.getShort(received.position() + 6);
        boolean mine = received.getInt(received.position() + 8) == sequence;
        if (mine && (type == NLMSG_ERROR || type == NLMSG_DONE)) {
          SyscallException error = error(message, flags, end);
          if (error != null) {
            throw error;
          }
          return answers;
        }
        if (mine) {
          answers.add(new Answer(type, payload(end)));
        }
        received.position(end);
      }
    }
  }

  private ByteBuffer payload(int end) {
    int start = received.position() + MessageWriter.HEADER_LENGTH;
    ByteBuffer copy = ByteBuffer.allocate(end - start).order(ByteOrder.nativeOrder());
    return copy.put(received.slice(start, end - start)).flip();
  }

  private int nextEnd() {
    int length = received.getInt(received.position());
    if (length < MessageWriter.HEADER_LENGTH || length > received.remaining()) {
      throw new IllegalStateException("netlink message of " + length + " bytes");
    }
    return Math.min(received.limit(), received.position() + ((length + 3) & ~3));
  }

  /** struct nlmsgerr, or the status of NLMSG_DONE: null for success. */
  private @org.jspecify.annotations.Nullable SyscallException error(
      MessageWriter message, int flags, int end) {
    int start = received.position() + MessageWriter.HEADER_LENGTH;
    int code = end - start >= 4 ? -received.getInt(start) : 0;
    if (code == 0) {
      return null;
    }
    String text = "";
    if ((flags & NLM_F_ACK_TLVS) != 0 && end - start >= 20) {
      int quoted = (flags & NLM_F_CAPPED) != 0 ? 16 : (received.getInt(start + 4) + 3) & ~3;
      int attributes = Math.min(end, start + 4 + quoted);
      text = Attributes.read(received.slice(attributes, end - attributes)).text(NLMSGERR_ATTR_MSG);
    }
    String detail = message.description() + (text.isEmpty() ? "" : " (" + text + ")");
    return new SyscallException("netlink", Errno.of(code), detail);
  }

  private void send(byte[] bytes, MessageWriter message) {
    long sent;
    do {
      sent = LIBC.write(fd.number(), bytes, bytes.length);
    } while (sent < 0 && Errno.last() == Errno.EINTR);
    check(sent, "netlink", message.description());
  }

  private void receive(MessageWriter message) {
    long count;
    do {
      count = LIBC.recv(fd.number(), memory.pointer(), RECEIVE_BYTES, MSG_TRUNC);
    } while (count < 0 && Errno.last() == Errno.EINTR);
    check(count, "netlink", message.description());
    if (count > RECEIVE_BYTES) {
      throw new SyscallException("netlink", Errno.EMSGSIZE, message.description());
    }
    memory.pointer().get(0, received.array(), 0, (int) count);
    received.clear().limit((int) count);
  }

  @Override
  public void close() {
    fd.close();
    memory.close();
  }
}
