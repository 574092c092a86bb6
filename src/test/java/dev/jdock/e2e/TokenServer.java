package dev.jdock.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * Gives out tokens as Docker's token specification has it, signed with a key that a registry
 * trusts: to everybody for pulling, to one user for pushing.
 */
final class TokenServer implements AutoCloseable {

  static final String USER = "ann";
  static final String PASSWORD = "s3cret:word";
  private static final String ISSUER = "jdock tests";
  private static final String SERVICE = "registry under test";

  private final HttpServer server;
  private final Path folder;
  private final PrivateKey key;

  private TokenServer(HttpServer server, Path folder, PrivateKey key) {
    this.server = server;
    this.folder = folder;
    this.key = key;
    server.createContext("/token", this::answer);
    server.start();
  }

  static TokenServer start() {
    try {
      Path folder = Files.createTempDirectory("jdock-e2e-token-");
      Host.run(
              "openssl",
              "req",
              "-x509",
              "-newkey",
              "rsa:2048",
              "-nodes",
              "-subj",
              "/CN=jdock tests",
              "-keyout",
              folder.resolve("key.pem").toString(),
              "-out",
              folder.resolve("cert.pem").toString())
          .ok();
      PrivateKey key =
          KeyFactory.getInstance("RSA")
              .generatePrivate(new PKCS8EncodedKeySpec(der(folder.resolve("key.pem"))));
      InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      return new TokenServer(HttpServer.create(address, 0), folder, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] der(Path pem) {
    String text = Host.read(pem).replaceAll("-----[A-Z ]+-----", "");
    return Base64.getMimeDecoder().decode(text);
  }

  /** A registry that believes this server. */
  Registry registry() {
    return Registry.start(
        "",
        """
        auth:
          token:
            realm: http://127.0.0.1:%d/token
            service: %s
            issuer: %s
            rootcertbundle: %s
        """
            .formatted(server.getAddress().getPort(), SERVICE, ISSUER, folder.resolve("cert.pem")));
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String authorization = exchange.getRequestHeaders().getFirst("Authorization");
      String expected =
          "Basic " + Base64.getEncoder().encodeToString((USER + ":" + PASSWORD).getBytes(UTF_8));
      boolean known = expected.equals(authorization);
      if (authorization != null && !known) {
        send(exchange, 401, "{\"details\":\"incorrect username or password\"}");
        return;
      }
      send(exchange, 200, "{\"token\":\"" + token(scopes(exchange), known) + "\"}");
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static List<String> scopes(HttpExchange exchange) {
    List<String> scopes = new ArrayList<>();
    for (String pair : String.valueOf(exchange.getRequestURI().getRawQuery()).split("&", -1)) {
      if (pair.startsWith("scope=")) {
        scopes.add(URLDecoder.decode(pair.substring("scope=".length()), UTF_8));
      }
    }
    return scopes;
  }

  /** A JSON Web Token (RFC 7519) with the claims of Docker's specification. */
  private String token(List<String> scopes, boolean mayPush) throws GeneralSecurityException {
    List<String> access = new ArrayList<>();
    for (String scope : scopes) {
      String[] parts = scope.split(":", -1);
      access.add(
          "{\"type\":\"%s\",\"name\":\"%s\",\"actions\":[\"pull\"%s]}"
              .formatted(parts[0], parts[1], mayPush ? ",\"push\"" : ""));
    }
    long now = Instant.now().getEpochSecond();
    String header =
        "{\"typ\":\"JWT\",\"alg\":\"RS256\",\"x5c\":[\"%s\"]}"
            .formatted(Base64.getEncoder().encodeToString(der(folder.resolve("cert.pem"))));
    String claims =
        "{\"iss\":\"%s\",\"sub\":\"\",\"aud\":\"%s\",\"exp\":%d,\"nbf\":%d,\"iat\":%d,\"jti\":\"1\",\"access\":[%s]}"
            .formatted(ISSUER, SERVICE, now + 300, now - 60, now - 60, String.join(",", access));
    String signed = base64(header.getBytes(UTF_8)) + "." + base64(claims.getBytes(UTF_8));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(signed.getBytes(UTF_8));
    return signed + "." + base64(signature.sign());
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    Host.deleteTree(folder);
  }
}
