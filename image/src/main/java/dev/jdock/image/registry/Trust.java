package dev.jdock.image.registry;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The authorities that a connection trusts, and the certificate by which it identifies the client:
 * those of the system, and of {@code certs.d/<host:port>}. Connections are shared where these are
 * equal.
 *
 * @param insecure any certificate will do
 * @param system the bundle of the system's authorities, if there is one
 * @param files of certs.d, with what changes when one of them does
 */
record Trust(boolean insecure, @Nullable Stamp system, List<Stamp> files) {
  private static final List<String> FOLDERS =
      List.of("jdock/certs.d", "docker/certs.d", "containers/certs.d");
  private static final Path BUNDLE = Path.of("ssl/certs/ca-certificates.crt");

  /** A file as it was when it was looked at. */
  record Stamp(Path path, FileTime modified, long size) {}

  Trust {
    files = List.copyOf(files);
  }

  /**
   * @param etc where certs.d and the system's authorities are
   * @param registry its host name, with port if any
   */
  static Trust of(Path etc, String registry, boolean insecure) {
    List<Stamp> files = new ArrayList<>();
    for (String folder : FOLDERS) {
      Path directory = etc.resolve(folder).resolve(registry);
      if (Files.isDirectory(directory)) {
        list(directory, files);
      }
    }
    return new Trust(insecure, bundle(etc), files);
  }

  /** The system's authorities alone. */
  static Trust ofSystem(Path etc) {
    return new Trust(false, bundle(etc), List.of());
  }

  private static @Nullable Stamp bundle(Path etc) {
    Path bundle = etc.resolve(BUNDLE);
    try {
      return Files.isReadable(bundle) ? stamp(bundle) : null;
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + bundle + ": " + e.getMessage(), e);
    }
  }

  private static Stamp stamp(Path file) throws IOException {
    return new Stamp(file, Files.getLastModifiedTime(file), Files.size(file));
  }

  private static void list(Path directory, List<Stamp> files) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, "*.{crt,cert,key}")) {
      stream.forEach(found::add);
      found.sort(null);
      for (Path path : found) {
        files.add(stamp(path));
      }
    } catch (IOException e) {
      throw JdockException.internal("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(clientKeys(), new TrustManager[] {manager()}, null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw JdockException.internal("cannot use the certificates: " + e.getMessage(), e);
    }
  }

  TrustManager manager() {
    try {
      return insecure ? new TrustAnybody() : new WordyTrust(authorities());
    } catch (GeneralSecurityException | IOException e) {
      throw JdockException.internal("cannot use the certificates: " + e.getMessage(), e);
    }
  }

  /** Those of the system, else of the JDK, and those of certs.d. */
  private X509ExtendedTrustManager authorities() throws GeneralSecurityException, IOException {
    List<X509Certificate> more = new ArrayList<>();
    for (Path path : named(".crt")) {
      more.addAll(PemFile.read(path).certificates());
    }
    if (system == null && more.isEmpty()) {
      return manager(null);
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    List<X509Certificate> base =
        system == null
            ? List.of(manager(null).getAcceptedIssuers())
            : PemFile.read(system.path()).certificates();
    for (X509Certificate certificate : base) {
      store.setCertificateEntry("system-" + number++, certificate);
    }
    for (X509Certificate certificate : more) {
      store.setCertificateEntry("registry-" + number++, certificate);
    }
    return manager(store);
  }

  private static X509ExtendedTrustManager manager(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("no trust manager");
  }

  /**
   * Each {@code x.cert} with its {@code x.key}; one without the other is an error, as in Docker.
   */
  private KeyManager @Nullable [] clientKeys() throws GeneralSecurityException, IOException {
    List<Path> certificates = named(".cert");
    List<Path> keys = new ArrayList<>(named(".key"));
    if (certificates.isEmpty() && keys.isEmpty()) {
      return null;
    }
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Path path : certificates) {
      String name = path.toString();
      Path key = Path.of(name.substring(0, name.length() - ".cert".length()) + ".key");
      if (!keys.remove(key)) {
        throw JdockException.invalid(
            "missing key "
                + key.getFileName()
                + " for client certificate "
                + path.getFileName()
                + ". Note that CA certificates should use the extension .crt");
      }
      store.setKeyEntry(
          name,
          PemFile.read(key).key(),
          new char[0],
          PemFile.read(path).certificates().toArray(Certificate[]::new));
    }
    if (!keys.isEmpty()) {
      Path key = keys.getFirst();
      String name = key.getFileName().toString();
      throw JdockException.invalid(
          "missing client certificate "
              + name.substring(0, name.length() - ".key".length())
              + ".cert for key "
              + name);
    }
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, new char[0]);
    return factory.getKeyManagers();
  }

  private List<Path> named(String ending) {
    return files.stream().map(Stamp::path).filter(p -> p.toString().endsWith(ending)).toList();
  }
}
