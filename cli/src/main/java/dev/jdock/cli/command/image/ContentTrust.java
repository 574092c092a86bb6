package dev.jdock.cli.command.image;

import dev.jdock.cli.command.syntax.CommandFailure;

/** Docker's signatures of tags (Notary v1), whose service has ended; jdock never had them. */
final class ContentTrust {
  private ContentTrust() {}

  /**
   * @param disabled as the flag says
   */
  static void refuse(boolean disabled) {
    if (!disabled) {
      throw CommandFailure.notSupported("--disable-content-trust=false");
    }
  }
}
