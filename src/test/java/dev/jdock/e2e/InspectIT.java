package dev.jdock.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@EndToEnd
class InspectIT {

  private final Jdock jdock;

  InspectIT(Jdock jdock) {
    this.jdock = jdock;
  }

  @Test
  void showsAContainerWithDockersKeys() {
    String name = jdock.container();
    jdock
        .run("run", "-d", "--name", name, "-e", "A=b", "-m", "64m", jdock.busybox(), "sleep", "600")
        .ok();
    JsonNode node = jdock.inspect(name);
    assertThat(node.fieldNames())
        .toIterable()
        .contains(
            "Id",
            "Created",
            "Path",
            "Args",
            "State",
            "Image",
            "ResolvConfPath",
            "HostnamePath",
            "HostsPath",
            "LogPath",
            "Name",
            "RestartCount",
            "Driver",
            "Platform",
            "HostConfig",
            "GraphDriver",
            "Mounts",
            "Config",
            "NetworkSettings");
    assertThat(node.path("Path").asText()).isEqualTo("sleep");
    assertThat(node.at("/Args/0").asText()).isEqualTo("600");
    assertThat(node.at("/HostConfig/Memory").asLong()).isEqualTo(64L << 20);
    assertThat(node.at("/Config/Env").toString()).contains("\"A=b\"");
    assertThat(node.at("/State/Pid").asLong()).isPositive();
    assertThat(node.at("/NetworkSettings/Networks/bridge/IPAddress").asText())
        .matches("\\d+\\.\\d+\\.\\d+\\.\\d+");
  }

  @Test
  void showsTheUsersEnvironmentAndThenTheImages() {
    String image = jdock.image();
    jdock
        .runWithInput(
            "FROM " + jdock.busybox() + "\nENV X=1 Y=2\n", "build", "-q", "-t", image, "-")
        .ok();
    String name = jdock.container();
    jdock.run("create", "--name", name, "-e", "A=b", "-e", "Y=3", "-e", "X", image, "env").ok();
    List<String> environment = new ArrayList<>();
    jdock.inspect(name).at("/Config/Env").forEach(each -> environment.add(each.asText()));
    assertThat(environment).startsWith("A=b", "Y=3", "X").hasSize(4);
    assertThat(environment.getLast()).startsWith("PATH=");
    assertThat(jdock.run("start", "-a", name).ok().lines())
        .contains("Y=3")
        .doesNotContain("X=1", "X=");
  }

  @Test
  void showsAnImageWithDockersKeys() {
    JsonNode node = jdock.inspect(jdock.busybox());
    assertThat(node.fieldNames())
        .toIterable()
        .contains("Id", "RepoTags", "Created", "Config", "Architecture", "Os", "Size", "RootFS");
    assertThat(node.path("Id").asText()).matches("sha256:[0-9a-f]{64}");
    assertThat(node.at("/RootFS/Layers")).hasSize(1);
  }

  @Test
  void formats() {
    String name = jdock.container();
    jdock.run("create", "--name", name, jdock.busybox(), "echo", "x").ok();
    assertThat(jdock.format(name, "{{.Name}} {{json .Config.Cmd}} {{len .Mounts}}"))
        .isEqualTo("/" + name + " [\"echo\",\"x\"] 0");
    assertThat(jdock.format(name, "{{range $k, $v := .NetworkSettings.Networks}}{{$k}}{{end}}"))
        .isEqualTo("bridge");
    jdock
        .run("inspect", "-f", "{{.Nosuch}}", name)
        .exits(1)
        .errMatches("(?i)template parsing error");
  }

  @Test
  void unknownObjects() {
    Result result = jdock.run("inspect", "nosuch").exits(1);
    assertThat(result.out().strip()).isEqualTo("[]");
    assertThat(result.err()).containsPattern("(?i)error: no such object: nosuch");
    jdock
        .run("container", "inspect", "nosuch")
        .exits(1)
        .errMatches("(?i)no such container: nosuch");
    jdock.run("image", "inspect", "nosuch").exits(1).errMatches("(?i)no such image: nosuch");
    jdock.run("inspect", "--type", "container", jdock.busybox()).exits(1);
  }
}
