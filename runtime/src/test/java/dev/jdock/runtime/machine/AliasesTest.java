package dev.jdock.runtime.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.reference.Reference;
import dev.jdock.image.registry.Access;
import dev.jdock.image.registry.Limits;
import dev.jdock.image.registry.Registries;
import dev.jdock.image.registry.ShortNames;
import dev.jdock.image.transfer.PullRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AliasesTest {
  private static final ShortNames NAMES =
      new ShortNames(
          Map.of(
              "jupyter", Reference.parse("quay.io/jupyter/scipy-notebook"),
              "r", Reference.parse("rocker/r-ver")));

  private static final Limits HASTY =
      new Limits(
          Duration.ofSeconds(5),
          Duration.ofSeconds(5),
          Duration.ofSeconds(1),
          1,
          Duration.ofMillis(1),
          Duration.ofSeconds(1));

  private final List<String> asked = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private @TempDir Path etc = Path.of("");

  private static PullRequest request(String name, boolean shortName) {
    return new PullRequest(Reference.parse(name), false, null, Access.anonymous(), shortName);
  }

  /** What a registry's answer of that status is thrown as; 0 for a registry that is not there. */
  private JdockException failure(int status) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    int port = server.getAddress().getPort();
    server.createContext(
        "/v2/",
        exchange -> {
          boolean ping = exchange.getRequestURI().getPath().equals("/v2/");
          exchange.sendResponseHeaders(ping ? 200 : status, -1);
          exchange.close();
        });
    if (status > 0) {
      server.start();
    } else {
      server.stop(0);
    }
    Reference name = Reference.parse("127.0.0.1:" + port + "/a");
    try (Registries registries = new Registries(etc, HASTY)) {
      registries.open(name, Access.anonymous().credentials(), Map.of()).manifest("latest");
      throw new AssertionError("an answer");
    } catch (JdockException e) {
      return e;
    } finally {
      server.stop(0);
    }
  }

  private Reference ask(PullRequest request, JdockException first) throws InterruptedException {
    return new Aliases(() -> NAMES)
        .ask(
            request,
            notes::add,
            each -> {
              asked.add(each.reference().toString());
              if (asked.size() == 1) {
                throw first;
              }
              return each.reference();
            });
  }

  @Test
  void theLibraryIsAskedFirst() throws Exception {
    Aliases aliases =
        new Aliases(() -> {
          throw new AssertionError("nobody needs a name");
        });
    PullRequest request = request("jupyter", true);
    assertThat(aliases.<PullRequest>ask(request, notes::add, each -> each)).isEqualTo(request);
    assertThat(notes).isEmpty();
  }

  @Test
  void whatItLacksIsTakenForTheAliasAndToldOf() throws Exception {
    assertThat(ask(request("jupyter:3", true), failure(404)))
        .hasToString("quay.io/jupyter/scipy-notebook:3");
    assertThat(asked)
        .containsExactly("docker.io/library/jupyter:3", "quay.io/jupyter/scipy-notebook:3");
    assertThat(notes).containsExactly("Taking 'jupyter:3' for quay.io/jupyter/scipy-notebook:3");
  }

  @Test
  void outOfReachAnAliasElsewhereIsTried() throws Exception {
    ask(request("jupyter", true), failure(0));
    assertThat(notes)
        .containsExactly(
            "Taking 'jupyter:latest' for quay.io/jupyter/scipy-notebook:latest"
                + " (Docker Hub cannot be reached)");
  }

  @Test
  void withoutAnyMorePullsAnAliasElsewhereIsTried() throws Exception {
    ask(request("jupyter", true), failure(429));
    assertThat(notes)
        .containsExactly(
            "Taking 'jupyter:latest' for quay.io/jupyter/scipy-notebook:latest"
                + " (Docker Hub's limit is reached)");
  }

  @Test
  void aRegistryIsNotAskedAgainForAnAliasWhenItCannotAnswer() throws Exception {
    for (int status : List.of(0, 429)) {
      asked.clear();
      JdockException first = failure(status);
      assertThatThrownBy(() -> ask(request("r", true), first)).isSameAs(first);
    }
    asked.clear();
    assertThat(ask(request("r", true), failure(404))).hasToString("docker.io/rocker/r-ver:latest");
  }

  @Test
  void otherFailuresAndOtherNamesStay() throws Exception {
    for (int status : List.of(400, 401, 403, 500)) {
      asked.clear();
      JdockException first = failure(status);
      assertThatThrownBy(() -> ask(request("jupyter", true), first)).isSameAs(first);
    }
    JdockException absent = failure(404);
    for (PullRequest other : List.of(request("jupyter", false), request("debian", true))) {
      asked.clear();
      assertThatThrownBy(() -> ask(other, absent)).isSameAs(absent);
      assertThat(asked).hasSize(1);
    }
    assertThat(notes).isEmpty();
  }
}
