package dev.jdock.cli.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InspectFormatTest {
  private static final String DOCUMENT =
      """
      {"Id":"abc","State":{"Status":"running","Running":true,"ExitCode":0},
       "Config":{"Env":["A=1","B=<2>"],"Labels":{"b":"2","a":"1"},"Cmd":null,"Volumes":null},"Exposed":{"Ports":{"80/tcp":null}},
       "NetworkSettings":{"Ports":{"80/tcp":[{"HostIp":"0.0.0.0","HostPort":"8080"}]},
       "Networks":{"bridge":{"IPAddress":"172.17.0.2"}}},"Mounts":[],"HostConfig":{"Binds":null}}
      """;

  private static String render(String format) throws IOException {
    JsonNode document = new ObjectMapper().readTree(DOCUMENT);
    List<String> unfit = new ArrayList<>();
    String text = InspectFormat.of(format).render(List.of(document), unfit::add);
    assertThat(unfit).isEmpty();
    return text;
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '^',
      delimiter = '|',
      value = {
        "{{.Id}}|abc",
        "{{.ID}}|abc",
        "{{.State.Running}} {{.State.ExitCode}}|true 0",
        "{{.State}}|{running true 0}",
        "{{.Config.Labels}}|map[a:1 b:2]",
        "{{index .Config.Labels \"a\"}}|1",
        "{{index .Config.Labels \"none\"}}-|-",
        "{{.Config.Labels.none}}|<no value>",
        "{{.HostConfig.Binds}}{{len .HostConfig.Binds}}|[]0",
        "{{json .HostConfig.Binds}}|null",
        "{{range .HostConfig.Binds}}x{{else}}none{{end}}|none",
        "{{.Config.Volumes.none}}|<no value>",
        "{{json .Config.Volumes}}|null",
        "{{if .State.Health}}{{.State.Health.Status}}{{else}}none{{end}}|none",
        "{{.HostConfig.Sysctls.none}}|<no value>",
        "{{range $p, $c := .Exposed.Ports}}{{$p}}{{$c}}{{end}}|80/tcp[]",
        "{{range .Config.Env}}{{println .}}{{end}}-|^A=1\nB=<2>\n-^",
        "{{json .Config.Labels}}|{\"a\":\"1\",\"b\":\"2\"}",
        "{{json .Config.Env}}|[\"A=1\",\"B=<2>\"]",
        "{{json .State}}|{\"Status\":\"running\",\"Running\":true,\"ExitCode\":0}",
        "{{(index (index .NetworkSettings.Ports \"80/tcp\") 0).HostPort}}|8080",
        "{{range $p, $c := .NetworkSettings.Ports}}{{$p}}={{(index $c 0).HostPort}}{{end}}|80/tcp=8080",
        "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}|172.17.0.2",
        "{{.NetworkSettings.Networks.bridge.IPAddress}}|172.17.0.2",
        "{{if eq .State.Status \"running\"}}up{{end}}|up",
        "{{len .Mounts}}|0",
        "{{printf \"%.12s\" .Id}}|abc",
        "{{join .Config.Env \", \"}}|^A=1, B=<2>^"
      })
  void fillsTemplates(String template, String expected) throws IOException {
    assertThat(render(template)).isEqualTo(expected + "\n");
  }

  @Test
  void tellsOfDocumentsThatDoNotFitAndPrintsTheOthers() throws IOException {
    JsonNode document = new ObjectMapper().readTree(DOCUMENT);
    JsonNode other = new ObjectMapper().readTree("{\"Foo\":1}");
    List<String> unfit = new ArrayList<>();
    InspectFormat format = InspectFormat.of("{{.Foo}}");
    assertThat(format.render(List.of(document, other), unfit::add)).isEqualTo("1\n");
    assertThat(format.render(List.of(document), unfit::add)).isEqualTo("\n");
    String expected =
        "template parsing error: template: :1:2: executing \"\" at <.Foo>: map has no entry for key"
            + " \"Foo\"";
    assertThat(unfit).containsExactly(expected, expected);
  }

  @Test
  void countsTheLayersOfAnImageWithoutAny() throws IOException {
    JsonNode image = new ObjectMapper().readTree("{\"RootFS\":{\"Type\":\"layers\"}}");
    String text =
        InspectFormat.of("{{len .RootFS.Layers}}").render(List.of(image), unfit -> fail(unfit));
    assertThat(text).isEqualTo("0\n");
  }

  @Test
  void knowsTheFieldsOfAConfigurationWithoutAny() throws IOException {
    JsonNode image = new ObjectMapper().readTree("{\"Config\":{}}");
    String text =
        InspectFormat.of("{{.Config.Cmd}} {{.Config.Labels}} {{.Config.User}}")
            .render(List.of(image), unfit -> fail(unfit));
    assertThat(text).isEqualTo("[] map[] \n");
    List<String> unfit = new ArrayList<>();
    InspectFormat.of("{{.Config.Nosuch}}").render(List.of(image), unfit::add);
    assertThat(unfit).hasSize(1);
  }

  @Test
  void refusesABrokenTemplateAtOnce() {
    assertThatThrownBy(() -> InspectFormat.of("{{"))
        .isInstanceOf(JdockException.class)
        .hasMessage("template parsing error: template: :1: unclosed action");
  }

  @Test
  void indentsByFourWithoutAFormat() throws IOException {
    JsonNode document =
        new ObjectMapper().readTree("{\"A\":[1,{\"b\":[]}],\"C\":{},\"D\":\"<é>\"}");
    assertThat(InspectFormat.of("").render(List.of(document), text -> fail(text)))
        .isEqualTo(
            """
            [
                {
                    "A": [
                        1,
                        {
                            "b": []
                        }
                    ],
                    "C": {},
                    "D": "<é>"
                }
            ]
            """);
  }

  @Test
  void printsAnEmptyArrayForNothing() {
    assertThat(InspectFormat.of("").render(List.of(), text -> fail(text))).isEqualTo("[]\n");
  }

  @Test
  void printsOneLineForJson() throws IOException {
    JsonNode document = new ObjectMapper().readTree("{\"B\":1,\"A\":{\"c\":\"<\"}}");
    assertThat(InspectFormat.of("json").render(List.of(document), text -> fail(text)))
        .isEqualTo("[{\"B\":1,\"A\":{\"c\":\"<\"}}]\n");
  }
}
