package dev.jdock.image.registry;

import static dev.jdock.image.registry.FakeServer.answer;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import dev.jdock.image.oci.MediaTypes;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens for a registry that wants them. */
class TokensTest {
  private static final String MANIFEST = "/v2/a/b/manifests/latest";
  private static final String BODY =
      "{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\"}";

  @TempDir Path etc;
  private final AtomicInteger issued = new AtomicInteger();
  private final CopyOnWriteArrayList<String> forms = new CopyOnWriteArrayList<>();
  private volatile String good = "t1";
  private FakeServer server;
  private Registries registries;

  @BeforeEach
  void open() throws IOException {
    server = FakeServer.plain();
    registries = FakeServer.registries(etc);
    server
        .on("/v2/", exchange -> challenge(exchange, server.url() + "/token"))
        .on("/token", this::token)
        .on(
            MANIFEST,
            exchange -> {
              if (("Bearer " + good)
                  .equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
                answer(exchange, 200, BODY);
              } else {
                challenge(exchange, server.url() + "/token");
              }
            });
  }

  @AfterEach
  void close() {
    registries.close();
    server.close();
  }

  private void challenge(HttpExchange exchange, String realm) throws IOException {
    exchange
        .getResponseHeaders()
        .set("WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"reg istry\"");
    answer(exchange, 401, "{}");
  }

