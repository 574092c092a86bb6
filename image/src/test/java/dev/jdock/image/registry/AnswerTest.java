package dev.jdock.image.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AnswerTest {
  @Test
  void anInterruptWhileItIsClosedIsNotLost() {
    answer(new InterruptedIOException("interrupted")).close();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aRestThatDoesNotComeIsGivenUp() {
    answer(new SocketTimeoutException("no byte")).close();
    assertThat(Thread.interrupted()).isFalse();
  }

  private static Answer answer(IOException failure) {
    HttpHeaders none = HttpHeaders.of(Map.of(), (_, _) -> true);
    return new Answer("GET", URI.create("http://127.0.0.1/"), 200, none, failing(failure));
  }

  private static InputStream failing(IOException failure) {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        throw failure;
      }
    };
  }
}
