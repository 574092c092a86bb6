package dev.jdock.image.ssh;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.Base64;

/** Makes key pairs, and files of them as ssh-keygen writes them. */
record KeyFiles(KeyPair pair, byte[] publicKey, byte[] privateFields, String type) {
  private static final int PKCS1_IN_PKCS8 = 26;
  private static final int ED25519_IN_X509 = 12;

  static KeyFiles ed25519() throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = pair.getPublic().getEncoded();
    byte[] point = Arrays.copyOfRange(encoded, ED25519_IN_X509, encoded.length);
    byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    byte[] both = Arrays.copyOf(seed, seed.length + point.length);
    System.arraycopy(point, 0, both, seed.length, point.length);
    return new KeyFiles(
        pair,
        new Wire().add("ssh-ed25519").add(point).done(),
        new Wire().add(point).add(both).done(),
        "ssh-ed25519");
  }

  static KeyFiles rsa() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    KeyPair pair = generator.generateKeyPair();
    var key = (RSAPrivateCrtKey) pair.getPrivate();
    return new KeyFiles(
        pair,
        new Wire().add("ssh-rsa").add(key.getPublicExponent()).add(key.getModulus()).done(),
        new Wire()
            .add(key.getModulus())
            .add(key.getPublicExponent())
            .add(key.getPrivateExponent())
            .add(key.getCrtCoefficient())
            .add(key.getPrimeP())
            .add(key.getPrimeQ())
            .done(),
        "ssh-rsa");
  }

  static KeyFiles ecdsa(int bits) throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp" + bits + "r1"));
    KeyPair pair = generator.generateKeyPair();
    var key = (ECPublicKey) pair.getPublic();
    int length = (bits + 7) / 8;
    byte[] point = new byte[1 + 2 * length];
    point[0] = 4;
    put(key.getW().getAffineX(), point, 1, length);
    put(key.getW().getAffineY(), point, 1 + length, length);
    String curve = "nistp" + bits;
    String type = "ecdsa-sha2-" + curve;
    return new KeyFiles(
        pair,
        new Wire().add(type).add(curve).add(point).done(),
        new Wire().add(curve).add(point).add(((ECPrivateKey) pair.getPrivate()).getS()).done(),
        type);
  }

  private static void put(BigInteger number, byte[] target, int at, int length) {
    byte[] bytes = number.toByteArray();
    int used = Math.min(bytes.length, length);
    System.arraycopy(bytes, bytes.length - used, target, at + length - used, used);
  }

  /** PROTOCOL.key of OpenSSH. */
  String openSsh(String cipher) {
    var secret = new java.io.ByteArrayOutputStream();
    secret.writeBytes(new Wire().addNumber(7).addNumber(7).add(type).done());
    secret.writeBytes(privateFields);
    secret.writeBytes(new Wire().add("a comment").done());
    var file = new java.io.ByteArrayOutputStream();
    file.writeBytes("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII));
    file.writeBytes(
        new Wire()
            .add(cipher)
            .add("none")
            .add("")
            .addNumber(1)
            .add(publicKey)
            .add(secret.toByteArray())
            .done());
    return pem("OPENSSH PRIVATE KEY", file.toByteArray());
  }

  String pkcs8() {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  String pkcs1() {
    byte[] encoded = pair.getPrivate().getEncoded();
    return pem("RSA PRIVATE KEY", Arrays.copyOfRange(encoded, PKCS1_IN_PKCS8, encoded.length));
  }

  static String pem(String type, byte[] content) {
    String body =
        Base64.getMimeEncoder(70, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(content);
    return "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
  }
}
