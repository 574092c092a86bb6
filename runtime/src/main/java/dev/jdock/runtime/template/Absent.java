package dev.jdock.runtime.template;

/**
 * Go's zero reflect.Value: the result of looking for what is not there, which is not the same as
 * finding nil.
 */
record Absent() {
  @Override
  public String toString() {
    return "<no value>";
  }
}
