package dev.jdock.runtime.container.exec;

import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.io.Fanout;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/** A container's own streams, for {@link AttachContainer}. */
public final class ContainerSide implements AttachContainer.Side {
  private final Container container;

  /** Input is for the run that the outputs are of, never for a later one. */
  private final Container.Outputs outputs;

  public ContainerSide(Container container) {
    this.container = container;
    this.outputs = container.outputs();
  }

  @Override
  public Fanout stdout() {
    return outputs.stdout();
  }

  @Override
  public Fanout stderr() {
    return outputs.stderr();
  }

  @Override
  public void resume() {
    container.io().resume();
  }

  @Override
  public @Nullable OutputStream input() throws InterruptedException {
    return container.awaitStarted(outputs.run()) ? container.io().stdin() : null;
  }

  @Override
  public void closeInput() {
    container.io().closeStdin();
  }
}
