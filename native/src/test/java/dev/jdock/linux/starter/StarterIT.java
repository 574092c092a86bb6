package dev.jdock.linux.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.capability.Capability;
import dev.jdock.linux.capability.CapabilitySet;
import dev.jdock.linux.namespace.Namespaces;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.process.ResourceLimit;
import dev.jdock.linux.process.Signal;
import dev.jdock.linux.seccomp.SeccompFilter;
import dev.jdock.linux.seccomp.SeccompProfile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The host's own files serve as the container's. */
@Timeout(120)
class StarterIT {
  private static final CapabilitySet SET =
      CapabilitySet.of(Capability.CHOWN, Capability.KILL, Capability.CHECKPOINT_RESTORE);
  private static final String MASK = "0000010000000021";
  private static final String NONE = "0000000000000000";

  /** What nobody else has to do: all that is killed here goes at once. */
  private static final Starter.Reaper NOBODY =
      (process, action) -> {
        throw new AssertionError("a process does not go");
      };

  @TempDir Path folder;
  private StarterProgram program = unloaded();

  @SuppressWarnings("NullAway") // set before each test
  private static StarterProgram unloaded() {
    return null;
  }

  @BeforeEach
  void load() throws IOException {
    assumeTrue(CapabilitySet.bounding().contains(Capability.SYS_ADMIN), "needs root");
    program = StarterProgram.load(Path.of("target/bin/jdock-starter"));
  }

  @AfterEach
  void nothingIsLeft() throws IOException {
    if (program != null) {
      program.close();
      assertThat(children()).isEmpty();
    }
  }

