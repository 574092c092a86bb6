package dev.jdock.image.debian;

import dev.jdock.image.error.JdockException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.bouncycastle.bcpg.ArmoredInputStream;
import org.bouncycastle.bcpg.HashAlgorithmTags;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKey;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.PGPSignature;
import org.bouncycastle.openpgp.PGPSignatureList;
import org.bouncycastle.openpgp.bc.BcPGPObjectFactory;
import org.bouncycastle.openpgp.operator.bc.BcPGPContentVerifierBuilderProvider;

/**
 * A text with its signatures in one file (RFC 9580, 7: Cleartext Signature Framework), as {@code
 * InRelease} is. Of several signatures one of a known key has to be good, and none of a known key
 * may be bad: mirrors' files carry those of old and new keys.
 */
final class SignedText {
  /** Those that a file with another meaning can be made for, given time, are not among them. */
  private static final Set<Integer> STRONG =
      Set.of(
          HashAlgorithmTags.SHA224,
          HashAlgorithmTags.SHA256,
          HashAlgorithmTags.SHA384,
          HashAlgorithmTags.SHA512);

  private final String name;
  private final List<byte[]> lines = new ArrayList<>();
  private final List<PGPSignature> signatures = new ArrayList<>();

  private SignedText(String name) {
    this.name = name;
  }

  /**
   * @param name in messages
   * @param now when keys must not have expired yet
   * @return the text alone, as it was signed
   * @throws JdockException FORBIDDEN where nobody has signed it who may
   */
  static byte[] verified(byte[] file, String name, ArchiveKeys keys, Instant now) {
    var text = new SignedText(name);
    try {
      text.read(file);
      return text.verified(keys.read(), now);
    } catch (IOException | PGPException | RuntimeException e) {
      if (e instanceof JdockException refused) {
        throw refused;
      }
      // What is not OpenPGP makes the library throw what comes.
      throw new JdockException(
          JdockException.Kind.FORBIDDEN, name + " has no signature that can be read", e);
    }
  }

  private void read(byte[] file) throws IOException {
    var in = new ArmoredInputStream(new ByteArrayInputStream(file));
    if (!in.isClearText()) {
      throw JdockException.forbidden(name + " is not signed");
    }
    var line = new ByteArrayOutputStream();
    // Marks of escaped lines have been taken away; a line break before the signature is no text.
    for (int c; (c = in.read()) >= 0 && in.isClearText(); ) {
      if (c == '\n') {
        lines.add(line.toByteArray());
        line.reset();
      } else {
        line.write(c);
      }
    }
    if (line.size() > 0) {
      lines.add(line.toByteArray());
    }
    Object next = new BcPGPObjectFactory(in).nextObject();
    if (!(next instanceof PGPSignatureList list)) {
      throw JdockException.forbidden(name + " is not signed");
    }
    list.forEach(signatures::add);
  }

  private byte[] verified(PGPPublicKeyRingCollection keys, Instant now) throws PGPException {
    List<String> unknown = new ArrayList<>();
    boolean good = false;
    for (PGPSignature signature : signatures) {
      PGPPublicKey key = keys.getPublicKey(signature.getKeyID());
      if (key == null) {
        unknown.add("%016X".formatted(signature.getKeyID()));
      } else if (!isGood(signature, key)) {
        throw JdockException.forbidden(
            "%s has a wrong signature of the key %016X".formatted(name, key.getKeyID()));
      } else if (isUsable(key, now)) {
        good = true;
      } else {
        unknown.add("%016X (expired or revoked)".formatted(key.getKeyID()));
      }
    }
    if (!good) {
      throw JdockException.forbidden(
          name
              + " is signed by no key that jdock knows for this distribution: "
              + String.join(", ", unknown));
    }
    return text();
  }

  private boolean isGood(PGPSignature signature, PGPPublicKey key) throws PGPException {
    boolean ofText =
        signature.getSignatureType() == PGPSignature.CANONICAL_TEXT_DOCUMENT
            || signature.getSignatureType() == PGPSignature.BINARY_DOCUMENT;
    if (!ofText || !STRONG.contains(signature.getHashAlgorithm())) {
      return false;
    }
    signature.init(new BcPGPContentVerifierBuilderProvider(), key);
    for (int i = 0; i < lines.size(); i++) {
      if (i > 0) {
        signature.update((byte) '\r');
        signature.update((byte) '\n');
      }
      byte[] line = lines.get(i);
      signature.update(line, 0, lengthSigned(line));
    }
    return signature.verify();
  }

  /** Blanks at the end of a line may change on their way. */
  private static int lengthSigned(byte[] line) {
    int length = line.length;
    while (length > 0
        && (line[length - 1] == ' ' || line[length - 1] == '\t' || line[length - 1] == '\r')) {
      length--;
    }
    return length;
  }

  private static boolean isUsable(PGPPublicKey key, Instant now) {
    Instant made = key.getCreationTime().toInstant();
    long seconds = key.getValidSeconds();
    return !key.hasRevocation()
        && !made.isAfter(now)
        && (seconds == 0 || made.plusSeconds(seconds).isAfter(now));
  }

  private byte[] text() {
    var text = new ByteArrayOutputStream();
    for (byte[] line : lines) {
      text.write(line, 0, lengthSigned(line));
      text.writeBytes("\n".getBytes(StandardCharsets.US_ASCII));
    }
    return text.toByteArray();
  }
}
