package dev.jdock.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.Fd;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.Signal;
import dev.jdock.linux.process.Spawn;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ways that are taken where the kernel lacks newer ones, taken on any kernel. */
@Timeout(20)
class OlderKernelMountsIT {
  @TempDir Path folder;

  /** In a mount namespace of a thread's own, which goes with the thread. */
  private static <T> T inMountNamespace(Callable<T> action) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(() -> {
          Namespaces.unshare(Namespaces.NEWNS);
          Mounts.propagation(Path.of("/"), Mounts.SLAVE | Mounts.REC);
          return action.call();
        });
    Thread thread = new Thread(task, "mounts");
    thread.start();
    thread.join();
    return task.get();
  }

  @Test
  void optionStringNamesAnyNumberOfLayersUppermostFirst() throws Exception {
    Path target = Files.createDirectory(folder.resolve("target"));
    List<Path> layers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      // Forty such names are more than the page that mount(2) takes.
      Path layer = Files.createDirectory(folder.resolve("layer-" + i + "x".repeat(200)));
      Files.writeString(layer.resolve("file"), "of " + i);
      Files.writeString(layer.resolve("only-" + i), "");
      layers.add(layer);
    }
    OverlayMount overlay =
        new OverlayMount(
            layers,
            Files.createDirectory(folder.resolve("upper,odd:name")),
            Files.createDirectory(folder.resolve("work")));
    String seen =
        inMountNamespace(() -> {
          overlay.mountByOptions(target);
          Files.writeString(target.resolve("new"), "");
          return Files.readString(target.resolve("file")) + Files.exists(target.resolve("only-39"));
        });
    assertThat(seen).isEqualTo("of 0true");
    assertThat(folder.resolve("upper,odd:name/new")).exists();
  }

  @Test
  void procMountedByAChildShowsTheOtherPidNamespace() throws Exception {
    Path target = Files.createDirectory(folder.resolve("proc"));
    List<String> sleep = List.of("sleep", "60");
    String name =
        inMountNamespace(() -> {
          Spawn spawn = new Spawn("/bin/sleep", sleep, List.of()).closeFrom(3);
          Namespaces.unshare(Namespaces.NEWPID);
          int pid = spawn.run();
          try (PidFd first = PidFd.open(pid);
              Fd directory = Fd.open(target, Fd.O_PATH | Fd.O_DIRECTORY)) {
            try {
              ProcMount.mountAsChild(directory.procPath(), pid);
              return Files.readString(target.resolve("1/comm"));
            } finally {
              first.sendSignal(Signal.KILL.number());
              first.waitExit();
            }
          }
        });
    assertThat(name).isEqualTo("sleep\n");
  }
}
