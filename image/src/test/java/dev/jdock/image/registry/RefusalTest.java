package dev.jdock.image.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.image.error.JdockException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RefusalTest {

  @ParameterizedTest
  @CsvSource({
    "404, '', ABSENT",
    "401, DENIED, ABSENT",
    "403, DENIED, ABSENT",
    "401, UNAUTHORIZED, OTHER",
    "403, '', OTHER",
    "429, TOOMANYREQUESTS, RATE_LIMITED",
    "407, '', OTHER",
    "500, '', OTHER",
    "503, '', OTHER"
  })
  void whatIsAnsweredIsNeverOutOfReach(int status, String code, Refusal refusal) {
    RegistryFailure failure = RegistryFailure.answered(status, code, "no");
    assertThat(Refusal.of(failure)).isEqualTo(refusal);
    assertThat(Refusal.of(failure.lasting("longer"))).isEqualTo(refusal);
    assertThat(Refusal.of(failure.as(JdockException.Kind.NOT_FOUND, "longer"))).isEqualTo(refusal);
  }

  static Stream<IOException> nobody() {
    IOException unknown = new ConnectException();
    unknown.initCause(new UnresolvedAddressException());
    SSLException cut = new SSLHandshakeException("Remote host terminated the handshake");
    cut.initCause(new EOFException());
    return Stream.of(
        unknown,
        new ConnectException("Connection refused"),
        new ConnectException("Network is unreachable"),
        new HttpConnectTimeoutException("HTTP connect timed out"),
        new SocketTimeoutException("no byte for 60 seconds"),
        new SocketException("Connection reset"),
        new IOException("Tunnel failed, got: 503"),
        cut);
  }

  private static Refusal of(IOException failure) {
    return Refusal.of(
        Unreachable.words(
            Request.get(URI.create("https://registry.invalid/v2/")), failure, Optional.empty()));
  }

  @ParameterizedTest
  @MethodSource("nobody")
  void nobodyIsOutOfReach(IOException failure) {
    assertThat(of(failure)).isEqualTo(Refusal.OUT_OF_REACH);
  }

  static Stream<IOException> somebody() {
    SSLException certificate = new SSLHandshakeException("unknown");
    certificate.initCause(new CertificateException("x509: unknown authority"));
    return Stream.of(
        certificate,
        new SSLException("Unsupported or unrecognized SSL message"),
        new SSLException("Received fatal alert: handshake_failure"),
        new InterruptedIOException("interrupted"));
  }

  @ParameterizedTest
  @MethodSource("somebody")
  void whoSpeaksOtherwiseIsNot(IOException failure) {
    assertThat(of(failure)).isEqualTo(Refusal.OTHER);
  }

  @Test
  void failuresOfOthersSayNothing() {
    assertThat(Refusal.of(JdockException.notFound("No such image: x"))).isEqualTo(Refusal.OTHER);
    assertThat(Refusal.of(RegistryFailure.nonsense("?"))).isEqualTo(Refusal.OTHER);
  }
}
