package dev.jdock.image.layer;

import dev.jdock.image.reference.Digest;

/**
 * Sizes and digests of a layer whose archive has been read or written.
 *
 * @param size bytes of its files and of its symbolic links' targets, as Docker reckons; hard links
 *     count once
 * @param tarSize bytes of the uncompressed archive
 * @param checksum of the uncompressed archive: {@link Checksum#value}
 */
public record PackedLayer(Digest diffId, long size, long tarSize, String checksum) {}
