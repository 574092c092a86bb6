package dev.jdock.image.layer;

import dev.jdock.image.error.JdockException;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the stored parts of a file with holes belong (GNU tar manual, Sparse Formats).
 *
 * @param size of the file with its holes, in bytes
 * @param parts in ascending order, none overlapping
 */
record SparseMap(long size, List<Part> parts) {
  /** Bytes of the file that the archive has. */
  record Part(long offset, long length) {
    long end() {
      return offset + length;
    }
  }

  SparseMap {
    long end = 0;
    List<Part> stored = new ArrayList<>();
    for (Part part : parts) {
      if (part.offset() < end || part.length() < 0 || part.length() > size - part.offset()) {
        throw JdockException.invalid("archive/tar: invalid sparse file");
      }
      end = part.end();
      if (part.length() > 0) {
        stored.add(part);
      }
    }
    parts = List.copyOf(stored);
  }

  /** Bytes that the archive has of it. */
  long stored() {
    return parts.stream().mapToLong(Part::length).sum();
  }
}
