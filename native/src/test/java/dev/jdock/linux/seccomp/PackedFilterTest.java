package dev.jdock.linux.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.linux.capability.Capability;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.file.PackedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

@ResourceLock(Resources.SYSTEM_PROPERTIES)
class PackedFilterTest {
  private static final CapabilitySet PACKED =
      CapabilitySet.of(Capability.CHOWN, Capability.SYS_CHROOT);

  @TempDir Path home;

  @BeforeEach
  void pack() throws IOException {
    System.setProperty("jdock.home", home.toString());
    SeccompFilter.pack(home.resolve("lib/packed"), PACKED);
  }

  @AfterEach
  void forget() {
    System.clearProperty("jdock.home");
  }

  @Test
  void isWhatWouldBeCompiledForEachMachine() throws IOException {
    for (List<Architecture> machine : Architecture.ofMachines()) {
      assertThat(Files.readAllBytes(file(machine.getFirst())))
          .isEqualTo(SeccompFilter.prepare(SeccompProfile.standard(), PACKED, machine).code());
    }
  }

  @Test
  void isTakenInPlaceOfCompiling() throws IOException {
    byte[] other = new byte[16];
    Files.write(file(Architecture.ofMachine().getFirst()), other);

    assertThat(SeccompFilter.standard(PACKED).code()).isEqualTo(other);
  }

  @Test
  void isNoneForOtherCapabilities() {
    CapabilitySet more = PACKED.plus(Capability.SYS_PTRACE);

    assertThat(SeccompFilter.standard(more).code())
        .isEqualTo(SeccompFilter.prepare(SeccompProfile.standard(), more).code())
        .isNotEqualTo(SeccompFilter.standard(PACKED).code());
  }

  private Path file(Architecture machine) {
    return PackedFiles.path(
        home.resolve("lib/packed"),
        SeccompFilter.class,
        "default-" + machine.tableName() + "-" + Long.toHexString(PACKED.mask()) + ".bpf");
  }
}
