package dev.jdock.runtime.container.exec;

import dev.jdock.linux.Fd;
import dev.jdock.runtime.launch.Stdio;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Three pipes; what was not taken is closed with it, as are the process's ends. */
final class ExecPipes implements AutoCloseable {
  private final List<Fd> owned = new ArrayList<>();
  private final Fd[] output;
  private final Fd[] error;
  private final Fd @Nullable [] input;

  ExecPipes(boolean withInput) {
    try {
      output = make();
      error = make();
      input = withInput ? make() : null;
      output[0].nonBlocking();
      error[0].nonBlocking();
    } catch (Throwable e) {
      owned.forEach(Fd::close);
      throw e;
    }
  }

  private Fd[] make() {
    Fd[] made = Fd.pipe();
    owned.addAll(List.of(made));
    return made;
  }

  Stdio stdio() {
    return new Stdio.Pipes(input == null ? null : input[0], output[1], error[1]);
  }

  @Nullable Fd takeInput() {
    return input == null ? null : take(input[1]);
  }

  Fd takeOutput() {
    return take(output[0]);
  }

  Fd takeError() {
    return take(error[0]);
  }

  private Fd take(Fd fd) {
    owned.remove(fd);
    return fd;
  }

  @Override
  public void close() {
    owned.forEach(Fd::close);
  }
}
