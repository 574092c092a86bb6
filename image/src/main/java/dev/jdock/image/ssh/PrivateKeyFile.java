package dev.jdock.image.ssh;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads files of private keys without a passphrase: OpenSSH's own format (PROTOCOL.key) with
 * Ed25519, ECDSA and RSA, and PEM with RSA.
 */
public final class PrivateKeyFile {
  /** As much of a file as is read. */
  public static final int MOST_BYTES = 100 * 1024;

  private static final Pattern PEM =
      Pattern.compile(
          "-----BEGIN ([A-Z ]*PRIVATE KEY)-----\\s+(.*?)-----END \\1-----", Pattern.DOTALL);
  private static final byte[] MAGIC = "openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII);
  private static final String ED25519 = "ssh-ed25519";
  private static final String RSA = "ssh-rsa";
  private static final String ECDSA = "ecdsa-sha2-";
  private static final int ED25519_SEED = 32;

  private PrivateKeyFile() {}

  /**
   * Reads a key.
   *
   * @throws IOException with Go's message where Go has one
   */
  public static SigningKey parse(byte[] file) throws IOException {
    Matcher pem = PEM.matcher(new String(file, StandardCharsets.ISO_8859_1));
    if (!pem.find()) {
      throw new IOException("ssh: no key found");
    }
    String body = pem.group(2);
    if (body.contains("ENCRYPTED") || pem.group(1).startsWith("ENCRYPTED")) {
      throw protectedKey();
    }
    try {
      byte[] bytes = Base64.getMimeDecoder().decode(body);
      return switch (pem.group(1)) {
        case "OPENSSH PRIVATE KEY" -> ofOpenSsh(bytes);
        case "RSA PRIVATE KEY" -> rsa(wrapped(bytes), "");
        case "PRIVATE KEY" -> rsa(bytes, "");
        default -> throw unsupported(pem.group(1));
      };
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IOException("ssh: not a usable key: " + e.getMessage(), e);
    }
  }

  private static IOException protectedKey() {
    return new IOException("ssh: this private key is passphrase protected");
  }

  private static IOException unsupported(String type) {
    return new IOException(
        "ssh: unsupported key type \"" + type + "\" (ssh-keygen -p -f FILE rewrites it)");
  }

  private static SigningKey ofOpenSsh(byte[] bytes) throws IOException, GeneralSecurityException {
    if (bytes.length < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
      throw new IOException("ssh: invalid openssh private key format");
    }
    var file = new Wire.Reader(bytes, MAGIC.length);
    String cipher = file.text();
    String derivation = file.text();
    byte[] _ = file.string();
    if (!cipher.equals("none") || !derivation.equals("none")) {
      throw protectedKey();
    }
    if (file.number() != 1) {
      throw new IOException("ssh: multi-key files are not supported");
    }
    byte[] publicKey = file.string();
    var key = new Wire.Reader(file.string(), 0);
    int check = key.number();
    int again = key.number();
    if (check != again) {
      throw new IOException("ssh: malformed OpenSSH key");
    }
    String type = key.text();
    return switch (type) {
      case ED25519 -> ed25519(key, publicKey);
      case RSA -> rsa(key);
      default -> {
        if (!type.startsWith(ECDSA)) {
          throw unsupported(type);
        }
        yield ecdsa(key, publicKey);
      }
    };
  }

  private static SigningKey ed25519(Wire.Reader key, byte[] publicKey)
      throws IOException, GeneralSecurityException {
    byte[] _ = key.string();
    byte[] seed = Arrays.copyOf(key.string(), ED25519_SEED);
    PrivateKey secret =
        KeyFactory.getInstance("Ed25519")
            .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
    return new SigningKey(publicKey, secret, key.text());
  }

  private static SigningKey ecdsa(Wire.Reader key, byte[] publicKey)
      throws IOException, GeneralSecurityException {
    String curve = key.text();
    byte[] _ = key.string();
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve.replace("nistp", "secp") + "r1"));
    PrivateKey secret =
        KeyFactory.getInstance("EC")
            .generatePrivate(
                new ECPrivateKeySpec(
                    key.integer(), parameters.getParameterSpec(ECParameterSpec.class)));
    return new SigningKey(publicKey, secret, key.text());
  }

  private static SigningKey rsa(Wire.Reader key) throws IOException, GeneralSecurityException {
    BigInteger modulus = key.integer();
    BigInteger publicExponent = key.integer();
    BigInteger exponent = key.integer();
    BigInteger coefficient = key.integer();
    BigInteger p = key.integer();
    BigInteger q = key.integer();
    var spec =
        new RSAPrivateCrtKeySpec(
            modulus,
            publicExponent,
            exponent,
            p,
            q,
            exponent.mod(p.subtract(BigInteger.ONE)),
            exponent.mod(q.subtract(BigInteger.ONE)),
            coefficient);
    return rsa((RSAPrivateCrtKey) KeyFactory.getInstance("RSA").generatePrivate(spec), key.text());
  }

  private static SigningKey rsa(byte[] pkcs8, String comment)
      throws IOException, GeneralSecurityException {
    PrivateKey key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    if (!(key instanceof RSAPrivateCrtKey whole)) {
      throw unsupported("RSA without its primes");
    }
    return rsa(whole, comment);
  }

  private static SigningKey rsa(RSAPrivateCrtKey key, String comment) {
    byte[] publicKey =
        new Wire().add(RSA).add(key.getPublicExponent()).add(key.getModulus()).done();
    return new SigningKey(publicKey, key, comment);
  }

  /** PKCS#8 around PKCS#1: a version, the algorithm rsaEncryption, the key. */
  private static byte[] wrapped(byte[] pkcs1) {
    byte[] version = {2, 1, 0};
    byte[] algorithm = {
      0x30, 13, 6, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 13, 1, 1, 1, 5, 0
    };
    return der(0x30, version, algorithm, der(0x04, pkcs1));
  }

  private static byte[] der(int tag, byte[]... parts) {
    int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
    byte[] result = new byte[4 + length];
    // PKCS#1 of any RSA key of use has between 256 and 65535 bytes.
    result[0] = (byte) tag;
    result[1] = (byte) 0x82;
    result[2] = (byte) (length >> 8);
    result[3] = (byte) length;
    int at = 4;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, result, at, part.length);
      at += part.length;
    }
    return result;
  }
}
