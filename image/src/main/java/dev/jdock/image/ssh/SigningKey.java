package dev.jdock.image.ssh;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.Arrays;

/** A private key, with what SSH calls it and its signatures. */
public final class SigningKey {
  /** SSH_AGENT_RSA_SHA2_256 and _512 of a request. */
  private static final int RSA_SHA2_256 = 2;

  private static final int RSA_SHA2_512 = 4;

  private final byte[] publicKey;
  private final PrivateKey secret;
  private final String comment;

  SigningKey(byte[] publicKey, PrivateKey secret, String comment) {
    this.publicKey = publicKey;
    this.secret = secret;
    this.comment = comment;
  }

  boolean is(byte[] wanted) {
    return Arrays.equals(publicKey, wanted);
  }

  void describe(Wire wire) {
    wire.add(publicKey).add(comment);
  }

  /**
   * Signs.
   *
   * @param flags of SSH_AGENTC_SIGN_REQUEST
   * @return the algorithm's name and the signature: RFC 4253, section 6.6
   */
  byte[] sign(byte[] data, int flags) throws IOException {
    String type = new Wire.Reader(publicKey, 0).text();
    try {
      return switch (type) {
        case "ssh-ed25519" -> new Wire().add(type).add(raw("Ed25519", data)).done();
        case "ssh-rsa" -> rsa(data, flags);
        case "ecdsa-sha2-nistp256" -> ecdsa(type, "SHA256", data);
        case "ecdsa-sha2-nistp384" -> ecdsa(type, "SHA384", data);
        case "ecdsa-sha2-nistp521" -> ecdsa(type, "SHA512", data);
        default -> throw new IOException("cannot sign with " + type);
      };
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private byte[] rsa(byte[] data, int flags) throws GeneralSecurityException {
    String name =
        (flags & RSA_SHA2_512) != 0
            ? "rsa-sha2-512"
            : (flags & RSA_SHA2_256) != 0 ? "rsa-sha2-256" : "ssh-rsa";
    String hash = name.equals("ssh-rsa") ? "SHA1" : "SHA" + name.substring(name.length() - 3);
    return new Wire().add(name).add(raw(hash + "withRSA", data)).done();
  }

  /** RFC 5656, section 3.1.2: two numbers. */
  private byte[] ecdsa(String name, String hash, byte[] data) throws GeneralSecurityException {
    byte[] both = raw(hash + "withECDSAinP1363Format", data);
    int half = both.length / 2;
    byte[] numbers =
        new Wire()
            .add(new BigInteger(1, Arrays.copyOf(both, half)))
            .add(new BigInteger(1, Arrays.copyOfRange(both, half, both.length)))
            .done();
    return new Wire().add(name).add(numbers).done();
  }

  private byte[] raw(String algorithm, byte[] data) throws GeneralSecurityException {
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(secret);
    signature.update(data);
    return signature.sign();
  }
}
