package dev.jdock.image.registry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.oci.Json;
import dev.jdock.image.reference.Reference;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Search by the registry API v1, which Docker Hub and compatible servers support.
 *
 * @param index the host to ask: {@code docker.io} for Docker Hub
 * @param text what to look for
 */
record Search(String index, String text) {
  private static final int MOST_BYTES = 4 << 20;
  private static final int USUAL = 25;
  private static final int MOST = 100;
  private static final SortedSet<String> NO_SCOPE =
      Collections.unmodifiableSortedSet(new TreeSet<>());

  /** Reads {@code term} or {@code host/term}. */
  static Search parse(String term) {
    if (term.contains("://")) {
      throw JdockException.invalid("invalid repository name (ex: \"registry.domain.tld/myrepos\")");
    }
    int slash = term.indexOf('/');
    String first = slash < 0 ? "" : term.substring(0, slash);
    boolean host = first.indexOf('.') >= 0 || first.indexOf(':') >= 0 || first.equals("localhost");
    if (host && !first.equals("index.docker.io") && !first.equals(Reference.DEFAULT_REGISTRY)) {
      return new Search(first, term.substring(slash + 1));
    }
    String rest = host ? term.substring(slash + 1) : term;
    return new Search(
        Reference.DEFAULT_REGISTRY,
        rest.startsWith("library/") ? rest.substring("library/".length()) : rest);
  }

  /** How many results to ask for; 0 for as many as usual. */
  static int limit(int asked) {
    if (asked < 0 || asked > MOST) {
      throw JdockException.invalid("limit " + asked + " is outside the range of [1, " + MOST + "]");
    }
    return asked == 0 ? USUAL : asked;
  }

  /**
   * @param ways to the index, best first
   */
  List<SearchResult> run(List<Session> ways, int limit) {
    Session session = ways.size() == 1 ? ways.getFirst() : reachable(ways);
    String query =
        "/v1/search?q=" + URLEncoder.encode(text, StandardCharsets.UTF_8) + "&n=" + limit;
    Request request = Request.get(session.endpoint().uri(query)).with("X-Docker-Token", "true");
    try (Answer answer = session.send(request, NO_SCOPE)) {
      if (!answer.ok()) {
        throw RegistryFailure.answered(
            answer.status(), "", "Unexpected status code " + answer.status());
      }
      return results(Json.read(answer.bytes(MOST_BYTES, "search answer"), "search answer"));
    } catch (IOException e) {
      Unreachable.Reason reason = Unreachable.reason(e);
      throw RegistryFailure.unreachable(request.prefix() + reason.text(), reason.passing(), e);
    }
  }

  private static Session reachable(List<Session> ways) {
    @Nullable JdockException first = null;
    for (Session way : ways) {
      Request ping = Request.get(way.endpoint().uri("/v1/_ping"));
      try (Answer _ = way.unauthorized(ping, way != ways.getLast())) {
        return way;
      } catch (RegistryFailure e) {
        if (first != null) {
          throw e.as(
              e.kind(),
              "invalid registry endpoint \""
                  + way.endpoint().uri("/v1/")
                  + "\". HTTPS attempt: "
                  + first.getMessage()
                  + ". HTTP attempt: "
                  + e.getMessage());
        }
        first = e;
      }
    }
    throw new IllegalArgumentException("no ways");
  }

  private static List<SearchResult> results(JsonNode answer) {
    List<SearchResult> results = new ArrayList<>();
    for (JsonNode node : answer.path("results")) {
      results.add(
          new SearchResult(
              ErrorAnswer.clean(node.path("name").asText("")),
              ErrorAnswer.clean(node.path("description").asText("")),
              node.path("star_count").asInt(),
              node.path("is_official").asBoolean(),
              node.path("is_automated").asBoolean()));
    }
    return List.copyOf(results);
  }
}