  private void token(HttpExchange exchange) throws IOException {
    forms.add(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
    answer(
        exchange,
        200,
        "{\"token\":\"t" + issued.incrementAndGet() + "\",\"refresh_token\":\"identity\"}");
  }

  private RemoteRepository repository(Credential credential) {
    return server.repository(registries, name -> credential);
  }

  @Test
  void anonymousPullsGetOneTokenForAll() {
    RemoteRepository repository = repository(new Credential.Anonymous());
    assertThat(repository.manifest("latest").bytes()).isEqualTo(BODY.getBytes(UTF_8));
    repository.manifest("latest");
    assertThat(server.requests("GET /token"))
        .containsExactly("GET /token?scope=repository%3Aa%2Fb%3Apull&service=reg+istry");
  }

  /** Docker waits a quarter of a minute for one. */
  @Test
  void aSilentTokenServiceIsAskedTwice() {
    CountDownLatch never = new CountDownLatch(1);
    server.on("/token", exchange -> await(never));
    try (Registries hasty =
        new Registries(etc, HttpRepositoryTest.hasty(Duration.ofMillis(300), 5))) {
      RemoteRepository repository = server.repository(hasty, Credentials.none());
      assertThatThrownBy(() -> repository.manifest("latest"))
          .hasMessageContaining("/token")
          .hasMessageContaining("timeout awaiting response");
    } finally {
      never.countDown();
    }
    assertThat(server.requests("GET /token")).hasSize(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aTokenThatHasRunOutIsReplacedOnce() {
    RemoteRepository repository = repository(new Credential.Anonymous());
    repository.manifest("latest");
    good = "t2";
    repository.manifest("latest");
    good = "none";
    assertThatThrownBy(() -> repository.manifest("latest")).hasMessageContaining("unauthorized");
    assertThat(issued).hasValueLessThan(5);
  }

  @Test
  void aPasswordGoesToTheTokenServiceOnly() {
    repository(new Credential.Password("ann", "pw")).manifest("latest");
    assertThat(server.requests("GET /token").getFirst())
        .contains("account=ann")
        .endsWith(Proxies.basic("ann", "pw"));
    assertThat(server.requests("GET " + MANIFEST))
        .containsExactly("GET " + MANIFEST + " Bearer t1");
  }

  @Test
  void anIdentityTokenIsPosted() {
    repository(new Credential.IdentityToken("i/d")).manifest("latest");
    assertThat(server.requests("POST /token")).containsExactly("POST /token");
    assertThat(forms.getFirst())
        .contains("grant_type=refresh_token", "refresh_token=i%2Fd", "client_id=");
  }

  @Test
  void anIdentityTokenIsNotSentOnElsewhere() throws IOException {
    try (FakeServer other = FakeServer.plain()) {
      server.on(
          "/token",
          exchange -> {
            exchange.getResponseHeaders().set("Location", other.url() + "/token");
            answer(exchange, 307, "");
          });
      other.on("/token", this::token);
      assertThatThrownBy(() -> repository(new Credential.IdentityToken("i")).manifest("latest"))
          .hasMessageContaining("refusing to send a login on to " + other.url());
      assertThat(other.log).isEmpty();
    }
  }

  @Test
  void aMountThatNoTokenIsGivenForIsNone() {
    server.on(
        "/token",
        exchange -> {
          if (exchange.getRequestURI().getRawQuery().contains("other")) {
            answer(exchange, 401, "{\"details\":\"no\"}");
          } else {
            token(exchange);
          }
        });
    RemoteRepository repository = repository(new Credential.Anonymous());
    assertThat(repository.mountBlob(FakeServer.descriptor(new byte[1]).digest(), "a/other"))
        .isFalse();
    assertThat(server.requests("POST")).isEmpty();
  }

  @Test
  void aRegistryTokenGoesAsItIs() {
    repository(new Credential.RegistryToken("t1")).manifest("latest");
    assertThat(issued).hasValue(0);
  }

  @Test
  void aLoginBringsTheIdentityToken() {
    server.on(
        "/v2/",
        exchange -> {
          if (exchange.getRequestHeaders().containsKey("Authorization")) {
            answer(exchange, 200, "{}");
          } else {
            challenge(exchange, server.url() + "/token");
          }
        });
    LoginResult result =
        registries.login(server.host(), new Credential.Password("ann", "pw"), Map.of());
    assertThat(result).isEqualTo(new LoginResult("Login Succeeded", "identity"));
    assertThat(server.requests("GET /token").getFirst()).contains("offline_token=true");
  }

  @Test
  void aRefusedLoginIsToldOf() {
    server.on(
        "/token",
        exchange -> answer(exchange, 401, "{\"details\":\"incorrect username or password\"}"));
    assertThatThrownBy(
            () -> registries.login(server.host(), new Credential.Password("ann", "pw"), Map.of()))
        .hasMessage(
            "Get \"" + server.url() + "/v2/\": unauthorized: incorrect username or password");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "file:///etc/passwd", "ftp://x/", "nonsense", "http:///"})
  void aRealmIsAServer(String realm) {
    server.on("/v2/", exchange -> challenge(exchange, realm));
    server.on(MANIFEST, exchange -> challenge(exchange, realm));
    assertThatThrownBy(() -> repository(new Credential.Anonymous()).manifest("latest"))
        .hasMessageContaining("realm");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{}", "{\"token\":\"\"}", "{\"token\":\"a\\nb\"}"})
  void aTokenServiceHasToGiveAToken(String body) {
    server.on("/token", exchange -> answer(exchange, 200, body));
    assertThatThrownBy(() -> repository(new Credential.Anonymous()).manifest("latest"))
        .hasMessageContaining("token");
  }

  @Test
  void insufficientScopeIsDenied() {
    server.on(
        MANIFEST,
        exchange -> {
          exchange
              .getResponseHeaders()
              .set(
                  "WWW-Authenticate",
                  "Bearer realm=\"" + server.url() + "/token\",error=\"insufficient_scope\"");
          answer(exchange, 401, "{}");
        });
    assertThatThrownBy(() -> repository(new Credential.Anonymous()).manifest("latest"))
        .hasMessage(
            "pull access denied for "
                + server.host()
                + "/a/b, repository does not exist or may require 'docker login': denied: requested"
                + " access to the resource is denied");
  }

  @Test
  void withoutALoginThereIsNoBasicOne() {
    server.on(
        "/v2/",
        exchange -> {
          exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"r\"");
          answer(exchange, 401, "{}");
        });
    assertThatThrownBy(() -> repository(new Credential.Anonymous()).manifest("latest"))
        .hasMessage("Get \"" + server.url() + MANIFEST + "\": no basic auth credentials");
  }
}
