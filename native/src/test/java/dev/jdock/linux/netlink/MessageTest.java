package dev.jdock.linux.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

@DisabledIf("bigEndian")
class MessageTest {
  static boolean bigEndian() {
    return ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN;
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void attributesArePaddedToFourBytesAndTheHeaderHasTheLength() {
    byte[] message = new MessageWriter("test", 16, 4).attribute(3, "ab").bytes(7);

    assertThat(hex(message))
        .isEqualTo(
            "18000000" + "1000" + "0500" + "07000000" + "00000000" + "0700" + "0300" + "61620000");
  }

  @Test
  void nestedAttributesHaveTheirFlagAndLength() {
    byte[] message =
        new MessageWriter("test", 1, 0).nested(2, n -> n.attributeBig32(1, 0x01020304)).bytes(0);

    assertThat(hex(message).substring(32)).isEqualTo("0c000280" + "08000100" + "01020304");
  }

  @Test
  void readsBackWhatItWrote() throws Exception {
    byte[] message =
        new MessageWriter("test", 1, 0)
            .attribute(1, "name")
            .attributeU32(2, -7)
            .attribute(3, new byte[] {10, 0, 0, 1})
            .nested(4, n -> n.attribute(1, "x".repeat(300)).attribute(1, "second"))
            .bytes(0);

    Attributes attributes = Attributes.read(ByteBuffer.wrap(message).position(16));

    assertThat(attributes.text(1)).isEqualTo("name");
    assertThat(attributes.number(2, 0)).isEqualTo(-7);
    assertThat(attributes.number(9, 42)).isEqualTo(42);
    assertThat(attributes.address(3)).isEqualTo(InetAddress.ofLiteral("10.0.0.1"));
    assertThat(attributes.nested(4).text(1)).hasSize(300);
    assertThat(attributes.nested(4).all(1)).hasSize(2);
  }

  @Test
  void lengthsThatLieEndTheReading() {
    byte[] bytes = HexFormat.of().parseHex("08000100" + "01020304" + "ff000200" + "00");

    assertThat(Attributes.read(ByteBuffer.wrap(bytes)).number(1, 0)).isEqualTo(0x04030201);
    assertThat(Attributes.read(ByteBuffer.wrap(bytes)).bytes(2)).isNull();
    assertThat(Attributes.read(ByteBuffer.wrap(new byte[] {0, 0, 1, 0})).bytes(1)).isNull();
  }

  @Test
  void addressMessageHasTheBroadcastAddressOfItsNetwork() throws Exception {
    byte[] message = RouteSocket.address(5, InetAddress.ofLiteral("172.17.0.2"), 16).bytes(1);

    // As iproute2 sends it for "ip addr add 172.17.0.2/16 broadcast + dev X".
    assertThat(hex(message))
        .isEqualTo(
            "30000000"
                + "1400"
                + "0506"
                + "01000000"
                + "00000000"
                + "02100000"
                + "05000000"
                + "08000200"
                + "ac110002"
                + "08000100"
                + "ac110002"
                + "08000400"
                + "ac11ffff");
  }

  private static String tail(LinkKind kind, int parent) {
    // Behind the header and struct ifinfomsg.
    return hex(LinkMessages.link(new NewLink("x"), kind, parent).bytes(1)).substring(64);
  }

  @Test
  void linksOnAnotherLinkAreWhatIproute2Asks() {
    String name = "06000300" + "78000000";
    String parent = "08000500" + "09000000";

    assertThat(tail(new LinkKind.Macvlan(LinkKind.Macvlan.Mode.VEPA), 9))
        .isEqualTo(
            name
                + parent
                + "1c001280"
                + "0c000100"
                + "6d6163766c616e00"
                + "0c000280"
                + "08000100"
                + "02000000");
    assertThat(
            tail(new LinkKind.Ipvlan(LinkKind.Ipvlan.Layer.L3S, LinkKind.Ipvlan.Reach.PRIVATE), 9))
        .isEqualTo(
            name
                + parent
                + "24001280"
                + "0b000100"
                + "6970766c616e0000"
                + "14000280"
                + "06000100"
                + "02000000"
                + "06000200"
                + "01000000");
    assertThat(tail(new LinkKind.Vlan(10), 9))
        .isEqualTo(
            name
                + parent
                + "1c001280"
                + "09000100"
                + "766c616e00000000"
                + "0c000280"
                + "06000100"
                + "0a000000");
    assertThat(tail(new LinkKind.Dummy(), 0))
        .isEqualTo(name + "14001280" + "0a000100" + "64756d6d79000000" + "04000280");
  }

  @Test
  void routeByALinkHasNoGateway() {
    byte[] four = RouteSocket.defaultRoute(AddressFamily.IPV4.any(), 3).bytes(1);
    byte[] six = RouteSocket.defaultRoute(AddressFamily.IPV6.any(), 3).bytes(1);

    // RT_SCOPE_LINK is 253; IPv6 has no scopes.
    assertThat(hex(four).substring(32))
        .isEqualTo("02000000" + "fe03fd01" + "00000000" + "08000400" + "03000000");
    assertThat(hex(six).substring(32))
        .isEqualTo("0a000000" + "fe030001" + "00000000" + "08000400" + "03000000");
  }

  @Test
  void mapMessageIsWhatNftSends() {
    NfBatch batch =
        new NfBatch(AddressFamily.IPV4, "reftest")
            .addPortMap("zz", List.of(NfMap.Field.PROTOCOL, NfMap.Field.PORT));

    byte[] message = batch.messages().get(1).bytes(1);

    // From nft 1.0.6's "add map ip reftest zz { type inet_proto . inet_service : ipv4_addr .
    // inet_service ; }", without its user data, and asking for an acknowledgement.
    assertThat(hex(message).substring(8))
        .isEqualTo(
            "090a"
                + "0504"
                + "01000000"
                + "00000000"
                + "02000000"
                + "0c000100"
                + "7265667465737400"
                + "07000200"
                + "7a7a0000"
                + "08000300"
                + "00000008"
                + "08000400"
                + "0000030d"
                + "08000500"
                + "00000008"
                + "08000600"
                + "000001cd"
                + "08000700"
                + "00000008"
                + "08000a00"
                + "00000001");
  }

  @Test
  void masksOfPrefixes() {
    assertThat(NfExpression.mask(AddressFamily.IPV4, 14)).containsExactly(-1, -4, 0, 0);
    assertThat(NfExpression.mask(AddressFamily.IPV4, 0)).containsExactly(0, 0, 0, 0);
    assertThat(NfExpression.mask(AddressFamily.IPV4, 32)).containsOnly(-1);
    assertThat(hex(NfExpression.mask(AddressFamily.IPV6, 65)))
        .isEqualTo("ffffffffffffffff" + "8000000000000000");
  }

  @Test
  void macAddressesAreMadeFromIpAddresses() throws Exception {
    var address = (java.net.Inet4Address) InetAddress.ofLiteral("172.17.0.200");

    assertThat(MacAddress.of(address)).hasToString("02:42:ac:11:00:c8");
    assertThat(MacAddress.parse("02:42:ac:11:00:c8")).isEqualTo(MacAddress.of(address));
    MacAddress one = MacAddress.of(InetAddress.ofLiteral("fd00::1"));
    assertThat(one.toString()).startsWith("02:42:");
    assertThat(MacAddress.of(InetAddress.ofLiteral("fd00:0:0:1::1"))).isNotEqualTo(one);
  }
}
