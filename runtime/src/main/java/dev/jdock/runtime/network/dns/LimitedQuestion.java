package dev.jdock.runtime.network.dns;

import dev.jdock.linux.netlink.AddressFamily;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/**
 * A question about an allowed name by a container that may ask for some names only. What is passed
 * on has nothing but the question in it, and the container learns no address that it cannot go to.
 */
final class LimitedQuestion {
  /** What has addresses in it that would lead past the limit or nowhere. */
  private static final Set<Integer> WITHOUT_ANSWER =
      Set.of(Type.HTTPS, Type.SVCB, Type.ANY, Type.A6);

  private static final int BLOCKED = 15;

  private final NameLimit limit;
  private final Message question;
  private final Record asked;

  private LimitedQuestion(NameLimit limit, Message question, Record asked) {
    this.limit = limit;
    this.question = question;
    this.asked = asked;
  }

  /**
   * What becomes of a question.
   *
   * @param room bytes of an answer that the asker takes in one datagram
   */
  static Answers.Reply reply(NameLimit limit, Message question, Record asked, int room) {
    if (!limit.allows(name(asked.getName()))) {
      return Answers.Reply.of(refusal(question), room);
    }
    if (!leadsSomewhere(limit, asked.getType())) {
      return Answers.Reply.of(Answers.failure(question, Rcode.NOERROR), room);
    }
    return Answers.Reply.passedOn(new LimitedQuestion(limit, question, asked), room);
  }

  /** Of addresses, those of versions of IP that the network has. */
  private static boolean leadsSomewhere(NameLimit limit, int type) {
    return switch (type) {
      case Type.A -> limit.has(AddressFamily.IPV4);
      case Type.AAAA -> limit.has(AddressFamily.IPV6);
      default -> !WITHOUT_ANSWER.contains(type);
    };
  }

  private static String name(Name name) {
    return name.toString(true).toLowerCase(Locale.ROOT);
  }

  /**
   * That there is no such name: programs give up at once then, while they try again for long after
   * other failures. Who asks with EDNS learns why (RFC 8914).
   */
  private static Message refusal(Message question) {
    Message answer = Answers.failure(question, Rcode.NXDOMAIN);
    if (answer.getOPT() != null) {
      answer.removeAllRecords(Section.ADDITIONAL);
      answer.addRecord(
          new OPTRecord(
              Answers.LARGEST_DATAGRAM,
              0,
              0,
              0,
              List.of(new ExtendedErrorCodeOption(BLOCKED, "not allowed on this network"))),
          Section.ADDITIONAL);
    }
    return answer;
  }

  /** What is passed on: it carries nothing else that the container has written. */
  byte[] wire() {
    Message plain = new Message(question.getHeader().getID());
    if (question.getHeader().getFlag(Flags.RD)) {
      plain.getHeader().setFlag(Flags.RD);
    }
    plain.addRecord(asked, Section.QUESTION);
    if (question.getOPT() != null) {
      plain.addRecord(new OPTRecord(Answers.LARGEST_DATAGRAM, 0, 0), Section.ADDITIONAL);
    }
    return plain.toWire();
  }

  /**
   * What the container is told of a server's answer. The addresses in it can be reached when this
   * returns.
   */
  Message answer(byte[] bytes) {
    Message given;
    try {
      given = new Message(bytes);
    } catch (IOException | IllegalArgumentException e) {
      return Answers.failure(question, Rcode.SERVFAIL);
    }
    Record repeated = given.getQuestion();
    if (!given.getHeader().getFlag(Flags.QR) || !asked.equals(repeated)) {
      return Answers.failure(question, Rcode.SERVFAIL);
    }
    Message answer = Answers.failure(question, given.getHeader().getRcode());
    if (given.getHeader().getFlag(Flags.TC)) {
      answer.getHeader().setFlag(Flags.TC);
    }
    List<Record> records = given.getSection(Section.ANSWER);
    Set<Name> chain = chain(records);
    for (Record record : records) {
      if (chain.contains(record.getName()) && may(record)) {
        answer.addRecord(record, Section.ANSWER);
      }
    }
    // How long it may be remembered that there is nothing.
    for (Record record : given.getSection(Section.AUTHORITY)) {
      if (record.getType() == Type.SOA) {
        answer.addRecord(record, Section.AUTHORITY);
      }
    }
    return answer;
  }

  private boolean may(Record record) {
    if (!leadsSomewhere(limit, record.getType())) {
      return false;
    }
    return switch (record) {
      case ARecord address -> opens(address.getAddress(), address.getTTL());
      // Java makes an IPv4 address of ::ffff:a.b.c.d, which is where packets to it would go.
      case AAAARecord address ->
          address.getAddress() instanceof Inet6Address six && opens(six, address.getTTL());
      default -> true;
    };
  }

  private boolean opens(InetAddress address, long seconds) {
    return limit.opens(name(asked.getName()), address, seconds);
  }

  /** The name that was asked for and those that it is an alias of. */
  private Set<Name> chain(List<Record> records) {
    Set<Name> chain = new HashSet<>(List.of(asked.getName()));
    List<CNAMERecord> aliases = new ArrayList<>();
    for (Record record : records) {
      if (record instanceof CNAMERecord alias) {
        aliases.add(alias);
      }
    }
    boolean grown = true;
    while (grown) {
      grown = false;
      for (CNAMERecord alias : aliases) {
        grown |= chain.contains(alias.getName()) && chain.add(alias.getTarget());
      }
    }
    return chain;
  }
}
