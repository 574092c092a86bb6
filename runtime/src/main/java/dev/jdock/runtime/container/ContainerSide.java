package dev.jdock.runtime.container;

import dev.jdock.runtime.io.Fanout;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A container's own streams, for {@link AttachContainer}. */
final class ContainerSide implements AttachContainer.Side {
  private final Container container;
  private final Fanout stdout;
  private final Fanout stderr;

  /** Input is for the run that the outputs are of, never for a later one. */
  private final int run;

  ContainerSide(Container container) {
    this.container = container;
    this.run = container.currentRun();
    this.stdout = container.io().stdout();
    this.stderr = container.io().stderr();
  }

  @Override
  public Fanout stdout() {
    return stdout;
  }

  @Override
  public Fanout stderr() {
    return stderr;
  }

  @Override
  public void resume() {
    container.io().resume();
  }

  @Override
  public @Nullable OutputStream input() throws InterruptedException {
    return container.awaitStarted(run) ? container.io().stdin() : null;
  }

  @Override
  public void closeInput() {
    container.io().closeStdin();
  }
}
