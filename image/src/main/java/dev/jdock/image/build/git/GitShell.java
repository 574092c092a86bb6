package dev.jdock.image.build.git;

import dev.jdock.image.ssh.Agent;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * Repositories by way of the machine's {@code ssh}, with the agent that the user lends. Hosts that
 * the user does not know are accepted, as BuildKit does; one whose key has changed is not.
 */
final class GitShell extends SshSessionFactory {
  private final GitAccess access;
  private final Path temporary;

  /**
   * @param temporary folder for the list of hosts that are accepted
   */
  GitShell(GitAccess access, Path temporary) {
    this.access = access;
    this.temporary = temporary;
  }

  @Override
  public String getType() {
    return "ssh";
  }

  @Override
  public Session getSession(
      URIish address, @Nullable CredentialsProvider credentials, FS files, int milliseconds)
      throws TransportException {
    Agent agent = access.agent();
    if (agent == null) {
      throw new TransportException("no SSH key \"default\" forwarded from the client");
    }
    try {
      return new Session(command(address, knownHosts()), LentAgent.in(temporary, agent));
    } catch (IOException e) {
      throw new TransportException(address, "known_hosts: " + e.getMessage(), e);
    }
  }

  /** A copy: what is accepted during a build is not what the user has looked at. */
  private Path knownHosts() throws IOException {
    Path copy = temporary.resolve("known_hosts");
    Path own = Path.of(access.environment().getOrDefault("HOME", "/")).resolve(".ssh/known_hosts");
    if (Files.notExists(copy)) {
      Files.write(copy, Files.isRegularFile(own) ? Files.readAllBytes(own) : new byte[0]);
    }
    return copy;
  }

  private static List<String> command(URIish address, Path knownHosts) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of("ssh", "-F", "/dev/null", "-o", "BatchMode=yes"));
    command.addAll(List.of("-o", "UserKnownHostsFile=\"" + knownHosts + "\""));
    command.addAll(List.of("-o", "StrictHostKeyChecking=accept-new"));
    command.addAll(List.of("-o", "SendEnv=GIT_PROTOCOL"));
    if (address.getPort() > 0) {
      command.addAll(List.of("-p", String.valueOf(address.getPort())));
    }
    if (address.getUser() != null) {
      command.addAll(List.of("-l", address.getUser()));
    }
    // A host that begins with a dash is no option.
    command.addAll(List.of("--", address.getHost()));
    return command;
  }

  /** One connection; each command is a process of its own. */
  static final class Session implements RemoteSession2 {
    private final List<String> command;
    private final LentAgent agent;
    private final List<Process> started = new ArrayList<>();

    Session(List<String> command, LentAgent agent) {
      this.command = command;
      this.agent = agent;
    }

    @Override
    public Process exec(String remote, int seconds) throws IOException {
      return exec(remote, Map.of(), seconds);
    }

    @Override
    public Process exec(String remote, @Nullable Map<String, String> environment, int seconds)
        throws IOException {
      List<String> whole = new ArrayList<>(command);
      whole.add(remote);
      ProcessBuilder builder = new ProcessBuilder(whole);
      builder.environment().keySet().retainAll(List.of("PATH"));
      builder.environment().put("SSH_AUTH_SOCK", agent.address());
      if (environment != null) {
        builder.environment().putAll(environment);
      }
      Process process = builder.start();
      started.add(process);
      return new Ending(process);
    }

    @Override
    public void disconnect() {
      started.forEach(Process::destroy);
      agent.close();
    }
  }

  /**
   * A process that has closed its streams, of which JGit asks the exit code at once, before the
   * kernel has it.
   */
  private static final class Ending extends Process {
    private static final int SECONDS = 10;

    private final Process process;
    private final CountDownLatch complained = new CountDownLatch(1);

    Ending(Process process) {
      this.process = process;
    }

    @Override
    public int exitValue() {
      try {
        boolean _ = process.waitFor(SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        process.destroy();
        return 1;
      }
      return process.exitValue();
    }

    @Override
    public OutputStream getOutputStream() {
      return process.getOutputStream();
    }

    /**
     * Its end is the complaints' end: JGit tells then what another thread of its has read of them.
     */
    @Override
    public InputStream getInputStream() {
      return new Watched(process.getInputStream(), this::awaitComplaints);
    }

    @Override
    public InputStream getErrorStream() {
      return new Watched(process.getErrorStream(), complained::countDown);
    }

    private void awaitComplaints() {
      try {
        boolean _ = complained.await(SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public int waitFor() throws InterruptedException {
      return process.waitFor();
    }

    @Override
    public void destroy() {
      process.destroy();
    }
  }

  /** Does something when it has been read to its end. */
  private static final class Watched extends FilterInputStream {
    private final Runnable atEnd;

    Watched(InputStream in, Runnable atEnd) {
      super(in);
      this.atEnd = atEnd;
    }

    @Override
    public int read() throws IOException {
      return told(super.read());
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      return told(super.read(bytes, offset, length));
    }

    private int told(int read) {
      if (read < 0) {
        atEnd.run();
      }
      return read;
    }
  }
}
