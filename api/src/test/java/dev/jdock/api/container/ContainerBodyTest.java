package dev.jdock.api.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.jdock.api.http.ApiVersion;
import dev.jdock.api.http.HttpFailure;
import dev.jdock.api.http.Json;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.PortMapping;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContainerBodyTest {
  /** With apostrophes for quotation marks. */
  private static ContainerSpec spec(String json) {
    try {
      return body(json, new ApiVersion(1, 51)).spec("c");
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static ContainerBody body(String json, ApiVersion version)
      throws JsonProcessingException {
    return ContainerBody.read(Json.mapper().readTree(json.replace('\'', '"')), version);
  }

  private static ContainerSpec host(String json) {
    return spec("{'Image':'i','HostConfig':" + json + "}");
  }

  private static void assertRefused(int status, String json) {
    assertThatThrownBy(() -> spec(json))
        .isInstanceOfSatisfying(
            HttpFailure.class, e -> assertThat(e.status()).as(e.text()).isEqualTo(status));
  }

  @Test
  void anEmptyBodyIsNoContainer() {
    assertThatThrownBy(() -> spec("{}"))
        .hasMessage("config cannot be empty in order to create a container");
  }

  @Test
  void nullsAreWhatIsNotGiven() {
    String nulls =
        "{'Image':'i','Env':null,'Cmd':null,'Entrypoint':null,'Labels':null,'Volumes':null,"
            + "'OnBuild':null,'HostConfig':{'Binds':null,'CapAdd':null,'PortBindings':null,"
            + "'DeviceRequests':null,'Mounts':null,'MaskedPaths':null,'ReadonlyPaths':null,"
            + "'OomKillDisable':null,'PidsLimit':null,'MemorySwappiness':null,'Ulimits':null},"
            + "'NetworkingConfig':{'EndpointsConfig':null}}";
    assertThat(spec(nulls)).isEqualTo(spec("{'Image':'i'}"));
    assertThat(spec("{'Image':'i','HostConfig':null,'NetworkingConfig':null}"))
        .isEqualTo(spec("{'Image':'i'}"));
  }

  @Test
  void anEntrypointOfAnEmptyTextIsNone() {
    assertThat(spec("{'Image':'i'}").command().entrypoint()).isNull();
    assertThat(spec("{'Image':'i','Entrypoint':[]}").command().entrypoint()).isNull();
    assertThat(spec("{'Image':'i','Entrypoint':['']}").command().entrypoint()).isEmpty();
    assertThat(spec("{'Image':'i','Entrypoint':'sh'}").command().entrypoint())
        .containsExactly("sh");
    assertThat(spec("{'Image':'i','Cmd':'ls'}").command().arguments()).containsExactly("ls");
  }

  @Test
  void publishesPorts() {
    Networking networking =
        host("{'PortBindings':{'80/tcp':[{'HostIp':'127.0.0.1','HostPort':'8080'},"
                + "{'HostPort':'9000-9002'}],'53/udp':[],'54':null,'55/sctp':[{}]}}")
            .networking();
    assertThat(networking.publish())
        .containsExactly(
            new PortMapping("127.0.0.1", 8080, 80, "tcp"),
            new PortMapping("", 9000, 9002, 80, "tcp"),
            new PortMapping("", 0, 53, "udp"),
            new PortMapping("", 0, 54, "tcp"),
            new PortMapping("", 0, 55, "sctp"));
  }

  @ParameterizedTest
  @CsvSource({
    "80/tcp,x",
    "80/tcp,-1",
    "80/tcp,65536",
    "80/tcp,9-8",
    "80/tcp,1-2-3",
    "x/tcp,1",
    "65536/tcp,1",
    "'',1",
    "80/tcp,1-"
  })
  void refusesPortsThatAreNone(String port, String hostPort) {
    assertRefused(
        400,
        "{'Image':'i','HostConfig':{'PortBindings':{'"
            + port
            + "':[{'HostPort':'"
            + hostPort
            + "'}]}}}");
  }

  @Test
  void isOnTheNetworkOfItsModeFirst() {
    List<Networking.Attachment> attachments =
        spec("{'Image':'i','HostConfig':{'NetworkMode':'a'},'NetworkingConfig':{"
                + "'EndpointsConfig':{'b':{'Aliases':['x']},'a':{}}}}")
            .networking()
            .attachments();
    assertThat(attachments).extracting(Networking.Attachment::network).containsExactly("a", "b");
  }

  @Test
  void isOnTheNetworkOfItsModeWhereOthersAloneAreNamed() {
    List<Networking.Attachment> attachments =
        spec("{'Image':'i','HostConfig':{'NetworkMode':'a'},'NetworkingConfig':{"
                + "'EndpointsConfig':{'b':null}}}")
            .networking()
            .attachments();
    assertThat(attachments).extracting(Networking.Attachment::network).containsExactly("a", "b");
  }

  @Test
  void takesTheBridgeForTheUsualNetwork() {
    assertThat(
            spec("{'Image':'i','HostConfig':{'NetworkMode':'default'},'NetworkingConfig':{"
                    + "'EndpointsConfig':{'default':{}}}}")
                .networking()
                .attachments())
        .isNull();
  }

  @Test
  void unconfinesThePathsOfTheSystem() {
    assertThat(host("{'MaskedPaths':[],'ReadonlyPaths':[]}").isolation().securityOptions())
        .containsExactly("systempaths=unconfined");
    assertRefused(501, "{'Image':'i','HostConfig':{'MaskedPaths':['/proc/x']}}");
    assertRefused(501, "{'Image':'i','HostConfig':{'ReadonlyPaths':[]}}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'Image':1}",
        "{'Env':'A=b','Image':'i'}",
        "{'Env':[1]}",
        "{'Cmd':[['x']]}",
        "{'Labels':['a']}",
        "{'Labels':{'a':1}}",
        "{'Tty':'true'}",
        "{'StopTimeout':1.5}",
        "{'StopTimeout':99999999999}",
        "{'ExposedPorts':['80/tcp']}",
        "{'Volumes':'/x'}",
        "{'Healthcheck':'none'}",
        "{'Healthcheck':{'Retries':'3'}}",
        "{'HostConfig':[]}",
        "{'HostConfig':'x'}",
        "{'HostConfig':{'Memory':'1g'}}",
        "{'HostConfig':{'Memory':1e30}}",
        "{'HostConfig':{'Memory':99999999999999999999}}",
        "{'HostConfig':{'Binds':{'a':'b'}}}",
        "{'HostConfig':{'PortBindings':{'80/tcp':{}}}}",
        "{'HostConfig':{'PortBindings':{'80/tcp':[{'HostPort':80}]}}}",
        "{'HostConfig':{'Mounts':[1]}}",
        "{'HostConfig':{'Mounts':{'Type':'bind'}}}",
        "{'HostConfig':{'Mounts':[{'ReadOnly':'yes'}]}}",
        "{'HostConfig':{'Ulimits':[{'Soft':'1'}]}}",
        "{'HostConfig':{'RestartPolicy':'always'}}",
        "{'HostConfig':{'DeviceRequests':[{'Capabilities':['gpu']}]}}",
        "{'HostConfig':{'LogConfig':{'Config':[]}}}",
        "{'NetworkingConfig':{'EndpointsConfig':['a']}}",
        "{'NetworkingConfig':{'EndpointsConfig':{'a':{'IPAMConfig':'10.0.0.1'}}}}"
      })
  void refusesValuesOfOtherTypes(String json) {
    assertRefused(400, json);
  }

  @Test
  void theContainersOwnMacAddressCountsUpToVersion51() throws JsonProcessingException {
    String json = "{'Image':'i','MacAddress':'02:00:00:00:00:01'}";
    assertThat(body(json, new ApiVersion(1, 51)).spec("c").networking().address().mac())
        .isEqualTo("02:00:00:00:00:01");
    assertThat(body(json, new ApiVersion(1, 52)).spec("c").networking().address().mac()).isEmpty();
  }

  @Test
  void warnsOfPortsWithoutBindingsSinceVersion52() throws JsonProcessingException {
    String json = "{'Image':'i','HostConfig':{'PortBindings':{'80/tcp':[],'81':[],'82/tcp':[{}]}}}";
    assertThat(body(json, new ApiVersion(1, 51)).warnings()).isEmpty();
    assertThat(body(json, new ApiVersion(1, 52)).warnings())
        .containsExactly(
            "Following container port(s) have an empty list of port-bindings: 80/tcp, 81/tcp."
                + " Such bindings will be discarded in a future version.");
    assertThat(body("{'Image':'i'}", new ApiVersion(1, 52)).warnings()).isEmpty();
  }
}
