package dev.jdock.image.store;

/** Hears of a check while it goes on. */
public interface CheckListener {

  /**
   * @param part {@code layers}, for example
   * @param done how many of {@code all} are checked
   */
  void progress(String part, int done, int all);

  void found(Finding finding);
}
