package dev.jdock.runtime.network.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
import org.xbill.DNS.Type;

class AnswersTest {
  private static final Inet4Address ONE = Inet4Address.ofLiteral("10.0.0.1");
  private static final Inet4Address TWO = Inet4Address.ofLiteral("10.0.0.2");
  private static final InetAddress SIX = InetAddress.ofLiteral("fd00::6");
  private static final InetAddress SEVEN = InetAddress.ofLiteral("fd00::7");

  /** Names of a test. */
  record Known(Map<String, List<InetAddress>> byName) implements NameTable {
    @Override
    public List<InetAddress> addresses(String containerId, String name) {
      return byName.getOrDefault(name, List.of());
    }

    @Override
    public Optional<String> name(String containerId, InetAddress address) {
      return address.equals(ONE) || address.equals(SIX) ? Optional.of("web.net") : Optional.empty();
    }

    @Override
    public boolean leadsOut(String containerId) {
      return true;
    }
  }

  private static List<InetAddress> many() {
    List<InetAddress> many = new ArrayList<>();
    for (int i = 1; i <= 100; i++) {
      many.add(Inet4Address.ofLiteral("10.0.1." + i));
    }
    return many;
  }

  private final Answers answers =
      new Answers(
          new Known(
              Map.of(
                  "web",
                  List.of(ONE),
                  "all",
                  List.of(ONE, TWO),
                  "many",
                  many(),
                  "both",
                  List.of(ONE, SIX, TWO, SEVEN))),
          "id");

  private static Message question(String name, int type) {
    return Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN));
  }

  private Answers.Reply reply(Message question) {
    return answers.to(question.toWire());
  }

  private Message answer(Message question) throws IOException {
    return new Message(reply(question).wire(true));
  }

  private static List<InetAddress> addresses(Message answer) {
    return answer.getSection(Section.ANSWER).stream()
        .map(record ->
            record instanceof ARecord four ? four.getAddress() : ((AAAARecord) record).getAddress())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(strings = {"web.", "WEB.", "wEb."})
  void namesAreKnownInAnyCase(String name) throws IOException {
    Message question = question(name, Type.A);
    Message answer = answer(question);

    assertThat(addresses(answer)).containsExactly(ONE);
    assertThat(answer.getHeader().getID()).isEqualTo(question.getHeader().getID());
    assertThat(answer.getHeader().getRcode()).isEqualTo(Rcode.NOERROR);
    assertThat(answer.getHeader().getFlag(Flags.QR)).isTrue();
    assertThat(answer.getHeader().getFlag(Flags.RA)).isTrue();
    assertThat(answer.getHeader().getFlag(Flags.RD)).isTrue();
    assertThat(answer.getQuestion().getName()).isEqualTo(Name.fromString(name));
    assertThat(answer.getSection(Section.ANSWER).getFirst().getTTL()).isEqualTo(600);
    assertThat(answer.getOPT()).isNull();
  }

  @Test
  void severalAddressesTakeTurns() throws IOException {
    Message question = question("all.", Type.A);

    assertThat(addresses(answer(question))).containsExactly(ONE, TWO);
    assertThat(addresses(answer(question))).containsExactly(TWO, ONE);
    assertThat(addresses(answer(question))).containsExactly(ONE, TWO);
  }

  @Test
  void addressesOfBothVersionsTakeTurnsByThemselves() throws IOException {
    for (int round = 0; round < 2; round++) {
      assertThat(addresses(answer(question("both.", Type.A))))
          .containsExactly(round == 0 ? ONE : TWO, round == 0 ? TWO : ONE);
      assertThat(addresses(answer(question("both.", Type.AAAA))))
          .containsExactly(round == 0 ? SIX : SEVEN, round == 0 ? SEVEN : SIX);
    }
    assertThat(addresses(answer(question("both.", Type.ANY)))).hasSize(4);
  }

  @Test
  void aKnownNameHasNothingOfOtherTypes() throws IOException {
    for (int type : new int[] {Type.AAAA, Type.MX, Type.TXT, Type.SRV}) {
      Message answer = answer(question("web.", type));

      assertThat(answer.getHeader().getRcode()).isEqualTo(Rcode.NOERROR);
      assertThat(answer.getSection(Section.ANSWER)).isEmpty();
    }
  }

  @Test
  void whatIsUnknownIsPassedOn() throws IOException {
    String nobodys = ReverseMap.fromAddress(SEVEN).toString();
    assertThat(reply(question(nobodys, Type.PTR)).answer()).isNull();
    assertThat(reply(question("example.org.", Type.A)).answer()).isNull();
    assertThat(reply(question("example.org.", Type.A)).ignored()).isFalse();
    assertThat(reply(question("3.0.0.10.in-addr.arpa.", Type.PTR)).answer()).isNull();
    assertThat(reply(question("web.", Type.PTR)).answer()).isNull();
    Message chaos =
        Message.newQuery(Record.newRecord(Name.fromConstantString("web."), Type.A, DClass.CHAOS));
    assertThat(reply(chaos).answer()).isNull();
  }

  @Test
  void addressesHaveNames() throws IOException {
    for (InetAddress address : List.of(ONE, SIX)) {
      Message answer = answer(question(ReverseMap.fromAddress(address).toString(), Type.PTR));

      PTRRecord record = (PTRRecord) answer.getSection(Section.ANSWER).getFirst();
      assertThat(record.getTarget()).hasToString("web.net.");
    }
  }

  @Test
  void whatDoesNotFitIntoADatagramIsCutOff() throws IOException {
    Answers.Reply reply = reply(question("many.", Type.A));

    byte[] datagram = reply.wire(true);
    assertThat(datagram.length).isLessThanOrEqualTo(512);
    assertThat(new Message(datagram).getHeader().getFlag(Flags.TC)).isTrue();
    Message stream = new Message(reply.wire(false));
    assertThat(stream.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(addresses(stream)).hasSize(100);
  }

  @Test
  void largerDatagramsAreForThoseWhoTakeThem() throws IOException {
    Message question = question("many.", Type.A);
    question.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);

    Message answer = answer(question);

    assertThat(answer.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(addresses(answer)).hasSize(100);
    assertThat(Objects.requireNonNull(answer.getOPT()).getPayloadSize()).isEqualTo(4096);
  }

  @Test
  void whatIsNoQuestionIsToldSo() throws IOException {
    Message update = new Message(7);
    update.getHeader().setOpcode(Opcode.UPDATE);
    assertThat(answer(update).getHeader().getRcode()).isEqualTo(Rcode.NOTIMP);
    assertThat(answer(new Message(8)).getHeader().getRcode()).isEqualTo(Rcode.FORMERR);
    byte[] cut = question("web.", Type.A).toWire();
    Message unreadable = new Message(answers.to(java.util.Arrays.copyOf(cut, 14)).wire(true));
    assertThat(unreadable.getHeader().getRcode()).isEqualTo(Rcode.FORMERR);
    assertThat(unreadable.getHeader().getID()).isEqualTo(new Message(cut).getHeader().getID());
  }

  @Test
  void whatIsAnAnswerOrNothingGetsNone() {
    Message answer = question("web.", Type.A);
    answer.getHeader().setFlag(Flags.QR);
    assertThat(reply(answer).ignored()).isTrue();
    assertThat(answers.to(new byte[0]).ignored()).isTrue();
    assertThat(answers.to(new byte[] {1, 2, 3}).ignored()).isTrue();
  }
}
