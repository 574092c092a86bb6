package dev.jdock.image.registry;

import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Says why a certificate is not good enough in the words that Docker's users know. */
final class WordyTrust extends X509ExtendedTrustManager {
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  private final X509ExtendedTrustManager judge;

  WordyTrust(X509ExtendedTrustManager judge) {
    this.judge = judge;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    try {
      judge.checkServerTrusted(chain, type, engine);
    } catch (CertificateException e) {
      throw new CertificateException("x509: " + words(chain[0], e, engine.getPeerHost()), e);
    }
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    judge.checkServerTrusted(chain, type, socket);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    judge.checkServerTrusted(chain, type);
  }

  private static String words(
      X509Certificate certificate, CertificateException refusal, @Nullable String host) {
    for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException) {
        return outOfDate("after", certificate.getNotAfter());
      }
      if (cause instanceof CertificateNotYetValidException) {
        return outOfDate("before", certificate.getNotBefore());
      }
    }
    String message = String.valueOf(refusal.getMessage());
    if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
      return mismatch(certificate, String.valueOf(host));
    }
    return "certificate signed by unknown authority";
  }

  private static String outOfDate(String side, Date limit) {
    return "certificate has expired or is not yet valid: current time "
        + Instant.now().truncatedTo(ChronoUnit.SECONDS)
        + " is "
        + side
        + " "
        + limit.toInstant();
  }

  private static String mismatch(X509Certificate certificate, String host) {
    boolean address = Hosts.isLiteral(host);
    List<String> names = names(certificate, address ? IP_ADDRESS : DNS_NAME);
    if (address && names.isEmpty()) {
      return "cannot validate certificate for " + host + " because it doesn't contain any IP SANs";
    }
    return names.isEmpty()
        ? "certificate is not valid for any names, but wanted to match " + host
        : "certificate is valid for " + String.join(", ", names) + ", not " + host;
  }

  private static List<String> names(X509Certificate certificate, int kind) {
    List<String> names = new ArrayList<>();
    try {
      var all = certificate.getSubjectAlternativeNames();
      if (all != null) {
        for (List<?> entry : all) {
          if (entry.get(0).equals(kind)) {
            names.add(text(String.valueOf(entry.get(1))));
          }
        }
      }
    } catch (CertificateException e) {
      // Without names, then: the certificate is refused anyway.
    }
    return names;
  }

  private static String text(String name) {
    return Hosts.isLiteral(name) ? InetAddress.ofLiteral(name).getHostAddress() : name;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    judge.checkClientTrusted(chain, type, socket);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    judge.checkClientTrusted(chain, type, engine);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    judge.checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return judge.getAcceptedIssuers();
  }
}
