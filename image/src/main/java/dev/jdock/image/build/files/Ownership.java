package dev.jdock.image.build.files;

/** Numeric owner of copied files. */
public record Ownership(int uid, int gid) {
  public static final Ownership ROOT = new Ownership(0, 0);
}
