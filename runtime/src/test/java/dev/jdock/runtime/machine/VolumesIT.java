package dev.jdock.runtime.machine;

import static dev.jdock.runtime.machine.SpecBuilder.command;
import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.runtime.engine.Event;
import dev.jdock.runtime.engine.EventQuery;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.Outcome;
import dev.jdock.runtime.engine.Volume;
import dev.jdock.runtime.engine.VolumeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VolumesIT extends MachineRoomFixture {
  private Volume create(String name, Map<String, String> labels) {
    return room.volumes().create(new VolumeRequest(name, "", Map.of(), labels));
  }

  private List<String> names(Filters filters) {
    return room.volumes().list(filters).volumes().stream().map(Volume::name).toList();
  }

  @Test
  void aVolumeOutlivesTheEngineAsItWasMade() {
    Instant before = Instant.now();
    Volume made = create("data", Map.of("tier", "db"));
    assertThat(made.created()).isBetween(before, Instant.now());
    assertThat(Path.of(made.mountpoint())).isEmptyDirectory().endsWith(Path.of("data/_data"));
    room.close();
    room = open();
    assertThat(room.volumes().inspect("data"))
        .isEqualTo(made)
        .returns("local", Volume::driver)
        .returns(Map.of("tier", "db"), Volume::labels);
    assertThat(create("data", Map.of("tier", "other"))).isEqualTo(made);
  }

  @Test
  void oneWithoutANameIsAnonymous() {
    Volume made = create("", Map.of());
    assertThat(made.name()).matches("[0-9a-f]{64}");
    assertThat(made.anonymous()).isTrue();
    assertThat(create("ab".repeat(32), Map.of()).anonymous()).isFalse();
  }

  @Test
  void oneOfAContainerIsThereToo() {
    create(command("true").bind("named:/a").volume("/b"));
    assertThat(room.volumes().list(Filters.NONE).volumes())
        .hasSize(2)
        .extracting(Volume::anonymous)
        .containsExactlyInAnyOrder(true, false);
  }

  @Test
  void filtersSelect() {
    create("one", Map.of("a", "1", "b", "2"));
    create("two", Map.of("a", "2"));
    create(command("true").bind("used:/a"));
    assertThat(names(Filters.NONE)).containsExactly("one", "two", "used");
    assertThat(names(Filters.of("dangling", "true"))).containsExactly("one", "two");
    assertThat(names(Filters.of("dangling", "0"))).containsExactly("used");
    assertThat(names(Filters.of("label", "a"))).containsExactly("one", "two");
    assertThat(names(Filters.of("label", "a=1").with("label", "b"))).containsExactly("one");
    assertThat(names(Filters.of("name", "o$"))).containsExactly("two");
    assertThat(names(Filters.of("name", "e").with("name", "w")))
        .containsExactly("one", "two", "used");
    assertThat(names(Filters.of("name", "("))).isEmpty();
    assertThat(names(Filters.of("driver", "local"))).hasSize(3);
    assertThat(names(Filters.of("driver", "nfs"))).isEmpty();
  }

  @Test
  void removalIsAnnouncedAndTakesTheFiles() throws InterruptedException {
    Volume made = create("data", Map.of());
    room.volumes().remove("data", false);
    assertThat(Path.of(made.mountpoint())).doesNotExist();
    room.volumes().remove("data", true);
    List<String> events = new ArrayList<>();
    room.system()
        .events(
            new EventQuery(Instant.EPOCH, Instant.now(), Filters.of("type", "volume")),
            () -> {},
            event -> events.add(said(event)));
    assertThat(events).containsExactly("create data local", "destroy data local");
  }

  private static String said(Event event) {
    return event.action() + " " + event.id() + " " + event.attribute("driver");
  }

  @Test
  void pruneTakesAnonymousOnesUnlessAllAreMeant() throws IOException {
    String anonymous = create("", Map.of()).name();
    Volume named = create("named", Map.of("keep", "no"));
    create("other", Map.of());
    create(command("true").bind("used:/a").volume("/b"));
    Files.writeString(Path.of(named.mountpoint()).resolve("file"), "1234567");
    assertThat(room.volumes().prune(Filters.of("label", "x")).names()).isEmpty();
    assertThat(room.volumes().prune(Filters.NONE).names()).containsExactly(anonymous);
    assertThat(room.volumes().prune(Filters.of("all", "true").with("label!", "keep=no")).names())
        .containsExactly("other");
    assertThat(room.volumes().prune(Filters.of("all", "1")))
        .satisfies(pruned -> assertThat(pruned.names()).containsExactly("named"))
        .satisfies(pruned -> assertThat(pruned.reclaimed()).isGreaterThanOrEqualTo(7));
    assertThat(room.volumes().list(Filters.NONE).volumes()).hasSize(2);
  }

  @Test
  void whatIsAlreadySoIsSaid() throws InterruptedException {
    String id = create(command("sleep", "1000"));
    assertThat(containers().stop(id, null, 0)).isEqualTo(Outcome.ALREADY_SO);
    assertThat(containers().start(id)).isEqualTo(Outcome.DONE);
    assertThat(containers().start(id)).isEqualTo(Outcome.ALREADY_SO);
    assertThat(containers().stop(id, null, 0)).isEqualTo(Outcome.DONE);
    assertThat(containers().stop(id, null, 0)).isEqualTo(Outcome.ALREADY_SO);
  }
}
