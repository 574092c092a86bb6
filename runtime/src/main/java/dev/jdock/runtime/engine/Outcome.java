package dev.jdock.runtime.engine;

/** How a request to bring an object into a state ended. */
public enum Outcome {
  DONE,

  /** Nothing had to be done: HTTP status 304 in the Docker Engine API. */
  ALREADY_SO
}
