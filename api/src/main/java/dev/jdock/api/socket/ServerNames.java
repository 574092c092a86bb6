package dev.jdock.api.socket;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The names that a server's certificate is for. */
record ServerNames(Set<String> names) {
  /** Of a GeneralName, RFC 5280, section 4.2.1.6. */
  private static final int DNS_NAME = 2;

  static ServerNames of(X509Certificate certificate) throws CertificateParsingException {
    Set<String> names = new HashSet<>();
    Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
    if (alternatives != null) {
      for (List<?> alternative : alternatives) {
        if (alternative.getFirst().equals(DNS_NAME)) {
          names.add(String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT));
        }
      }
    }
    return new ServerNames(Set.copyOf(names));
  }

  /** Whether it is for a host: one of the names, or what a name with an asterisk stands for. */
  boolean has(String host) {
    String wanted = host.toLowerCase(Locale.ROOT);
    int dot = wanted.indexOf('.');
    return names.contains(wanted) || dot > 0 && names.contains("*" + wanted.substring(dot));
  }
}
