package dev.jdock.runtime.container.life;

import dev.jdock.image.error.JdockException;
import dev.jdock.linux.SyscallException;
import dev.jdock.runtime.container.Container;
import dev.jdock.runtime.container.record.ContainerFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A container's pause while an image is made of it, which no engine's death may leave behind. */
public record CommitPause(PauseContainer pause, ContainerFiles files) {
  /**
   * @return whether this has frozen it: it may have ended, or be paused already
   */
  public boolean begin(Container container) {
    if (!container.state().running() || container.paused() || !mark(container)) {
      return false;
    }
    try {
      pause.pause(container);
      return true;
    } catch (JdockException ended) {
      boolean _ = unmark(container);
      return false;
    } catch (SyscallException cannot) {
      boolean _ = unmark(container);
      throw JdockException.internal("cannot pause container " + container.id(), cannot);
    }
  }

  public void end(Container container) {
    pause.thaw(container);
    boolean _ = unmark(container);
  }

  /** Thaws a container that a commit had frozen whose engine has died. */
  void thawAfterCrash(Container container) {
    if (Files.exists(file(container))) {
      if (container.paused()) {
        pause.thaw(container);
      }
      boolean _ = unmark(container);
    }
  }

  /**
   * For an engine that finds it frozen: it is not what its user wants.
   *
   * @return false for one that has ended meanwhile
   */
  private boolean mark(Container container) {
    Path mark = file(container);
    try {
      Files.write(mark, new byte[0]);
      return true;
    } catch (NoSuchFileException ended) {
      return false;
    } catch (IOException e) {
      throw JdockException.internal("cannot write " + mark + ": " + e.getMessage(), e);
    }
  }

  private boolean unmark(Container container) {
    Path mark = file(container);
    try {
      return Files.deleteIfExists(mark);
    } catch (IOException e) {
      throw JdockException.internal("cannot remove " + mark + ": " + e.getMessage(), e);
    }
  }

  private Path file(Container container) {
    return files.run(container.id()).resolve("committing");
  }
}
