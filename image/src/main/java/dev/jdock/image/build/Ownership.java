package dev.jdock.image.build;

/** Numeric owner of copied files. */
record Ownership(int uid, int gid) {
  static final Ownership ROOT = new Ownership(0, 0);
}
