package dev.jdock.runtime.container.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.jdock.image.content.NewerRecordException;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.container.document.ContainerDocument;
import dev.jdock.runtime.container.document.DocumentJson;
import dev.jdock.runtime.container.document.HealthDocument;
import dev.jdock.runtime.container.document.StateDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordCodecTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static ContainerRecord reread(ContainerRecord record) {
    return RecordCodec.record(
        DocumentJson.read(
            DocumentJson.write(RecordCodec.document(record)),
            ContainerDocument.class,
            ContainerDocument.VERSION));
  }

  private static StateDocument state(String json) {
    return DocumentJson.read(
        json.getBytes(StandardCharsets.UTF_8), StateDocument.class, StateDocument.VERSION);
  }

  private static ObjectNode tree(Record document) throws IOException {
    return (ObjectNode) JSON.readTree(DocumentJson.write(document));
  }

  @Test
  void everyComponentOfARecordIsReadAsItWasWritten() {
    List<ContainerRecord> samples = RecordSamples.of(ContainerRecord.class);
    assertThat(samples).hasSizeGreaterThan(10).doesNotHaveDuplicates();
    assertThat(samples).allSatisfy(sample -> assertThat(reread(sample)).isEqualTo(sample));
  }

  @Test
  void everyComponentOfAStateIsReadAsItWasWritten() {
    assertThat(RecordSamples.of(ContainerState.class))
        .allSatisfy(sample ->
            assertThat(
                    RecordCodec.state(
                        DocumentJson.read(
                            DocumentJson.write(RecordCodec.document(sample)),
                            StateDocument.class,
                            StateDocument.VERSION)))
                .isEqualTo(sample));
  }

  @Test
  void everyComponentOfHealthIsReadAsItWasWritten() {
    assertThat(RecordSamples.of(Health.class))
        .allSatisfy(sample ->
            assertThat(
                    RecordCodec.health(
                        DocumentJson.read(
                            DocumentJson.write(RecordCodec.document(sample)),
                            HealthDocument.class,
                            HealthDocument.VERSION)))
                .isEqualTo(sample));
  }

  @ParameterizedTest
  @EnumSource
  void everyStatusIsWrittenByItsName(ContainerState.Status status) throws IOException {
    ContainerState state = new ContainerState(status, 1, 2, "s", "f", 3, "", false, 4, false);
    assertThat(tree(RecordCodec.document(state)).path("status").asText()).isEqualTo(status.name());
    assertThat(RecordCodec.state(RecordCodec.document(state))).isEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource
  void everyHealthIsWrittenByItsName(Health.Status status) throws IOException {
    Health health = new Health(status, 1, List.of());
    assertThat(tree(RecordCodec.document(health)).path("status").asText()).isEqualTo(status.name());
    assertThat(RecordCodec.health(RecordCodec.document(health))).isEqualTo(health);
  }

  @Test
  void everyDocumentNamesItsVersion() throws IOException {
    ContainerRecord record = RecordSamples.of(ContainerRecord.class).getFirst();
    assertThat(tree(RecordCodec.document(record)).path("version").asInt()).isEqualTo(1);
    assertThat(tree(RecordCodec.document(ContainerState.created())).path("version").asInt())
        .isEqualTo(1);
    assertThat(tree(RecordCodec.document(Health.atFirst())).path("version").asInt()).isEqualTo(1);
  }

  @Test
  void unknownFieldsArePassedOver() throws IOException {
    ContainerRecord record = RecordSamples.of(ContainerRecord.class).getFirst();
    ObjectNode tree = tree(RecordCodec.document(record));
    List<ObjectNode> objects = new ArrayList<>(List.of(tree));
    tree.findParents("memoryBytes").forEach(each -> objects.add((ObjectNode) each));
    tree.findParents("containerPort").forEach(each -> objects.add((ObjectNode) each));
    assertThat(objects).hasSizeGreaterThan(2);
    objects.forEach(each -> each.put("later", "x").putObject("laterStill").put("y", 1));
    assertThat(
            RecordCodec.record(
                DocumentJson.read(
                    JSON.writeValueAsBytes(tree),
                    ContainerDocument.class,
                    ContainerDocument.VERSION)))
        .isEqualTo(record);
  }

  @Test
  void newerDocumentIsRefusedWhateverItHolds() {
    assertThatThrownBy(() -> state("{\"version\":2,\"status\":{\"is\":\"another form\"}}"))
        .isInstanceOfSatisfying(
            NewerRecordException.class,
            e ->
                assertThat(e.of("container 7"))
                    .isEqualTo(
                        "container 7 was written by a newer jdock (record version 2): this one"
                            + " reads versions up to 1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "null", "\"1\"", "1.5", "1e99", "99999999999", "{}"})
  void whatIsNoVersionIsDamage(String version) {
    assertThatThrownBy(() -> state("{\"version\":" + version + "}"))
        .isInstanceOf(JdockException.class)
        .isNotInstanceOf(NewerRecordException.class)
        .hasMessage("invalid value of version");
  }

  @Test
  void whatIsCutOffOrNullIsNamed() throws IOException {
    String whole = tree(RecordCodec.document(ContainerState.created())).toString();
    for (int length = 0; length < whole.length(); length++) {
      String part = whole.substring(0, length);
      assertThatThrownBy(() -> state(part))
          .isInstanceOf(JdockException.class)
          .hasMessageMatching("unexpected end of JSON input|invalid syntax in line 1, column \\d+");
    }
    assertThatThrownBy(() -> state("null")).hasMessage("the record is null");
    assertThatThrownBy(() -> state("[]")).hasMessage("it is not of the expected form");
    assertThatThrownBy(() -> state("{\"version\":1}"))
        .hasMessage("the record has a null in status");
    assertThatThrownBy(() -> state("{\"status\":7}")).hasMessage("invalid value of status");
  }

  @Test
  void nullsAreNamedByTheirPlaceInTheDocument() throws IOException {
    ContainerRecord record = RecordSamples.of(ContainerRecord.class).getFirst();
    ObjectNode tree = tree(RecordCodec.document(record));
    JsonNode mount = tree.at("/spec/storage/mounts/0");
    ((ObjectNode) mount).putNull("target");
    assertThatThrownBy(() ->
            DocumentJson.read(
                JSON.writeValueAsBytes(tree), ContainerDocument.class, ContainerDocument.VERSION))
        .hasMessage("the record has a null in spec.storage.mounts.target");
  }

  @Test
  void documentsAreWrittenAsJacksonWritesThem() {
    List<Record> documents = new ArrayList<>();
    RecordSamples.of(ContainerRecord.class)
        .forEach(each -> documents.add(RecordCodec.document(each)));
    RecordSamples.of(ContainerState.class)
        .forEach(each -> documents.add(RecordCodec.document(each)));
    RecordSamples.of(Health.class).forEach(each -> documents.add(RecordCodec.document(each)));
    assertThat(documents)
        .allSatisfy(each ->
            assertThat(DocumentJson.write(each))
                .asString()
                .isEqualTo(JSON.writeValueAsString(each)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/spec/command|tty|1|invalid value of spec.command.tty",
        "/spec/resources|memoryBytes|\"x\"|invalid value of spec.resources.memoryBytes",
        "/spec/resources|memoryBytes|1.5|invalid value of spec.resources.memoryBytes",
        "/spec/resources|memoryBytes|1e99|invalid value of spec.resources.memoryBytes",
        "/spec/lifecycle|restartLimit|3000000000|invalid value of spec.lifecycle.restartLimit",
        "/spec|labels|[]|invalid value of spec.labels",
        "/spec|labels|{\"a\":1}|invalid value of spec.labels",
        "/spec|labels|{\"a\":null}|the record has a null in spec.labels",
        "/spec|command|[]|invalid value of spec.command",
        "/spec|command|null|the record has a null in spec.command",
        "/spec/storage|mounts|{}|invalid value of spec.storage.mounts",
        "/spec/storage|mounts|[7]|invalid value of spec.storage.mounts",
        "/spec/storage|mounts|[null]|the record has a null in spec.storage.mounts",
        "/config|exposedPorts|\"80\"|invalid value of config.exposedPorts",
        "''|id|7|invalid value of id",
        "''|layers|[null]|the record has a null in layers"
      })
  void whatHasAnotherTypeIsNamedByItsPlace(
      String object, String field, String value, String message) throws IOException {
    ObjectNode tree =
        tree(RecordCodec.document(RecordSamples.of(ContainerRecord.class).getFirst()));
    ((ObjectNode) tree.at(object)).set(field, JSON.readTree(value));
    byte[] bytes = JSON.writeValueAsBytes(tree);
    assertThatThrownBy(
            () -> DocumentJson.read(bytes, ContainerDocument.class, ContainerDocument.VERSION))
        .isInstanceOf(JdockException.class)
        .hasMessage(message);
  }
}
