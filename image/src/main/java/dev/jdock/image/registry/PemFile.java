package dev.jdock.image.registry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Certificates and keys as OpenSSL writes them (RFC 7468). */
public final class PemFile {
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----\\s*([A-Za-z0-9+/=\\s]+?)-----END \\1-----");
  private static final byte[] RSA_ALGORITHM = {
    0x30, 0x0d, 0x06, 0x09, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0
  };
  private static final byte[] EC_OID = {
    0x06, 0x07, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 0x02, 0x01
  };
  private static final byte[] VERSION_0 = {2, 1, 0};
  private static final int SEQUENCE = 0x30;
  private static final int OCTETS = 0x04;
  private static final int PARAMETERS = 0xa0;

  private record Block(String type, byte[] der) {}

  private final Path path;
  private final List<Block> blocks = new ArrayList<>();

  private PemFile(Path path) {
    this.path = path;
  }

  public static PemFile read(Path path) throws IOException {
    PemFile file = new PemFile(path);
    Matcher matcher = BLOCK.matcher(Files.readString(path, StandardCharsets.ISO_8859_1));
    while (matcher.find()) {
      byte[] der = Base64.getMimeDecoder().decode(matcher.group(2));
      file.blocks.add(new Block(matcher.group(1), der));
    }
    return file;
  }

  /** All certificates, in order; at least one. */
  public List<X509Certificate> certificates() throws GeneralSecurityException {
    List<X509Certificate> found = new ArrayList<>();
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    for (Block block : blocks) {
      if (block.type().equals("CERTIFICATE") || block.type().equals("TRUSTED CERTIFICATE")) {
        if (factory.generateCertificate(new ByteArrayInputStream(block.der()))
            instanceof X509Certificate certificate) {
          found.add(certificate);
        }
      }
    }
    if (found.isEmpty()) {
      throw new CertificateException("no certificate in " + path);
    }
    return found;
  }

  /** PKCS #8, PKCS #1 (RSA) or SEC 1 (EC); keys under a passphrase are refused. */
  public PrivateKey key() throws GeneralSecurityException {
    for (Block block : blocks) {
      switch (block.type()) {
        case "PRIVATE KEY" -> {
          return pkcs8(block.der());
        }
        case "RSA PRIVATE KEY" -> {
          return generate("RSA", wrap(RSA_ALGORITHM, block.der()));
        }
        case "EC PRIVATE KEY" -> {
          return generate("EC", wrap(ecAlgorithm(block.der()), block.der()));
        }
        default -> {
          // Curve parameters and certificates may stand in the same file.
        }
      }
    }
    throw new GeneralSecurityException("no private key without a passphrase in " + path);
  }

  private PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
    for (String algorithm : List.of("RSA", "EC", "EdDSA")) {
      try {
        return generate(algorithm, der);
      } catch (GeneralSecurityException e) {
        // Another kind of key, then.
      }
    }
    throw new GeneralSecurityException("unknown kind of private key in " + path);
  }

  private static PrivateKey generate(String algorithm, byte[] der) throws GeneralSecurityException {
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(der));
  }

  /** PrivateKeyInfo of RFC 5208 around a key that its file's label alone described. */
  private static byte[] wrap(byte[] algorithm, byte[] key) {
    return der(SEQUENCE, VERSION_0, algorithm, der(OCTETS, key));
  }

  /** The curve's name stands in the key: ECPrivateKey of RFC 5915, field [0]. */
  private byte[] ecAlgorithm(byte[] key) throws GeneralSecurityException {
    try {
      int at = headerLength(key, 0);
      while (at < key.length) {
        int header = headerLength(key, at);
        int length = contentLength(key, at);
        if ((key[at] & 0xff) == PARAMETERS) {
          return der(SEQUENCE, EC_OID, Arrays.copyOfRange(key, at + header, at + header + length));
        }
        at += header + length;
      }
    } catch (ArrayIndexOutOfBoundsException e) {
      throw new GeneralSecurityException("broken private key in " + path, e);
    }
    throw new GeneralSecurityException("no curve in the private key of " + path);
  }

  private static int headerLength(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    return first < 0x80 ? 2 : 2 + (first & 0x7f);
  }

  private static int contentLength(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f); i++) {
      length = length << 8 | der[at + 2 + i] & 0xff;
    }
    return length;
  }

  private static byte[] der(int tag, byte[]... parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      content.writeBytes(part);
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(tag);
    int length = content.size();
    if (length < 0x80) {
      out.write(length);
    } else {
      out.write(0x82);
      out.write(length >> 8);
      out.write(length);
    }
    out.writeBytes(content.toByteArray());
    return out.toByteArray();
  }
}
