package dev.jdock.linux.capability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jdock.linux.capability.Credentials.User;
import dev.jdock.linux.seccomp.SeccompFilter;
import dev.jdock.linux.seccomp.SeccompProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each change is made on a thread of its own, which then looks at itself in proc(5). */
class CredentialsIT {
  private static final CapabilitySet SET =
      CapabilitySet.of(Capability.CHOWN, Capability.KILL, Capability.CHECKPOINT_RESTORE);
  private static final String MASK = "0000010000000021";
  private static final String NONE = "0000000000000000";

  @BeforeEach
  void needsTheSet() {
    assumeTrue(CapabilitySet.bounding().contains(Capability.SYS_ADMIN), "needs root");
  }

  @Test
  void rootKeepsExactlyTheGivenCapabilities() throws Exception {
    Map<String, String> status = apply(Credentials.prepare(User.ROOT, SET, false, null));
    assertThat(status)
        .containsEntry("CapBnd", MASK)
        .containsEntry("CapEff", MASK)
        .containsEntry("CapPrm", MASK)
        .containsEntry("CapInh", NONE)
        .containsEntry("CapAmb", NONE)
        .containsEntry("NoNewPrivs", "0")
        .containsEntry("Uid", "0\t0\t0\t0");
  }

  @Test
  void anotherUserHasThemAsItsBoundingSetOnly() throws Exception {
    User user = new User(1234, 2345, Set.of(7, 9));
    Map<String, String> status = apply(Credentials.prepare(user, SET, true, null));
    assertThat(status)
        .containsEntry("CapBnd", MASK)
        .containsEntry("CapEff", NONE)
        .containsEntry("CapPrm", NONE)
        .containsEntry("NoNewPrivs", "1")
        .containsEntry("Uid", "1234\t1234\t1234\t1234")
        .containsEntry("Gid", "2345\t2345\t2345\t2345")
        .containsEntry("Groups", "7 9");
  }

  @Test
  void otherThreadsKeepWhatTheyHave() throws Exception {
    Map<String, String> before = status();
    apply(Credentials.prepare(new User(1234, 2345, Set.of()), CapabilitySet.EMPTY, true, null));
    assertThat(status()).containsAllEntriesOf(before);
  }

  @Test
  void filterIsPutOnWithAndWithoutNewPrivileges() throws Exception {
    SeccompFilter filter = SeccompFilter.prepare(SeccompProfile.standard(), SET);
    User user = new User(1234, 2345, Set.of());
    assertThat(apply(Credentials.prepare(user, SET, false, filter)))
        .containsEntry("Seccomp", "2")
        .containsEntry("NoNewPrivs", "0")
        .containsEntry("CapBnd", MASK);
    assertThat(apply(Credentials.prepare(user, SET, true, filter)))
        .containsEntry("Seccomp", "2")
        .containsEntry("NoNewPrivs", "1");
  }

  @Test
  void whatTheBoundingSetLacksIsRefusedBeforehand() {
    CapabilitySet unknown = new CapabilitySet(1L << 63);
    assertThatThrownBy(() -> Credentials.prepare(User.ROOT, unknown, false, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Map<String, String> apply(Credentials credentials) throws Exception {
    FutureTask<Map<String, String>> task =
        new FutureTask<>(() -> {
          credentials.apply();
          return status();
        });
    Thread thread = new Thread(task);
    thread.start();
    Map<String, String> status = task.get();
    thread.join();
    return status;
  }

  private static Map<String, String> status() {
    Map<String, String> fields = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(Path.of("/proc/thread-self/status"))) {
        if (line.matches("(Cap|Uid|Gid|Groups|NoNewPrivs|Seccomp:).*")) {
          int colon = line.indexOf(':');
          fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return fields;
  }
}
