package dev.jdock.cli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.jdock.cli.launcher.Frame;
import dev.jdock.linux.Errno;
import dev.jdock.linux.Fd;
import dev.jdock.linux.SyscallException;
import dev.jdock.linux.process.PidFd;
import dev.jdock.linux.tty.PseudoTerminal;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EngineProcessIT {
  @TempDir Path folder;
  private Distribution jdock;

  @BeforeEach
  void install() throws IOException {
    jdock = new Distribution(folder, "a", 300);
  }

  static List<String> launchers() {
    return Distribution.launchers();
  }

  @AfterEach
  void leavesNothing() throws Exception {
    Path socket = socket();
    if (Files.exists(socket)) {
      Distribution.run(jdock.command("jdock-java", "engine", "stop"));
    }
    awaitNoEngine();
    assertThat(socket.getParent()).doesNotExist();
  }

  /** A zombie has ended, however long its parent, who is not us, takes to see it. */
  private void awaitNoEngine() {
    for (ProcessHandle engine : engines()) {
      try (PidFd process = PidFd.open((int) engine.pid())) {
        while (process.isAlive()) {
          Thread.onSpinWait();
        }
      } catch (SyscallException e) {
        assertThat(e.errno()).isEqualTo(Errno.ESRCH);
      }
    }
  }

  private Path socket() throws IOException {
    return dev.jdock.cli.launcher.EnginePaths.of(jdock.root().toString()).socket();
  }

  private List<ProcessHandle> engines() {
    return ProcessHandle.allProcesses()
        .filter(process -> {
          try {
            String line = Files.readString(Path.of("/proc/" + process.pid() + "/cmdline"));
            return line.contains("EngineForTests\0" + jdock.root());
          } catch (IOException e) {
            return false;
          }
        })
        .toList();
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void keepsStreamsApartAndPassesTheExitCodeOn(String launcher) throws Exception {
    assertThat(Distribution.run(jdock.command(launcher, "streams")))
        .isEqualTo(new Distribution.Result(3, "to out\n", "to err\n"));
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void handsOverArgumentsDirectoryAndEnvironmentInAnyLocale(String launcher) throws Exception {
    Path directory = Files.createDirectory(folder.resolve("dir"));
    ProcessBuilder command =
        jdock.shell(
            "cd '" + directory + "' && exec '" + jdock.program(launcher) + "' where 'ä b' ''");
    command.environment().put("LC_ALL", "C");
    if (launcher.equals("jdock-java")) {
      // Its class path is relative to the module.
      command = jdock.shell("exec '" + jdock.program(launcher) + "' where 'ä b' ''");
      directory = Path.of("").toAbsolutePath();
    }
    assertThat(Distribution.run(command).out())
        .isEqualTo(directory + " grüß dich [where, ä b, ]\n");
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void readsStandardInputToItsEnd(String launcher) throws Exception {
    Process process = jdock.command(launcher, "cat").start();
    byte[] much = "0123456789abcdef".repeat(20_000).getBytes(StandardCharsets.UTF_8);
    Thread writer =
        Thread.ofPlatform()
            .start(() -> {
              try (var out = process.getOutputStream()) {
                out.write(much);
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
    assertThat(process.getInputStream().readAllBytes()).isEqualTo(much);
    writer.join();
    assertThat(Distribution.code(process)).isZero();
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void endsWithTheSignalThatItGets(String launcher) throws Exception {
    Process process = started(launcher, "sleep");
    signal(process, 15);
    assertThat(Distribution.code(process)).isEqualTo(143);
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void handsSignalsToACommandThatWantsThem(String launcher) throws Exception {
    Process process = jdock.command(launcher, "signals").start();
    BufferedReader out = process.inputReader();
    assertThat(out.readLine()).isEqualTo("ready");
    awaitHandler(process);
    signal(process, 10);
    assertThat(out.readLine()).isEqualTo("USR1");
    assertThat(Distribution.code(process)).isZero();
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void endsQuietlyWhenNobodyReads(String launcher) throws Exception {
    ProcessBuilder command =
        jdock.shell("{ '" + jdock.program(launcher) + "' flood; echo $? >&2; } | head -n 1");
    assertThat(Distribution.run(command)).isEqualTo(new Distribution.Result(0, "line\n", "141\n"));
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void saysSoWhenTheEngineIsKilled(String launcher) throws Exception {
    Process process = started(launcher, "sleep");
    for (ProcessHandle engine : engines()) {
      engine.destroyForcibly();
    }
    assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
        .isEqualTo("jdock: the engine went away before the command had ended\n");
    assertThat(Distribution.code(process)).isEqualTo(125);
    assertThat(Distribution.run(jdock.command(launcher, "exit", "7")).code()).isEqualTo(7);
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void restoresTheTerminalOfAKilledLauncher(String launcher) throws Exception {
    try (PseudoTerminal terminal =
            PseudoTerminal.of(Fd.open(Path.of("/dev/ptmx"), PseudoTerminal.MASTER_FLAGS));
        Fd slave = Fd.open(Path.of("/dev/pts/" + terminal.name()), Fd.O_RDWR | Fd.O_NOCTTY)) {
      assertThat(slave.isOpen()).isTrue();
      String before = modes(terminal);
      Process process =
          jdock
              .command(launcher, "raw")
              .redirectInput(new File("/dev/pts/" + terminal.name()))
              .start();
      assertThat(process.inputReader().readLine()).isEqualTo("ready");
      assertThat(modes(terminal)).contains("-icanon").isNotEqualTo(before);
      process.destroyForcibly().waitFor();
      awaitCommands(1);
      assertThat(modes(terminal)).isEqualTo(before);
    }
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void worksWithClosedDescriptors(String launcher) throws Exception {
    if (launcher.equals("jdock-java")) {
      // Its script sees to that before the JVM starts.
      return;
    }
    ProcessBuilder command =
        jdock.shell("'" + jdock.program(launcher) + "' streams <&- >&-; echo $?");
    assertThat(Distribution.run(command)).isEqualTo(new Distribution.Result(0, "3\n", "to err\n"));
  }

  @Test
  void startsOneEngineForManyFirstCommands() throws Exception {
    List<Process> processes = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      String launcher = launchers().get(i % launchers().size());
      processes.add(jdock.command(launcher, "pid").start());
    }
    Set<String> pids = new HashSet<>();
    for (Process process : processes) {
      pids.add(process.inputReader().readLine());
      assertThat(Distribution.code(process)).isZero();
    }
    assertThat(pids).hasSize(1);
  }

  /** The next engine begins with the lock: what went after that was the next one's. */
  @Test
  void locksItsRootUntilNothingOfItIsLeft() throws Exception {
    Path lock = jdock.root().resolve("engine.lock");
    Path directory = socket().getParent();
    for (int round = 0; round < 5; round++) {
      assertThat(Distribution.run(jdock.command("jdock-java", "exit", "0")).code()).isZero();
      Process stop = jdock.command("jdock-java", "engine", "stop").start();
      try (FileChannel file = FileChannel.open(lock, StandardOpenOption.WRITE)) {
        while (file.tryLock() == null) {
          Thread.onSpinWait();
        }
        // At once: what is wrongly there goes within microseconds.
        boolean left = Files.exists(directory);
        assertThat(left).as("%s in round %d", directory, round).isFalse();
      }
      assertThat(Distribution.code(stop)).isZero();
    }
  }

  @Test
  void leavesWhenIdle() throws Exception {
    jdock = new Distribution(folder, "hasty", 1);
    Distribution.run(jdock.command("jdock-java", "exit", "0"));
    awaitNoEngine();
    assertThat(socket()).doesNotExist();
    assertThat(Files.readString(jdock.root().resolve("engine.log"))).contains("idle for 1 s");
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void replacesAnIdleEngineOfAnotherBuild(String launcher) throws Exception {
    String first = Distribution.run(jdock.command(launcher, "pid")).out();
    Distribution other = new Distribution(folder, "b", 300);
    Distribution.Result second = Distribution.run(other.command(launcher, "pid"));
    assertThat(second.out()).isNotEqualTo(first);
    assertThat(second.err()).isEmpty();
  }

  /** After an upgrade, a service of the new build and the first command come at once. */
  @Test
  void leavesForSeveralLaunchersOfAnotherBuildAtOnce() throws Exception {
    assertThat(Distribution.run(jdock.command("jdock", "exit", "0")).code()).isZero();
    ByteBuffer quit = ByteBuffer.wrap(new Frame(Frame.QUIT, new byte[0]).bytes());
    try (SocketChannel service = SocketChannel.open(UnixDomainSocketAddress.of(socket()));
        SocketChannel command = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
      InputStream toService = Channels.newInputStream(service);
      InputStream toCommand = Channels.newInputStream(command);
      assertThat(Frame.read(toService)).isNotNull();
      assertThat(Frame.read(toCommand)).isNotNull();
      service.write(quit.duplicate());
      command.write(quit);
      assertThat(List.of(answer(toService), answer(toCommand))).doesNotContain(1);
    }
    awaitNoEngine();
  }

  /** An engine that leaves for the one may hang up on the other without an answer. */
  private static int answer(InputStream answers) throws IOException {
    Frame answer = Frame.read(answers);
    return answer == null ? 0 : answer.code();
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void keepsAnEngineOfAnotherBuildThatHasWork(String launcher) throws Exception {
    Process sleeping = started(launcher, "sleep");
    Distribution other = new Distribution(folder, "b", 300);
    Distribution.Result result = Distribution.run(other.command(launcher, "exit", "4"));
    assertThat(result.code()).isEqualTo(4);
    assertThat(result.err()).contains("is another build and has work to do");
    signal(sleeping, 2);
    assertThat(Distribution.code(sleeping)).isEqualTo(130);
  }

  /**
   * What follows the greeting is the request to leave, or nothing; before it a launcher may have
   * sent what its own build alone runs.
   */
  @ParameterizedTest
  @MethodSource("launchers")
  void leavesAnEngineAloneAfterWhichItsOwnCouldNotStart(String launcher) throws Exception {
    Files.createDirectories(socket().getParent());
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(socket()));
      Process asking = jdock.command(launcher, "pid").start();
      boolean eager;
      do {
        try (SocketChannel connection = greet(listener, Frame.STATE)) {
          int first = Channels.newInputStream(connection).read();
          eager = first == Frame.BOUND_REQUEST;
          if (!eager) {
            assertThat(first).isEqualTo(Frame.QUIT);
            // While it waits for what the engine says to that: it would ask once more.
            asking.destroyForcibly().waitFor();
          }
        }
      } while (eager);
      Process refused = jdock.command(launcher, "pid").start();
      try (SocketChannel connection = greet(listener, Frame.STATE + 1)) {
        InputStream said = Channels.newInputStream(connection);
        Frame first = Frame.read(said);
        if (first != null && first.type() == Frame.BOUND_REQUEST) {
          first = Frame.read(said);
        }
        assertThat(first).isNull();
      }
      assertThat(Distribution.code(refused)).isEqualTo(125);
      assertThat(refused.errorReader().readLine())
          .isEqualTo(
              "jdock: the running engine (process 7) is of a newer jdock (state version %d): this one reads versions up to %d",
              Frame.STATE + 1, Frame.STATE);
    } finally {
      Files.deleteIfExists(socket());
      Files.delete(socket().getParent());
    }
  }

  private static SocketChannel greet(ServerSocketChannel listener, int state) throws IOException {
    SocketChannel connection = listener.accept();
    Frame greeting = Frame.of(Frame.HELLO, Frame.VERSION, "another", "7", Integer.toString(state));
    connection.write(ByteBuffer.wrap(greeting.bytes()));
    return connection;
  }

  @ParameterizedTest
  @MethodSource("launchers")
  void stopsNoEngineWhereThereIsNone(String launcher) throws Exception {
    assertThat(Distribution.run(jdock.command(launcher, "engine", "status")))
        .isEqualTo(new Distribution.Result(3, "no engine is running\n", ""));
    assertThat(Distribution.run(jdock.command(launcher, "engine", "stop")).code()).isZero();
    assertThat(engines()).isEmpty();
  }

  @Test
  void tellsTheUserOneLineAndTheLogTheRest() throws Exception {
    Distribution.Result result = Distribution.run(jdock.command("jdock-java", "crash"));
    assertThat(result.code()).isEqualTo(125);
    assertThat(result.err()).contains("as the test wants it").hasLineCount(1);
    assertThat(Files.readString(jdock.root().resolve("engine.log")))
        .contains("EngineForTests$TestCommand.run");
  }

  @Test
  void saysWhyItCannotStart() throws Exception {
    ProcessBuilder command = jdock.command("jdock-java", "exit", "0");
    command.environment().put("JDOCK_IDLE_SECONDS", "soon");
    Distribution.Result result = Distribution.run(command);
    assertThat(result.code()).isEqualTo(125);
    assertThat(result.err())
        .isEqualTo(
            "jdock: cannot start the engine: JDOCK_IDLE_SECONDS is not a number of seconds:"
                + " soon\n");
  }

  private Process started(String launcher, String command) throws IOException {
    Process process = jdock.command(launcher, command).start();
    assertThat(process.inputReader().readLine()).isEqualTo("ready");
    awaitHandler(process);
    return process;
  }

  private static void signal(Process process, int number) {
    try (PidFd pidFd = PidFd.open((int) process.pid())) {
      pidFd.sendSignal(number);
    }
  }

  /** The Java launcher catches signals a moment after its request: SigCgt of proc(5) tells. */
  private static void awaitHandler(Process process) throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    while (Files.readString(status).lines().noneMatch(EngineProcessIT::catchesOrBlocksUsr1)) {
      Thread.onSpinWait();
    }
  }

  private static boolean catchesOrBlocksUsr1(String line) {
    boolean mask = line.startsWith("SigCgt:") || line.startsWith("SigBlk:");
    return mask && (Long.parseUnsignedLong(line.substring(8).strip(), 16) & 1 << 9) != 0;
  }

  private void awaitCommands(int count) throws Exception {
    String wanted = "commands: " + count + "\n";
    while (!Distribution.run(jdock.command("jdock-java", "engine", "status"))
        .out()
        .contains(wanted)) {
      Thread.onSpinWait();
    }
  }

  private static String modes(PseudoTerminal terminal) throws Exception {
    ProcessBuilder stty = new ProcessBuilder("stty", "-F", "/dev/pts/" + terminal.name(), "-a");
    return Distribution.run(stty).out();
  }
}
