package dev.jdock.image.build.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.TransportException;
import org.eclipse.jgit.transport.CredentialsProvider;
import org.eclipse.jgit.transport.RemoteSession2;
import org.eclipse.jgit.transport.SshSessionFactory;
import org.eclipse.jgit.transport.URIish;
import org.eclipse.jgit.util.FS;
import org.jspecify.annotations.Nullable;

/**
 * Repositories by way of the machine's {@code ssh}, with the user's agent. Hosts that the user does
 * not know are accepted, as BuildKit does; one whose key has changed is not.
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
    Path agent = access.agent();
    if (agent == null) {
      throw new TransportException("no SSH key \"default\" forwarded from the client");
    }
    try {
      return new Session(command(address, knownHosts()), agent);
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
    private final Path agent;
    private final List<Process> started = new ArrayList<>();

    Session(List<String> command, Path agent) {
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
      builder.environment().put("SSH_AUTH_SOCK", agent.toString());
      if (environment != null) {
        builder.environment().putAll(environment);
      }
      Process process = builder.start();
      started.add(process);
      return process;
    }

    @Override
    public void disconnect() {
      started.forEach(Process::destroy);
    }
  }
}
