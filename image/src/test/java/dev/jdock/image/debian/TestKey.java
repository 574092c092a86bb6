package dev.jdock.image.debian;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyAlgorithmTags;
import org.bouncycastle.bcpg.PublicKeyPacket;
import org.bouncycastle.crypto.generators.Ed25519KeyPairGenerator;
import org.bouncycastle.crypto.params.Ed25519KeyGenerationParameters;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPKeyPair;
import org.bouncycastle.openpgp.PGPKeyRingGenerator;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureGenerator;
import org.bouncycastle.openpgp.PGPSignatureSubpacketGenerator;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentSignerBuilder;
import org.bouncycastle.openpgp.operator.bc.BcPGPDigestCalculatorProvider;
import org.bouncycastle.openpgp.operator.bc.BcPGPKeyPair;

/** A key that signs for archives of tests. */
final class TestKey {
  static final Instant MADE = Instant.parse("2024-01-01T00:00:00Z");

  private final PGPKeyPair pair;
  private final byte[] ring;

  /**
   * @param validSeconds since {@link #MADE}; 0 for ever
   */
  TestKey(long validSeconds) {
    try {
      var generator = new Ed25519KeyPairGenerator();
      generator.init(new Ed25519KeyGenerationParameters(new SecureRandom()));
      pair =
          new BcPGPKeyPair(
              PublicKeyPacket.VERSION_4,
              PublicKeyAlgorithmTags.EDDSA_LEGACY,
              generator.generateKeyPair(),
              Date.from(MADE));
      var hashed = new PGPSignatureSubpacketGenerator();
      hashed.setKeyExpirationTime(true, validSeconds);
      ring =
          new PGPKeyRingGenerator(
                  PGPSignature.POSITIVE_CERTIFICATION,
                  pair,
                  "Archive of a test",
                  new BcPGPDigestCalculatorProvider().get(HashAlgorithmTags.SHA1),
                  hashed.generate(),
                  null,
                  signer(HashAlgorithmTags.SHA512),
                  null)
              .generatePublicKeyRing()
              .getEncoded();
    } catch (PGPException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private BcPGPContentSignerBuilder signer(int hash) {
    return new BcPGPContentSignerBuilder(pair.getPublicKey().getAlgorithm(), hash);
  }

  ArchiveKeys keys() {
    return new ArchiveKeys(ring);
  }

  byte[] signed(String text) {
    return signed(text, HashAlgorithmTags.SHA512);
  }

  /** The text with its signature, as {@code gpg --clearsign} writes it. */
  byte[] signed(String text, int hash) {
    try {
      var generator = new PGPSignatureGenerator(signer(hash), pair.getPublicKey());
      generator.init(PGPSignature.CANONICAL_TEXT_DOCUMENT, pair.getPrivateKey());
      var out = new ByteArrayOutputStream();
      try (ArmoredOutputStream armored = ArmoredOutputStream.builder().build(out)) {
        armored.beginClearText(hash);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        armored.write(bytes);
        armored.endClearText();
        String[] lines = text.stripTrailing().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
          String line = (i == 0 ? "" : "\r\n") + lines[i].stripTrailing();
          generator.update(line.getBytes(StandardCharsets.UTF_8));
        }
        generator.generate().encode(armored);
      }
      return out.toByteArray();
    } catch (PGPException | IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
