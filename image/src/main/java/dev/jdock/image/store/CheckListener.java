package dev.jdock.image.store;

/** Receives the findings of a check while it runs. */
public interface CheckListener {

  /**
   * @param part {@code layers}, for example
   * @param done how many of {@code all} are checked
   */
  void progress(String part, int done, int all);

  void found(Finding finding);
}
