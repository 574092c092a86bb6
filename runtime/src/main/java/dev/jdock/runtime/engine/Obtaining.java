package dev.jdock.runtime.engine;

import dev.jdock.image.build.BuildProgress;
import dev.jdock.image.transfer.TransferProgress;

/** Hears how an image comes about that was not there: it is fetched, or built here. */
public interface Obtaining extends TransferProgress {

  /** Hears the steps of the build; asked for when one begins. */
  BuildProgress building();
}
