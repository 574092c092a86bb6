package dev.jdock.runtime.container;

import dev.jdock.linux.Fd;
import dev.jdock.runtime.io.Fanout;
import org.jspecify.annotations.Nullable;

/** A container's own streams, for {@link AttachContainer}. */
final class ContainerSide implements AttachContainer.Side {
  private final Container container;
  private final Fanout stdout;
  private final Fanout stderr;

  ContainerSide(Container container) {
    this.container = container;
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
  public @Nullable Fd input() throws InterruptedException {
    container.awaitStarted();
    return container.io().stdin();
  }

  @Override
  public void closeInput() {
    container.io().closeStdin();
  }
}
