package dev.jdock.api.socket;

import dev.jdock.api.http.ChannelTransport;
import dev.jdock.api.http.HttpServer;
import dev.jdock.api.http.Transport;
import dev.jdock.image.error.JdockException;
import dev.jdock.image.error.Reason;
import dev.jdock.linux.socket.HangUps;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import org.jspecify.annotations.Nullable;

/**
 * A unix domain socket. Whoever may write to it can do on this machine what root can: it is root's,
 * and the group's that is called {@code jdock}, if there is one.
 */
public final class UnixSocket implements HttpServer.Listener {
  private static final String GROUP = "jdock";
  private static final int BACKLOG = 1024;

  private final ServerSocketChannel channel;
  private final Path path;
  private final Object identity;
  private final HangUps hangUps = new HangUps();

  private UnixSocket(ServerSocketChannel channel, Path path, Object identity) {
    this.channel = channel;
    this.path = path;
    this.identity = identity;
  }

  /**
   * Binds it. The file gets its owner and mode before anybody can see it, and takes the place of
   * one that nobody listens at.
   *
   * @throws JdockException CONFLICT where somebody listens, INTERNAL where it cannot be made
   */
  public static UnixSocket open(Path path) {
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      requireDead(path);
    }
    Path folder = null;
    try {
      Path parent = path.getParent();
      if (parent == null) {
        throw JdockException.invalid("invalid bind address (unix://" + path + ")");
      }
      if (!Files.exists(parent)) {
        Files.createDirectory(
            parent,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
        Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
      folder = Files.createTempDirectory(parent, ".sock");
      return bind(path, folder.resolve("s"));
    } catch (IOException e) {
      throw JdockException.internal(
          "cannot listen on unix://" + path + ": " + Reason.withoutFile(e), e);
    } finally {
      remove(folder);
    }
  }

  private static void requireDead(Path path) {
    try (SocketChannel there = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      boolean alive = there.connect(UnixDomainSocketAddress.of(path));
      if (alive) {
        throw JdockException.conflict(
            "cannot listen on unix://" + path + ": another daemon listens there");
      }
    } catch (IOException e) {
      if (!isSocket(path)) {
        throw new JdockException(
            JdockException.Kind.CONFLICT,
            "cannot listen on unix://" + path + ": the file is no socket",
            e);
      }
    }
  }

  private static boolean isSocket(Path path) {
    try {
      // Neither a file, nor a folder, nor a link.
      return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
          .isOther();
    } catch (IOException e) {
      return false;
    }
  }

  private static UnixSocket bind(Path path, Path hidden) throws IOException {
    ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.bind(UnixDomainSocketAddress.of(hidden), BACKLOG);
      GroupPrincipal group = group(hidden);
      if (group != null) {
        Files.getFileAttributeView(hidden, PosixFileAttributeView.class).setGroup(group);
      }
      Files.setPosixFilePermissions(
          hidden, PosixFilePermissions.fromString(group == null ? "rw-------" : "rw-rw----"));
      Object identity = identity(hidden);
      Files.move(hidden, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return new UnixSocket(channel, path, identity);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable GroupPrincipal group(Path on) throws IOException {
    try {
      return on.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(GROUP);
    } catch (UserPrincipalNotFoundException e) {
      return null;
    }
  }

  /** Device and inode. */
  private static Object identity(Path path) throws IOException {
    Object key = Files.readAttributes(path, BasicFileAttributes.class).fileKey();
    return key == null ? path : key;
  }

  private static void remove(@Nullable Path folder) {
    if (folder == null) {
      return;
    }
    try {
      Files.deleteIfExists(folder.resolve("s"));
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      // It holds nothing, and is hidden.
      return;
    }
  }

  @Override
  public Transport accept() throws IOException {
    return new ChannelTransport(channel.accept(), hangUps);
  }

  /** Removes the file as well, if it is still this one's. */
  @Override
  public void close() throws IOException {
    channel.close();
    hangUps.close();
    if (Files.exists(path, LinkOption.NOFOLLOW_LINKS) && identity(path).equals(identity)) {
      Files.deleteIfExists(path);
    }
  }
}
