package dev.jdock.api.socket;

import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.image.registry.PemFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/**
 * What the API is served with over tcp, in PEM.
 *
 * @param authorities whose clients are let in
 * @param certificate the server's own, with the chain to its authority
 * @param key of the certificate, without a passphrase
 */
public record TlsFiles(Path authorities, Path certificate, Path key) {
  private static final char[] NO_PASSWORD = {};

  /** As Docker's daemon finds them where nothing else is said. */
  public static TlsFiles in(Path folder) {
    return new TlsFiles(
        folder.resolve("ca.pem"), folder.resolve("cert.pem"), folder.resolve("key.pem"));
  }

  /**
   * Reads them.
   *
   * @throws JdockException INVALID with the file's name for one that is missing or of no use
   */
  TlsIdentity read() {
    try {
      List<X509Certificate> own = certificates("tlscert", certificate);
      KeyStore keys = empty();
      keys.setKeyEntry("server", privateKey(), NO_PASSWORD, own.toArray(new X509Certificate[0]));
      KeyStore trusted = empty();
      for (X509Certificate authority : certificates("tlscacert", authorities)) {
        trusted.setCertificateEntry("authority " + trusted.size(), authority);
      }
      SSLContext context = SSLContext.getInstance("TLSv1.3");
      context.init(keyManagers(keys), trustManagers(trusted), null);
      return new TlsIdentity(context, ServerNames.of(own.getFirst()));
    } catch (GeneralSecurityException | IOException e) {
      throw invalid("tlscert and tlskey", e);
    }
  }

  private static KeyStore empty() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }

  private static KeyManager[] keyManagers(KeyStore keys) throws GeneralSecurityException {
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(keys, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static TrustManager[] trustManagers(KeyStore trusted) throws GeneralSecurityException {
    TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(trusted);
    return factory.getTrustManagers();
  }

  private static List<X509Certificate> certificates(String setting, Path path) {
    try {
      return PemFile.read(path).certificates();
    } catch (IOException | GeneralSecurityException e) {
      throw invalid(setting, e);
    }
  }

  private PrivateKey privateKey() {
    try {
      return PemFile.read(key).key();
    } catch (IOException | GeneralSecurityException e) {
      throw invalid("tlskey", e);
    }
  }

  private static JdockException invalid(String what, Exception e) {
    return new JdockException(
        JdockException.Kind.INVALID, "cannot serve with TLS: " + what + ": " + reason(e), e);
  }

  private static String reason(Exception e) {
    return e instanceof IOException failure
        ? Reason.withoutFile(failure)
        : String.valueOf(e.getMessage());
  }
}
