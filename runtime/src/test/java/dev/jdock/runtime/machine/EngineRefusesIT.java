package dev.jdock.runtime.machine;

import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.runtime.engine.CommitRequest;
import dev.jdock.runtime.engine.ContainerQuery;
import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.ContainerUpdate;
import dev.jdock.runtime.engine.ExecSpec;
import dev.jdock.runtime.engine.Filters;
import dev.jdock.runtime.engine.LogRequest;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.StatsRequest;
import dev.jdock.runtime.engine.Streams;
import dev.jdock.runtime.engine.WaitCondition;
import dev.jdock.runtime.machine.RefusalTable.Refusal;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/**
 * The engine refuses by itself what a front end should have refused: nobody has to come by the
 * command line.
 */
class EngineRefusesIT extends MachineRoomFixture {
  private static final ContainerUpdate NO_CHANGE =
      new ContainerUpdate(
          0,
          0,
          0,
          0,
          null,
          Resources.Cpu.NONE,
          ContainerUpdate.BlockIo.NONE,
          null,
          0,
          List.of(),
          List.of());

  /** Names a container that was never started. */
  private static final String AT_REST = "taken";

  private String running = "";

  private interface Action {
    void run(Refusal refusal) throws Exception;
  }

  private static Object nothing(Object ignored) {
    return ignored;
  }

  private Map<String, Action> verbs() {
    return Map.ofEntries(
        Map.entry("create", this::createAndStart),
        Map.entry(
            "update",
            refusal ->
                nothing(
                    containers()
                        .update(id(refusal), refusal.request(NO_CHANGE, ContainerUpdate.class)))),
        Map.entry("exec", this::exec),
        Map.entry("ps", this::list),
        Map.entry("logs", this::logs),
        Map.entry("stats", this::stats),
        Map.entry("kill", refusal -> containers().kill(id(refusal), refusal.text("signal", ""))),
        Map.entry("stop", refusal -> containers().stop(id(refusal), refusal.text("signal", ""), 0)),
        Map.entry(
            "restart", refusal -> containers().restart(id(refusal), refusal.text("signal", ""), 0)),
        Map.entry("rename", refusal -> containers().rename(id(refusal), refusal.text("name", ""))),
        Map.entry(
            "wait",
            refusal ->
                nothing(
                    containers()
                        .await(
                            id(refusal), WaitCondition.of(refusal.text("condition", "removed"))))),
        Map.entry("attach", refusal -> containers().attach(id(refusal), Streams.none()).close()),
        Map.entry(
            "top", refusal -> nothing(containers().top(id(refusal), texts(refusal, "options")))),
        Map.entry(
            "resize",
            refusal ->
                containers()
                    .resize(
                        id(refusal),
                        refusal.change().path("rows").asInt(),
                        refusal.change().path("columns").asInt())),
        Map.entry("commit", this::commit),
        Map.entry(
            "cp",
            refusal ->
                containers()
                    .readArchive(
                        id(refusal), refusal.text("path", "/"), OutputStream.nullOutputStream())),
        Map.entry(
            "prune", refusal -> nothing(containers().prune(new Filters(query(refusal).filters())))),
        Map.entry("rm", refusal -> containers().remove(id(refusal), false, false)),
        Map.entry("pause", refusal -> containers().pause(id(refusal))),
        Map.entry("unpause", refusal -> containers().unpause(id(refusal))),
        Map.entry("start", refusal -> containers().start(id(refusal))),
        Map.entry("diff", refusal -> nothing(containers().changes(id(refusal)))),
        Map.entry(
            "export",
            refusal -> containers().export(id(refusal), OutputStream.nullOutputStream())));
  }

  private String id(Refusal refusal) {
    return refusal.text("container", running);
  }

  private static List<String> texts(Refusal refusal, String field) {
    JsonNode texts = refusal.change().path(field);
    return texts.valueStream().map(JsonNode::asText).toList();
  }

  /** Some of it is seen at the start only, as Docker's daemon does. */
  private void createAndStart(Refusal refusal) {
    JsonNode platform = refusal.change().path("platform");
    ContainerSpec good = SpecBuilder.command("true").build();
    String id =
        platform.isMissingNode()
            ? create(refusal.request(good, ContainerSpec.class))
            : containers().create(good, platform.asText()).id();
    try {
      containers().start(id);
    } finally {
      containers().remove(id, true, true);
    }
  }

  private void exec(Refusal refusal) throws InterruptedException {
    ExecSpec spec = refusal.request(exec(null, false, false, "true"), ExecSpec.class);
    startExec(id(refusal), spec, Streams.none()).close();
  }

  private void list(Refusal refusal) {
    nothing(containers().list(query(refusal)));
  }

  private static ContainerQuery query(Refusal refusal) {
    return refusal.request(new ContainerQuery(true, 0, false, Map.of()), ContainerQuery.class);
  }

  private void logs(Refusal refusal) throws InterruptedException {
    containers()
        .logs(
            id(refusal),
            refusal.request(LogRequest.all(false), LogRequest.class),
            (error, entry) -> {});
  }

  private void stats(Refusal refusal) throws InterruptedException {
    JsonNode change = refusal.change();
    containers()
        .stats(
            id(refusal),
            new StatsRequest(change.path("stream").asBoolean(), change.path("oneShot").asBoolean()),
            json -> {});
  }

  private void commit(Refusal refusal) {
    nothing(
        containers()
            .commit(
                id(refusal),
                new CommitRequest(
                    refusal.text("name", "fine"), "", "", texts(refusal, "changes"), true, null)));
  }

  @Test
  void whatTheCommandLineWouldRefuse() {
    create(SpecBuilder.command("true").name(AT_REST));
    running = start(SpecBuilder.command("sleep", "1000"));
    SoftAssertions all = new SoftAssertions();
    Map<String, Action> verbs = verbs();
    for (Refusal refusal : RefusalTable.read().refusals()) {
      Action action = verbs.get(refusal.verb());
      all.assertThat(action).as(refusal.verb()).isNotNull();
      if (action != null) {
        Throwable thrown = catchThrowable(() -> action.run(refusal));
        all.assertThat(thrown)
            .as("%s", refusal)
            .isInstanceOf(JdockException.class)
            .hasMessageContaining(refusal.message());
        if (thrown instanceof JdockException refused) {
          all.assertThat(refused.kind()).as("%s: %s", refusal, thrown).isEqualTo(refusal.kind());
        }
      }
    }
    all.assertAll();
  }
}
