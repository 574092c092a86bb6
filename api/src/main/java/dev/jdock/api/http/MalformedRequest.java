package dev.jdock.api.http;

import java.io.IOException;

/** What came is no request that can be answered: the connection ends after an answer. */
final class MalformedRequest extends IOException {
  private static final long serialVersionUID = 1L;
  private final int status;

  MalformedRequest(int status, String message) {
    super(message);
    this.status = status;
  }

  int status() {
    return status;
  }
}
