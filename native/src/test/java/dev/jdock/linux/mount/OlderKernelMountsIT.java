package dev.jdock.linux.mount;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.starter.Credentials;
import dev.jdock.linux.starter.StartRequest;
import dev.jdock.linux.starter.Starter;
import dev.jdock.linux.starter.StarterProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The ways that are taken where the kernel lacks newer ones, taken on any kernel. */
@Timeout(120)
class OlderKernelMountsIT {
  @TempDir Path folder;

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
        PrivateMounts.call(() -> {
          overlay.mountByOptions(target, false);
          Files.writeString(target.resolve("new"), "");
          return Files.readString(target.resolve("file")) + Files.exists(target.resolve("only-39"));
        });
    assertThat(seen).isEqualTo("of 0true");
    assertThat(folder.resolve("upper,odd:name/new")).exists();
  }

  @Test
  void procMountedByAChildShowsTheOtherPidNamespace() throws Exception {
    Path target = Files.createDirectory(folder.resolve("proc"));
    try (StarterProgram program = StarterProgram.load(Path.of("target/bin/jdock-starter"))) {
      String name =
          PrivateMounts.call(() -> {
            Starter first = Starter.spawn(program, Arrays.asList(null, null, null));
            try {
              first.send(inNewPidNamespace());
              Path namespace = Path.of("/proc/" + first.awaitChild() + "/ns/pid");
              ProcMount.asChild(program, target, namespace, (process, action) -> action.run());
              return Files.readString(target.resolve("1/comm"));
            } finally {
              first.abandon((process, action) -> action.run());
            }
          });
      assertThat(name).isEqualTo("jdock-starter\n");
    }
  }

  private static StartRequest inNewPidNamespace() {
    return new StartRequest(
        "/bin/true",
        List.of("true"),
        List.of(),
        "/",
        new StartRequest.Input.Given(),
        new Credentials(0, 0, Set.of(), CapabilitySet.bounding(), false, null),
        Map.of(),
        null,
        List.of(),
        List.of(),
        Namespaces.NEWPID);
  }
}
