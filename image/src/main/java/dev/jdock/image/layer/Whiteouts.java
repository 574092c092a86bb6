package dev.jdock.image.layer;

/** Names and marks for "removed here", in archives (OCI image-spec, layer.md) and in overlayfs. */
final class Whiteouts {
  static final String PREFIX = ".wh.";
  static final String META_PREFIX = ".wh..wh.";
  static final String OPAQUE = ".wh..wh..opq";

  static final String OVERLAY_PREFIX = "trusted.overlay.";
  static final String USER_OVERLAY_PREFIX = "user.overlay.";
  static final String OVERLAY_OPAQUE = "trusted.overlay.opaque";
  static final byte[] YES = {'y'};

  private Whiteouts() {}

  /** Attributes that overlayfs uses internally: an archive may not set them. */
  static boolean isOverlayAttribute(String name) {
    return name.startsWith(OVERLAY_PREFIX) || name.startsWith(USER_OVERLAY_PREFIX);
  }
}
