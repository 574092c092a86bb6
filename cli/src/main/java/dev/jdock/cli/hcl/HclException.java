package dev.jdock.cli.hcl;

import org.jspecify.annotations.Nullable;

/** What is wrong in a file, and where. */
public final class HclException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  @SuppressWarnings("serial") // nobody writes it
  private final transient @Nullable Range range;

  /**
   * @param summary what kind of mistake it is
   * @param detail a sentence on this one
   */
  public HclException(@Nullable Range range, String summary, String detail) {
    super((range == null ? "" : range + ": ") + summary + "; " + detail, null, false, false);
    this.range = range;
  }

  /** The lines at fault, ready to print; empty if there are none. */
  public String excerpt() {
    return range == null ? "" : range.excerpt();
  }
}