  private static String children() throws IOException {
    StringBuilder all = new StringBuilder();
    try (var tasks = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path task : tasks) {
        all.append(Files.readString(task.resolve("children")));
      }
    }
    return all.toString();
  }

  private static Credentials root() {
    return new Credentials(0, 0, Set.of(0), CapabilitySet.bounding(), false, null);
  }

  private static StartRequest shell(Credentials credentials, String script) {
    return request(credentials, "/", "/bin/sh", "sh", "-c", script);
  }

  private static StartRequest request(
      Credentials credentials, String directory, String program, String... arguments) {
    return new StartRequest(
        program,
        List.of(arguments),
        List.of("NAME=value"),
        directory,
        new StartRequest.Input.Null(),
        credentials,
        Map.of(),
        null,
        List.of(),
        List.of(),
        0);
  }

  private static StartRequest with(
      StartRequest request, Map<ResourceLimit, ResourceLimit.Limits> limits, int fresh) {
    return new StartRequest(
        request.program(),
        request.arguments(),
        request.environment(),
        request.directory(),
        request.input(),
        request.credentials(),
        limits,
        null,
        List.of(),
        List.of(),
        fresh);
  }

  /** What it writes until it ends. */
  private String output(StartRequest request) throws InterruptedException {
    Fd[] pipe = Fd.pipe();
    try (Fd read = pipe[0]) {
      PidFd child;
      try (Fd write = pipe[1]) {
        child = execute(request, write);
      }
      try (child) {
        StringBuilder text = new StringBuilder();
        byte[] buffer = new byte[4096];
        for (int n; (n = read.read(buffer)) > 0; ) {
          text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
        }
        child.waitExit();
        return text.toString();
      }
    }
  }

  private PidFd execute(StartRequest request, Fd output) throws InterruptedException {
    Starter starter = Starter.spawn(program, Arrays.asList(null, output, output));
    try {
      starter.send(request);
      starter.awaitChild();
      starter.release();
      starter.awaitExecution();
      PidFd child = starter.takeChild();
      starter.close();
      return child;
    } catch (Throwable e) {
      starter.abandon(NOBODY);
      throw e;
    }
  }

  private StarterException failure(StartRequest request) {
    StarterException e =
        catchThrowableOfType(
            StarterException.class,
            () -> {
              try (Fd none = Fd.open(Path.of("/dev/null"), Fd.O_RDWR)) {
                execute(request, none).close();
              }
            });
    assertThat(e).isNotNull();
    return e;
  }

  private Map<String, String> status(Credentials credentials) throws InterruptedException {
    Map<String, String> fields = new TreeMap<>();
    output(request(credentials, "/", "/bin/cat", "cat", "/proc/self/status"))
        .lines()
        .filter(line -> line.matches("(Cap|Uid|Gid|Groups|NoNewPrivs|Seccomp:|Sig).*"))
        .forEach(line -> {
          int colon = line.indexOf(':');
          fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
        });
    return fields;
  }

  @Test
  void rootKeepsExactlyTheGivenCapabilities() throws Exception {
    assertThat(status(new Credentials(0, 0, Set.of(0), SET, false, null)))
        .containsEntry("CapBnd", MASK)
        .containsEntry("CapEff", MASK)
        .containsEntry("CapPrm", MASK)
        .containsEntry("CapInh", NONE)
        .containsEntry("CapAmb", NONE)
        .containsEntry("NoNewPrivs", "0")
        .containsEntry("SigBlk", NONE)
        .containsEntry("SigIgn", NONE)
        .containsEntry("Uid", "0\t0\t0\t0");
  }

  @Test
  void anotherUserHasThemAsItsBoundingSetOnly() throws Exception {
    assertThat(status(new Credentials(1234, 2345, Set.of(7, 9), SET, true, null)))
        .containsEntry("CapBnd", MASK)
        .containsEntry("CapEff", NONE)
        .containsEntry("CapPrm", NONE)
        .containsEntry("NoNewPrivs", "1")
        .containsEntry("Uid", "1234\t1234\t1234\t1234")
        .containsEntry("Gid", "2345\t2345\t2345\t2345")
        .containsEntry("Groups", "7 9");
  }

  @Test
  void filterIsPutOnWithAndWithoutNewPrivileges() throws Exception {
    SeccompFilter filter = SeccompFilter.prepare(SeccompProfile.standard(), SET);
    assertThat(status(new Credentials(1234, 2345, Set.of(), SET, false, filter)))
        .containsEntry("Seccomp", "2")
        .containsEntry("NoNewPrivs", "0")
        .containsEntry("CapBnd", MASK);
    assertThat(status(new Credentials(1234, 2345, Set.of(), SET, true, filter)))
        .containsEntry("Seccomp", "2")
        .containsEntry("NoNewPrivs", "1");
  }

  @Test
  void filterForbidsWhatTheProfileForbids() throws Exception {
    SeccompFilter filter = SeccompFilter.prepare(SeccompProfile.standard(), CapabilitySet.EMPTY);
    String script = "unshare --uts true 2>&1 && echo done";
    assertThat(output(shell(root(), script))).isEqualTo("done\n");
    CapabilitySet all = CapabilitySet.bounding();
    assertThat(output(shell(new Credentials(0, 0, Set.of(), all, false, filter), script)))
        .contains("Operation not permitted");
  }

  @Test
  void nothingIsInheritedButTheStreams() throws Exception {
    String script = "ls /proc/self/fd; pwd; env | grep -v PWD; umask; sed 's/.*) //' /proc/$$/stat";
    List<String> lines = output(shell(root(), script)).lines().toList();
    // 3 is what ls looks at.
    assertThat(lines.subList(0, 4)).containsExactly("0", "1", "2", "3");
    assertThat(lines).contains("/", "NAME=value", "0022");
    // State, parent, group, session: it leads both.
    List<String> stat = List.of(lines.getLast().split(" "));
    assertThat(stat.get(2)).isEqualTo(stat.get(3));
    assertThat(stat.get(1)).isEqualTo(Long.toString(ProcessHandle.current().pid()));
  }

  @Test
  void nullInputIsTheNullDevice() throws Exception {
    assertThat(output(shell(root(), "readlink /proc/self/fd/0; cat"))).isEqualTo("/dev/null\n");
  }

  @Test
  void firstProcessOfANewPidNamespaceIsNumberOne() throws Exception {
    StartRequest request = with(shell(root(), "echo $$"), Map.of(), Namespaces.NEWPID);
    assertThat(output(request)).isEqualTo("1\n");
  }

  @Test
  void limitsAreSetThatOfProcessesToo() throws Exception {
    Map<ResourceLimit, ResourceLimit.Limits> limits =
        Map.of(
            ResourceLimit.NOFILE, new ResourceLimit.Limits(77, 78),
            ResourceLimit.NPROC, new ResourceLimit.Limits(1, 2));
    // One more than the user may have is there already: the limit comes after the clone.
    Credentials user = new Credentials(1234, 1234, Set.of(), CapabilitySet.EMPTY, false, null);
    StartRequest request =
        request(user, "/", "/bin/grep", "grep", "-E", "processes|open files", "/proc/self/limits");
    assertThat(output(with(request, limits, 0)))
        .containsPattern("Max processes +1 +2 ")
        .containsPattern("Max open files +77 +78 ");
  }

  @Test
  void limitThatCannotBeSetIsNamed() {
    StarterException e =
        failure(
            with(
                shell(root(), "true"),
                Map.of(ResourceLimit.NOFILE, new ResourceLimit.Limits(1 << 30, 1 << 30)),
                0));
    assertThat(e.step()).isEqualTo(Step.LIMIT);
    assertThat(e.detail()).isEqualTo(ResourceLimit.NOFILE.number());
    assertThat(e.errno()).isEqualTo(Errno.EPERM);
  }

  @Test
  void whatCannotBeExecutedIsToldAndLeavesNoProcess() throws IOException {
    Path script = Files.writeString(folder.resolve("no-program"), "neither ELF nor #!");
    assertThat(failure(request(root(), "/", "/nowhere", "x")).errno()).isEqualTo(Errno.ENOENT);
    assertThat(failure(request(root(), "/", script.toString(), "x")).errno())
        .isEqualTo(Errno.EACCES);
    assertThat(script.toFile().setExecutable(true)).isTrue();
    StarterException e = failure(request(root(), "/", script.toString(), "x"));
    assertThat(e.errno()).isEqualTo(Errno.ENOEXEC);
    assertThat(e.step()).isEqualTo(Step.EXECUTE);
    assertThat(failure(request(root(), "/nowhere", "/bin/true", "x")).step())
        .isEqualTo(Step.DIRECTORY);
  }

  @Test
  void namespaceThatCannotBeJoinedIsTold() throws Exception {
    try (Fd none = Fd.open(Path.of("/dev/null"), Fd.O_RDWR)) {
      StartRequest shell = shell(root(), "true");
      StartRequest request =
          new StartRequest(
              shell.program(),
              shell.arguments(),
              List.of(),
              "/",
              shell.input(),
              root(),
              Map.of(),
              null,
              List.of(),
              List.of(new StartRequest.Joined(none, Namespaces.NEWPID)),
              0);
      assertThat(failure(request).step()).isEqualTo(Step.NAMESPACE);
    }
  }

  /** What a container could find while the child waits in its pid namespace. */
  @Test
  void waitingChildShowsNothingOfThisProcess() throws Exception {
    Starter starter = Starter.spawn(program, Arrays.asList(null, null, null));
    try {
      starter.send(shell(root(), "true"));
      Path child = Path.of("/proc/" + starter.awaitChild());
      assertThat(Files.readSymbolicLink(child.resolve("exe")))
          .hasToString("/memfd:jdock-starter (deleted)");
      assertThat(Files.readString(child.resolve("cmdline"))).isEqualTo("jdock-starter\0");
      assertThat(Files.readString(child.resolve("environ"))).isEmpty();
      assertThat(Files.readSymbolicLink(child.resolve("cwd"))).hasToString("/");
      assertThat(Files.readString(child.resolve("comm"))).isEqualTo("jdock-starter\n");
      assertThat(Files.readString(child.resolve("maps")).lines())
          .noneMatch(line -> line.contains("/") && !line.contains("/memfd:jdock-starter"));
      try (var open = Files.list(child.resolve("fd"))) {
        assertThat(open.map(fd -> fd.getFileName().toString()))
            .containsExactlyInAnyOrder("0", "1", "2", "3");
      }
      assertThatThrownBy(() -> Files.write(child.resolve("exe"), new byte[1]))
          .isInstanceOf(IOException.class);
    } finally {
      starter.abandon(NOBODY);
    }
  }

  /** Offsets and values of 32 bits that are not as they should be in a request. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "0 1",
        "48 7",
        "48 -1",
        "52 5000",
        "52 4096",
        "56 1",
        "60 1",
        "60 -1",
        "64 -1",
        "64 70000",
        "68 0",
        "68 -1",
        "68 100",
        "72 9",
        "76 0",
        "76 1000"
      })
  void malformedRequestIsRefused(String change) {
    byte[] bytes = shell(root(), "true").bytes();
    String[] parts = change.split(" ");
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.nativeOrder())
        .putInt(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    assertThat(refusal(bytes).errno()).isEqualTo(Errno.EINVAL);
  }

  @Test
  void requestThatIsCutOffIsRefused() {
    byte[] bytes = shell(root(), "true").bytes();
    for (int length = 0; length < bytes.length; length++) {
      assertThat(refusal(Arrays.copyOf(bytes, length)).step()).isEqualTo(Step.REQUEST);
    }
  }

  private StarterException refusal(byte[] request) {
    Starter starter = Starter.spawn(program, Arrays.asList(null, null, null));
    try {
      starter.send(request, List.of());
      StarterException e = catchThrowableOfType(StarterException.class, starter::awaitChild);
      assertThat(e).isNotNull();
      return e;
    } finally {
      starter.abandon(NOBODY);
    }
  }

  @Test
  void interruptEndsTheWaitForAStarterThatIsStopped() throws Exception {
    Starter starter = Starter.spawn(program, Arrays.asList(null, null, null));
    try (PidFd process = PidFd.open(starter.pid())) {
      process.sendSignal(Signal.parse("STOP").orElseThrow().number());
      starter.send(shell(root(), "true"));
      assertInterruptible(starter::awaitChild);
    } finally {
      starter.abandon(NOBODY);
    }
  }

  @Test
  void interruptEndsTheWaitForAChildThatIsStopped() throws Exception {
    Starter starter = Starter.spawn(program, Arrays.asList(null, null, null));
    try {
      starter.send(shell(root(), "true"));
      starter.awaitChild();
      starter.child().sendSignal(Signal.parse("STOP").orElseThrow().number());
      starter.release();
      assertInterruptible(starter::awaitExecution);
    } finally {
      starter.abandon(NOBODY);
    }
  }

  private interface Waiting {
    void await() throws InterruptedException;
  }

  private static void assertInterruptible(Waiting waiting) throws Exception {
    CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread thread =
        new Thread(() -> {
          begun.countDown();
          try {
            waiting.await();
            interrupted.complete(false);
          } catch (InterruptedException e) {
            interrupted.complete(true);
          } catch (Throwable e) {
            interrupted.completeExceptionally(e);
          }
        });
    thread.start();
    begun.await();
    thread.interrupt();
    assertThat(interrupted.get()).isTrue();
  }

  @Test
  void starterThatIsKilledIsAFailure() throws Exception {
    Starter starter = Starter.spawn(program, Arrays.asList(null, null, null));
    try (PidFd process = PidFd.open(starter.pid())) {
      process.sendSignal(Signal.KILL.number());
      assertThat(process.awaitEnd(10_000)).isTrue();
      assertThatThrownBy(starter::awaitChild).isInstanceOf(StarterException.class);
    } finally {
      starter.abandon(NOBODY);
    }
  }
}
