package dev.jdock.api.http;

import java.io.IOException;

/** Answers requests of one route. */
@FunctionalInterface
public interface Handler {
  /**
   * Reads the request and answers it. What is thrown before the answer has begun becomes the
   * answer.
   *
   * @throws HttpFailure for a status of its own
   * @throws dev.jdock.image.error.JdockException for that of its kind
   * @throws IOException when the client is gone
   */
  void handle(Request request, Response response) throws IOException, InterruptedException;
}
