import dev.jdock.runtime.engine.ContainerSpec;
import dev.jdock.runtime.engine.Exit;
import dev.jdock.runtime.engine.ImportRequest;
import dev.jdock.runtime.engine.Isolation;
import dev.jdock.runtime.engine.Networking;
import dev.jdock.runtime.engine.Resources;
import dev.jdock.runtime.engine.Storage;
import dev.jdock.runtime.engine.WaitCondition;
import dev.jdock.runtime.machine.MachineRoom;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Prints the median time in seconds, of 20 containers after 200 to warm up, from create to exit of
 * {@code true} inside one engine, bridge network included: CreateToExit ROOTFS_TAR WORK_FOLDER.
 */
public final class CreateToExit {
  private static final int WARM_UP = 200;
  private static final int RUNS = 20;

  private CreateToExit() {}

  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[1]);
    double[] seconds = new double[RUNS];
    try (MachineRoom room =
        MachineRoom.open(
            Files.createDirectories(work.resolve("root")),
            Files.createDirectories(work.resolve("run")),
            Programs.in(Path.of(arguments[2])))) {
      try (InputStream rootfs = Files.newInputStream(Path.of(arguments[0]))) {
        room.images().importArchive(rootfs, new ImportRequest("benchmark", "", List.of(), null));
      }
      for (int i = -WARM_UP; i < RUNS; i++) {
        double time = createToExit(room);
        if (i >= 0) {
          seconds[i] = time;
        }
      }
    }
    Arrays.sort(seconds);
    System.out.println((seconds[RUNS / 2 - 1] + seconds[RUNS / 2]) / 2);
  }

  private static double createToExit(MachineRoom room) throws InterruptedException {
    long start = System.nanoTime();
    String id = room.containers().create(spec()).id();
    Exit exit = room.containers().exit(id, WaitCondition.NEXT_EXIT);
    Exit removal = room.containers().exit(id, WaitCondition.REMOVED);
    room.containers().start(id);
    int code = exit.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (code != 0) {
      throw new IllegalStateException("exit code " + code);
    }
    removal.await();
    return seconds;
  }

  private static ContainerSpec spec() {
    return new ContainerSpec(
        null,
        "benchmark",
        new TreeMap<>(),
        new ContainerSpec.Command(
            null, List.of("true"), List.of(), null, null, false, false, false, false, true, true),
        new Resources(0, 0, 0),
        new Isolation(false, List.of(), List.of(), List.of(), false, false),
        new Storage(List.of(), List.of(), Map.of(), 64 << 20),
        new Networking(
            "default", null, null, List.of(), List.of(), false, List.of(), List.of(), List.of(),
            List.of()),
        new ContainerSpec.Lifecycle(true, "no", null, null, null));
  }
}
