package dev.jdock.runtime.network.dns;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Section;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/** What one container is told of those on its networks. */
final class Answers {
  /** In seconds, as Docker has it. */
  private static final long TTL = 600;

  /** The least that everybody takes (RFC 1035), and what is said to be taken here (RFC 6891). */
  private static final int SMALL = 512;

  static final int LARGEST_DATAGRAM = 4096;
  private static final int HEADER = 12;

  private final NameTable names;
  private final String containerId;
  private final AtomicInteger turn = new AtomicInteger();

  /** Most clients ask for both kinds of addresses: each has turns of its own. */
  private final AtomicInteger turnOfIpv6 = new AtomicInteger();

  Answers(NameTable names, String containerId) {
    this.names = names;
    this.containerId = containerId;
  }

  /**
   * What is known of a question here.
   *
   * @param answer null for what is to be passed on, and for what gets no answer at all
   * @param limited what is passed on where that is not the question as it came
   * @param ignored whether it gets none
   * @param room bytes of an answer that the asker takes in one datagram
   */
  record Reply(
      @Nullable Message answer, @Nullable LimitedQuestion limited, boolean ignored, int room) {
    private static final Reply NONE = new Reply(null, null, true, 0);

    static Reply of(Message answer, int room) {
      return new Reply(answer, null, false, room);
    }

    static Reply passedOn(@Nullable LimitedQuestion limited, int room) {
      return new Reply(null, limited, false, room);
    }

    byte[] wire(boolean datagram) {
      return wire(Objects.requireNonNull(answer), datagram);
    }

    private byte[] wire(Message made, boolean datagram) {
      return made.toWire(datagram ? room : Message.MAXLENGTH);
    }

    /** What servers are asked. */
    byte[] passedOn(byte[] question) {
      return limited == null ? question : limited.wire();
    }

    /** What the asker is told of a server's answer. */
    byte[] answered(byte[] given, boolean datagram) {
      return limited == null ? given : wire(limited.answer(given), datagram);
    }
  }

  Reply to(byte[] bytes) {
    Message question;
    try {
      question = new Message(bytes);
    } catch (IOException | IllegalArgumentException e) {
      return unreadable(bytes);
    }
    if (question.getHeader().getFlag(Flags.QR)) {
      return Reply.NONE;
    }
    OPTRecord options = question.getOPT();
    int room =
        options == null ? SMALL : Math.clamp(options.getPayloadSize(), SMALL, LARGEST_DATAGRAM);
    if (question.getHeader().getOpcode() != Opcode.QUERY) {
      return Reply.of(failure(question, Rcode.NOTIMP), room);
    }
    Record asked = question.getQuestion();
    if (asked == null || question.getSection(Section.QUESTION).size() != 1) {
      return Reply.of(failure(question, Rcode.FORMERR), room);
    }
    Message known = known(question, asked);
    if (known != null) {
      return Reply.of(known, room);
    }
    Optional<NameLimit> limit = names.limit(containerId);
    return limit.isPresent()
        ? LimitedQuestion.reply(limit.get(), question, asked, room)
        : Reply.passedOn(null, room);
  }

  /** What has a header at least is told that it is wrong, unless it is an answer itself. */
  private static Reply unreadable(byte[] bytes) {
    if (bytes.length < HEADER || (bytes[2] & 0x80) != 0) {
      return Reply.NONE;
    }
    Message message = new Message(Byte.toUnsignedInt(bytes[0]) << 8 | Byte.toUnsignedInt(bytes[1]));
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setRcode(Rcode.FORMERR);
    return Reply.of(message, SMALL);
  }

  /** That a question cannot be answered. */
  static Message failure(Message question, int rcode) {
    Message answer = answer(question);
    answer.getHeader().setRcode(rcode);
    return answer;
  }

  /** Of a question that could be read before. */
  static byte[] failure(byte[] question) {
    try {
      return failure(new Message(question), Rcode.SERVFAIL).toWire();
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static Message answer(Message question) {
    Message answer = new Message(question.getHeader().getID());
    answer.getHeader().setOpcode(question.getHeader().getOpcode());
    answer.getHeader().setFlag(Flags.QR);
    answer.getHeader().setFlag(Flags.RA);
    if (question.getHeader().getFlag(Flags.RD)) {
      answer.getHeader().setFlag(Flags.RD);
    }
    Record asked = question.getQuestion();
    if (asked != null) {
      answer.addRecord(asked, Section.QUESTION);
    }
    if (question.getOPT() != null) {
      answer.addRecord(new OPTRecord(LARGEST_DATAGRAM, 0, 0), Section.ADDITIONAL);
    }
    return answer;
  }

  private @Nullable Message known(Message question, Record asked) {
    if (asked.getDClass() != DClass.IN) {
      return null;
    }
    return asked.getType() == Type.PTR ? reverse(question, asked) : forward(question, asked);
  }

  private @Nullable Message forward(Message question, Record asked) {
    String name = asked.getName().toString(true).toLowerCase(Locale.ROOT);
    List<InetAddress> addresses = names.addresses(containerId, name);
    if (addresses.isEmpty()) {
      return null;
    }
    Message answer = answer(question);
    List<Record> records =
        addresses.stream()
            .map(address -> record(asked.getName(), address))
            .filter(record -> asked.getType() == Type.ANY || asked.getType() == record.getType())
            .collect(Collectors.toCollection(ArrayList::new));
    if (!records.isEmpty()) {
      AtomicInteger turns = asked.getType() == Type.AAAA ? turnOfIpv6 : turn;
      Collections.rotate(records, -Math.floorMod(turns.getAndIncrement(), records.size()));
    }
    // Of all other types there is nothing, which ends the search.
    records.forEach(record -> answer.addRecord(record, Section.ANSWER));
    return answer;
  }

  private static Record record(Name name, InetAddress address) {
    return address instanceof Inet4Address
        ? new ARecord(name, DClass.IN, TTL, address)
        : new AAAARecord(name, DClass.IN, TTL, address);
  }

  private @Nullable Message reverse(Message question, Record asked) {
    try {
      Optional<String> name = names.name(containerId, ReverseMap.fromName(asked.getName()));
      if (name.isEmpty()) {
        return null;
      }
      Message answer = answer(question);
      Name target = Name.fromString(name.get(), Name.root);
      answer.addRecord(new PTRRecord(asked.getName(), DClass.IN, TTL, target), Section.ANSWER);
      return answer;
    } catch (UnknownHostException | TextParseException e) {
      return null;
    }
  }
}
