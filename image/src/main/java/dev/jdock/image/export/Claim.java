package dev.jdock.image.export;

import dev.jdock.image.oci.Descriptor;
import java.util.List;

/** Something that is said of a result. */
interface Claim {

  /** In outputs that are files. */
  String filename();

  String predicateType();

  /** Whether outputs that are files go without it. */
  boolean inlineOnly();

  /** A statement about files of a result that is no image. */
  Statement about(List<Statement.Subject> files);

  /**
   * A statement about an image.
   *
   * @param names of the image
   * @param layers of the image, as blobs, lowest first
   */
  Statement about(List<Statement.Subject> names, List<Descriptor> layers);
}
