package dev.jdock.runtime.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.text.AddressText;
import dev.jdock.linux.netlink.AddressFamily;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class LimitedQuestionTest {
  private static final Name GOOD = Name.fromConstantString("Good.example.");
  private static final Name ALIAS = Name.fromConstantString("cdn.example.");
  private static final Name OTHER = Name.fromConstantString("other.example.");
  private static final Inet4Address ONE = Inet4Address.ofLiteral("192.0.2.1");
  private static final Inet4Address INSIDE = Inet4Address.ofLiteral("10.0.0.1");

  private final List<String> opened = new ArrayList<>();
  private final Set<AddressFamily> families = EnumSet.of(AddressFamily.IPV4);
  private final NameLimit limit =
      new NameLimit() {
        @Override
        public boolean allows(String name) {
          return name.equals("good.example");
        }

        @Override
        public boolean has(AddressFamily family) {
          return families.contains(family);
        }

        @Override
        public boolean opens(String name, InetAddress address, long seconds) {
          opened.add(name + " " + AddressText.of(address) + " " + seconds);
          return !address.equals(INSIDE);
        }
      };

  private static Message question(Name name, int type) {
    return Message.newQuery(Record.newRecord(name, type, DClass.IN));
  }

  private Answers.Reply reply(Message question) {
    return LimitedQuestion.reply(
        limit, question, Objects.requireNonNull(question.getQuestion()), 4096);
  }

  private static Message given(Message question, Record... records) {
    Message answer = new Message(question.getHeader().getID());
    answer.getHeader().setFlag(Flags.QR);
    answer.addRecord(Objects.requireNonNull(question.getQuestion()), Section.QUESTION);
    for (Record record : records) {
      answer.addRecord(record, Section.ANSWER);
    }
    return answer;
  }

  private List<Record> told(Message question, Record... records) throws IOException {
    byte[] answer = reply(question).answered(given(question, records).toWire(), true);
    return new Message(answer).getSection(Section.ANSWER);
  }

  private static ARecord address(Name owner, Inet4Address address) {
    return new ARecord(owner, DClass.IN, 30, address);
  }

  @Test
  void thereAreNoOtherNames() {
    Message question = question(OTHER, Type.TXT);
    question.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);

    Message answer = Objects.requireNonNull(reply(question).answer());

    assertThat(answer.getHeader().getRcode()).isEqualTo(Rcode.NXDOMAIN);
    OPTRecord options = Objects.requireNonNull(answer.getOPT());
    assertThat(options.getOptions()).hasSize(1);
    assertThat(((ExtendedErrorCodeOption) options.getOptions().getFirst()).getErrorCode())
        .isEqualTo(15);
  }

  @ParameterizedTest
  @ValueSource(ints = {Type.AAAA, Type.HTTPS, Type.SVCB, Type.ANY})
  void addressesOfOtherKindsAreNotAskedFor(int type) {
    Message answer = Objects.requireNonNull(reply(question(GOOD, type)).answer());

    assertThat(answer.getHeader().getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(answer.getSection(Section.ANSWER)).isEmpty();
  }

  @Test
  void addressesOfIpv6AreToldWhereTheNetworkHasIt() throws IOException {
    families.add(AddressFamily.IPV6);
    Record six = new AAAARecord(GOOD, DClass.IN, 30, InetAddress.ofLiteral("2001:db8::1"));
    // Java takes it for an address of IPv4.
    Record mapped =
        new AAAARecord(
            GOOD, DClass.IN, 30, HexFormat.of().parseHex("00000000000000000000ffffc0000201"));

    assertThat(told(question(GOOD, Type.AAAA), six, mapped)).containsExactly(six);
    assertThat(opened).containsExactly("good.example 2001:db8::1 30");
  }

  @Test
  void addressesOfIpv4AreNotToldWhereTheNetworkHasNone() throws IOException {
    families.clear();
    families.add(AddressFamily.IPV6);
    Message answer = Objects.requireNonNull(reply(question(GOOD, Type.A)).answer());

    assertThat(answer.getHeader().getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(told(question(GOOD, Type.AAAA), address(GOOD, ONE))).isEmpty();
    assertThat(opened).isEmpty();
  }

  @Test
  void theQuestionAloneIsPassedOn() throws IOException {
    Message question = question(GOOD, Type.A);
    question.addRecord(address(OTHER, ONE), Section.ADDITIONAL);

    Message passed = new Message(reply(question).passedOn(question.toWire()));

    assertThat(passed.getHeader().getID()).isEqualTo(question.getHeader().getID());
    assertThat(passed.getQuestion()).isEqualTo(question.getQuestion());
    assertThat(passed.getHeader().getFlag(Flags.RD)).isTrue();
    assertThat(passed.getSection(Section.ADDITIONAL)).isEmpty();
  }

  @Test
  void addressesAreOpenedBeforeTheyAreTold() throws IOException {
    Record alias = new CNAMERecord(GOOD, DClass.IN, 30, ALIAS);

    assertThat(told(question(GOOD, Type.A), address(ALIAS, ONE), alias))
        .containsExactlyInAnyOrder(alias, address(ALIAS, ONE));
    assertThat(opened).containsExactly("good.example 192.0.2.1 30");
  }

  @Test
  void addressesOfNobodyAskedForAreNeitherOpenedNorTold() throws IOException {
    assertThat(told(question(GOOD, Type.A), address(OTHER, ONE))).isEmpty();
    assertThat(opened).isEmpty();
  }

  @Test
  void addressesInsideAreNotTold() throws IOException {
    assertThat(told(question(GOOD, Type.A), address(GOOD, INSIDE), address(GOOD, ONE)))
        .containsExactly(address(GOOD, ONE));
  }

  @Test
  void otherAnswersAreTold() throws IOException {
    Record mail = new MXRecord(GOOD, DClass.IN, 30, 1, OTHER);

    assertThat(told(question(GOOD, Type.MX), mail)).containsExactly(mail);
  }

  @Test
  void whatIsNoAnswerToTheQuestionIsAFailure() throws IOException {
    Message question = question(GOOD, Type.A);
    byte[] other = given(question(OTHER, Type.A), address(OTHER, ONE)).toWire();
    for (byte[] wrong : List.of(other, question.toWire(), new byte[] {1, 2, 3})) {
      Message answer = new Message(reply(question).answered(wrong, false));
      assertThat(answer.getHeader().getRcode()).isEqualTo(Rcode.SERVFAIL);
    }
    assertThat(opened).isEmpty();
  }
}
