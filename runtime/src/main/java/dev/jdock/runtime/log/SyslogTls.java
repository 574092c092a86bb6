package dev.jdock.runtime.log;

import dev.jdock.image.registry.PemFile;
import dev.jdock.image.registry.TrustAnybody;
import dev.jdock.runtime.log.SyslogOptions.Address;
import dev.jdock.runtime.log.SyslogOptions.Certificates;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** TLS with the authorities and the key that the {@code syslog-tls-…} options name. */
final class SyslogTls {
  private static final int TIMEOUT_MILLIS = 20_000;

  private SyslogTls() {}

  /** A handshake over an open connection, which belongs to what is returned. */
  static SSLSocket over(Socket plain, Address.Tcp address, Certificates certificates)
      throws IOException {
    SSLContext context = context(certificates);
    SSLSocket socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(plain, address.host(), address.port(), true);
    if (!certificates.skipVerify()) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
    }
    socket.setSoTimeout(TIMEOUT_MILLIS);
    try {
      socket.startHandshake();
    } catch (SSLException e) {
      throw new IOException(reason(e), e);
    }
    return socket;
  }

  /** Go's words where they are known. */
  private static String reason(SSLException failure) {
    String message = String.valueOf(failure.getMessage());
    return message.contains("PKIX path")
        ? "tls: failed to verify certificate: x509: certificate signed by unknown authority"
        : "tls: " + message;
  }

  private static SSLContext context(Certificates certificates) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(certificates), authorities(certificates), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("could not use the certificates: " + e.getMessage(), e);
    }
  }

  private static TrustManager @Nullable [] authorities(Certificates certificates)
      throws GeneralSecurityException, IOException {
    if (certificates.skipVerify()) {
      return new TrustManager[] {new TrustAnybody()};
    }
    if (certificates.authority().isEmpty()) {
      return null;
    }
    KeyStore store = empty();
    int number = 0;
    for (X509Certificate authority : read(certificates.authority(), "CA certificate")) {
      store.setCertificateEntry("authority-" + number++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static Iterable<X509Certificate> read(String file, String what)
      throws GeneralSecurityException, IOException {
    try {
      return PemFile.read(Path.of(file)).certificates();
    } catch (IOException e) {
      throw new IOException(
          "could not read "
              + what
              + " \""
              + file
              + "\": open "
              + file
              + ": no such file or directory",
          e);
    }
  }

  private static KeyManager @Nullable [] keys(Certificates certificates)
      throws GeneralSecurityException, IOException {
    if (certificates.certificate().isEmpty() && certificates.key().isEmpty()) {
      return null;
    }
    KeyStore store = empty();
    try {
      store.setKeyEntry(
          "client",
          PemFile.read(Path.of(certificates.key())).key(),
          new char[0],
          PemFile.read(Path.of(certificates.certificate()))
              .certificates()
              .toArray(Certificate[]::new));
    } catch (IOException e) {
      throw new IOException(
          "could not load X509 key pair: open " + e.getMessage() + ": no such file or directory",
          e);
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    return store;
  }
}
