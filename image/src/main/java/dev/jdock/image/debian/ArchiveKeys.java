package dev.jdock.image.debian;

import dev.jdock.image.error.JdockException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.PGPPublicKeyRingCollection;
import org.bouncycastle.openpgp.bc.BcPGPPublicKeyRingCollection;

/** The keys that may sign for an archive of packages. */
public final class ArchiveKeys {
  private final byte[] ring;

  /**
   * @param ring a binary key ring
   */
  ArchiveKeys(byte[] ring) {
    this.ring = ring.clone();
  }

  /** Those of a distribution, as its own package of them has them. */
  public static ArchiveKeys of(Distribution distribution) {
    String name = distribution.id() + ".gpg";
    try (InputStream ring = ArchiveKeys.class.getResourceAsStream(name)) {
      return new ArchiveKeys(Objects.requireNonNull(ring).readAllBytes());
    } catch (IOException e) {
      throw JdockException.internal("cannot read the keys of " + distribution.id(), e);
    }
  }

  PGPPublicKeyRingCollection read() throws IOException, PGPException {
    return new BcPGPPublicKeyRingCollection(ring);
  }
}
