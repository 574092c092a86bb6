package dev.jdock.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Chromium without a window, with one page, told by the DevTools protocol what to do. Closing ends
 * it.
 */
final class Browser implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long LIMIT_SECONDS = 60;

  private final Process process;
  private final WebSocket socket;
  private final AtomicInteger numbers = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();

  private Browser(Process process, Path profile) throws Exception {
    this.process = process;
    Path told = profile.resolve("DevToolsActivePort");
    Eventually.that(
        Duration.ofSeconds(LIMIT_SECONDS),
        () -> "chromium says nothing: " + Host.read(profile.resolve("log")),
        () -> Files.exists(told) && Host.read(told).lines().count() == 2);
    String port = Host.read(told).lines().findFirst().orElseThrow();
    HttpClient client = HttpClient.newHttpClient();
    String pages =
        Host.awaitPage("http://127.0.0.1:" + port + "/json/list", "webSocketDebuggerUrl");
    String address = "";
    for (JsonNode page : JSON.readTree(pages)) {
      if (page.path("type").asText().equals("page")) {
        address = page.path("webSocketDebuggerUrl").asText();
      }
    }
    this.socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create(address), new Answers())
            .get(LIMIT_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * @param profile a folder of the browser's own
   */
  static Browser start(Path profile) {
    List<String> command =
        List.of(
            "chromium",
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--window-size=1000,760",
            "--remote-debugging-port=0",
            "--user-data-dir=" + profile,
            "about:blank");
    try {
      Files.createDirectories(profile);
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(profile.resolve("log").toFile())
              .start();
      try {
        return new Browser(process, profile);
      } catch (Exception | AssertionError e) {
        process.destroyForcibly();
        throw new AssertionError("no browser", e);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A message may come in parts. */
  private final class Answers implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      text.append(data);
      if (last) {
        take(text.toString());
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }

    private void take(String message) {
      try {
        JsonNode answer = JSON.readTree(message);
        CompletableFuture<JsonNode> waiting = answers.remove(answer.path("id").asInt());
        if (waiting != null) {
          waiting.complete(answer);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private JsonNode call(String method, Map<String, ?> parameters) {
    int number = numbers.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    answers.put(number, answer);
    try {
      String message =
          JSON.writeValueAsString(Map.of("id", number, "method", method, "params", parameters));
      socket.sendText(message, true).get(LIMIT_SECONDS, TimeUnit.SECONDS);
      JsonNode came = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS);
      if (came.has("error")) {
        throw new AssertionError(method + ": " + came);
      }
      return came.path("result");
    } catch (Exception e) {
      throw new AssertionError(method + " " + parameters, e);
    }
  }

  void open(String url) {
    call("Page.navigate", Map.of("url", url));
  }

  /** What an expression of JavaScript comes to, in the page as it is now. */
  JsonNode evaluate(String expression) {
    return call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true))
        .at("/result/value");
  }

  /** Waits until an expression is true. */
  void await(Duration limit, String expression) {
    Eventually.that(
        limit,
        () -> "never so: " + expression + "\n" + evaluate("document.body.innerText"),
        () -> evaluate("!!(" + expression + ")").asBoolean());
  }

  /** Writes down what would be seen, as PNG. */
  void photograph(Path file) throws IOException {
    JsonNode picture = call("Page.captureScreenshot", Map.of("format", "png"));
    Files.write(file, Base64.getDecoder().decode(picture.path("data").asText()));
  }

  @Override
  public void close() {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
