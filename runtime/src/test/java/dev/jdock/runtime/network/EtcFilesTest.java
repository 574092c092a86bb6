package dev.jdock.runtime.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.runtime.engine.Networking;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EtcFilesTest {
  private static final String HEAD =
      """
      127.0.0.1\tlocalhost
      ::1\tlocalhost ip6-localhost ip6-loopback
      fe00::\tip6-localnet
      ff00::\tip6-mcastprefix
      ff02::1\tip6-allnodes
      ff02::2\tip6-allrouters
      """;

  private static final String RESOLV_CONF =
      """
      # of the host
      nameserver 127.0.0.53
      nameserver 192.0.2.53
      nameserver fd00::53
      search example.org
      options edns0
      """;

  private static HostFiles host(String resolvConf) {
    return new HostFiles("192.0.2.1 host\n", resolvConf, resolvConf);
  }

  private static Networking networking(
      String mode,
      @Nullable String domainname,
      List<String> extraHosts,
      List<String> dns,
      List<String> search,
      List<String> options) {
    return new Networking(
        mode, null, domainname, List.of(), List.of(), false, extraHosts, dns, search, options);
  }

  private static final EtcFiles.Surroundings OWN_SERVER =
      new EtcFiles.Surroundings(List.of(), false, true, false);

  private static Networking plain(String mode) {
    return networking(mode, null, List.of(), List.of(), List.of(), List.of());
  }

  private static EtcFiles files(Networking networking, @Nullable String address) {
    return EtcFiles.of(
        networking,
        "c0ffee",
        address == null ? List.of() : List.of(address),
        new EtcFiles.Surroundings(List.of("172.17.0.1"), false, false, false),
        host(RESOLV_CONF));
  }

  @Test
  void bridgedContainerKnowsItsOwnName() {
    EtcFiles files = files(plain("bridge"), "172.17.0.2");

    assertThat(files.hosts()).isEqualTo(HEAD + "172.17.0.2\tc0ffee\n");
    assertThat(files.hostname()).isEqualTo("c0ffee\n");
  }

  @Test
  void domainNameAndExtraHosts() {
    Networking networking =
        networking(
            "bridge",
            "example.com",
            List.of("db:10.0.0.9", "six:fd00::1", "bracketed=[fd00::2]", "gw:host-gateway"),
            List.of(),
            List.of(),
            List.of());

    assertThat(files(networking, "172.17.0.2").hosts())
        .isEqualTo(
            HEAD
                + "10.0.0.9\tdb\nfd00::1\tsix\nfd00::2\tbracketed\n172.17.0.1\tgw\n"
                + "172.17.0.2\tc0ffee.example.com c0ffee\n");
  }

  @Test
  void theHostHasItsName() {
    EtcFiles.Surroundings around =
        new EtcFiles.Surroundings(List.of("172.17.0.1", "fd00::1"), true, false, true);
    String lines = "172.17.0.1\thost.docker.internal\nfd00::1\thost.docker.internal\n";

    assertThat(EtcFiles.of(plain("bridge"), "c", List.of(), around, host("")).hosts())
        .isEqualTo(HEAD + lines);
    Networking other =
        networking(
            "bridge",
            null,
            List.of("host.docker.internal:10.0.0.9", "gw:host-gateway"),
            List.of(),
            List.of(),
            List.of());
    assertThat(EtcFiles.of(other, "c", List.of(), around, host("")).hosts())
        .isEqualTo(HEAD + "10.0.0.9\thost.docker.internal\n172.17.0.1\tgw\nfd00::1\tgw\n");
  }

  @Test
  void nameserversOfIpv6AreForThoseWhoReachThem() {
    EtcFiles.Surroundings around = new EtcFiles.Surroundings(List.of(), false, false, true);
    HostFiles host = host("nameserver fd00::53\nnameserver ::1\nnameserver fe80::1%eth0\n");

    assertThat(EtcFiles.of(plain("bridge"), "c", List.of(), around, host).resolvConf())
        .isEqualTo("nameserver fd00::53\n");
  }

  @Test
  void otherModes() {
    assertThat(files(plain("none"), null).hosts()).isEqualTo(HEAD);
    assertThat(files(plain("host"), null).hosts()).isEqualTo("192.0.2.1 host\n");
    assertThat(files(plain("host"), null).resolvConf()).isEqualTo(RESOLV_CONF);
  }

  @Test
  void unreachableNameserversAreNotHandedOn() {
    assertThat(files(plain("bridge"), "172.17.0.2").resolvConf())
        .isEqualTo(
            """
            # of the host
            nameserver 192.0.2.53
            search example.org
            options edns0
            """);
    assertThat(
            EtcFiles.of(
                    plain("bridge"),
                    "c",
                    List.of("172.17.0.2"),
                    EtcFiles.Surroundings.NONE,
                    host("nameserver 127.0.0.1\n"))
                .resolvConf())
        .isEqualTo("\nnameserver 8.8.8.8\nnameserver 8.8.4.4");
  }

  @Test
  void hostnameWithADomainIsKnownByItsBareNameToo() {
    assertThat(
            EtcFiles.of(
                    plain("bridge"),
                    "web.example.org",
                    List.of("172.17.0.2"),
                    EtcFiles.Surroundings.NONE,
                    host(""))
                .hosts())
        .endsWith("172.17.0.2\tweb.example.org web\n");
  }

  @Test
  void whatTheUserNamesReplacesTheHosts() {
    Networking all =
        networking(
            "bridge",
            null,
            List.of(),
            List.of("127.0.0.1", "9.9.9.9"),
            List.of("a.test", "b.test"),
            List.of("ndots:9"));
    assertThat(files(all, "172.17.0.2").resolvConf())
        .isEqualTo(
            """
            search a.test b.test
            nameserver 127.0.0.1
            nameserver 9.9.9.9
            options ndots:9
            """);

    Networking noSearch = networking("bridge", null, List.of(), List.of(), List.of("."), List.of());
    assertThat(files(noSearch, "172.17.0.2").resolvConf())
        .isEqualTo("nameserver 192.0.2.53\noptions edns0\n");
  }

  @Test
  void containerOnAUsersNetworkAsksTheEngine() {
    EtcFiles files =
        EtcFiles.of(
            plain("mine"),
            "c",
            List.of("10.0.0.2"),
            OWN_SERVER,
            host("search corp.example\noptions edns0\nnameserver 127.0.0.53\n"));
    assertThat(files.resolvConf())
        .isEqualTo("search corp.example\nnameserver 127.0.0.11\noptions edns0 ndots:0\n");
    Networking chosen =
        networking(
            "mine",
            null,
            List.of(),
            List.of("9.9.9.9"),
            List.of("example.org"),
            List.of("ndots:3"));
    assertThat(EtcFiles.of(chosen, "c", List.of(), OWN_SERVER, host("")).resolvConf())
        .isEqualTo("search example.org\nnameserver 127.0.0.11\noptions ndots:3\n");
  }

  @Test
  void hostsAreTheMachinesOwnOnlyOnItsNetwork() {
    Supplier<String> own = () -> "192.0.2.1 host\n";
    assertThat(EtcFiles.hosts(plain("host"), "c", List.of(), EtcFiles.Surroundings.NONE, own))
        .isEqualTo("192.0.2.1 host\n");
    assertThat(
            EtcFiles.hosts(
                plain("bridge"),
                "c",
                List.of("172.17.0.2"),
                EtcFiles.Surroundings.NONE,
                () -> {
                  throw new AssertionError("read in vain");
                }))
        .endsWith("172.17.0.2\tc\n");
  }
}
