package dev.jdock.image.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
  @Test
  void aClientThatOthersHaveDisplacedGoesOn() throws Exception {
    try (FakeServer server = FakeServer.plain();
        Connections connections = new Connections(FakeServer.IMPATIENT)) {
      HttpClient first = client(connections, 0);
      for (int i = 1; i < 20; i++) {
        assertThat(client(connections, i)).isNotSameAs(first);
      }
      HttpRequest request = HttpRequest.newBuilder(URI.create(server.url() + "/v2/")).build();
      assertThat(first.send(request, HttpResponse.BodyHandlers.discarding()).statusCode())
          .isEqualTo(200);
    }
  }

  /** Each with a trust of its own. */
  private static HttpClient client(Connections connections, int number) {
    Trust.Stamp stamp = new Trust.Stamp(Path.of("none"), FileTime.fromMillis(number), 0);
    return connections.client(new Trust(true, null, List.of(stamp)), Proxies.of(Map.of()));
  }
}
