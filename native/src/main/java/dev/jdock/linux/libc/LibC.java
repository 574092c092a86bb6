package dev.jdock.linux.libc;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;
import org.jspecify.annotations.Nullable;

/**
 * glibc's functions, each with the signature of its man page. All of them report through errno, so
 * callers go through {@link dev.jdock.linux.SyscallException#check(int, String, Object...)}. What
 * glibc has no wrapper for (or only a recent one) is in {@link Syscalls}.
 */
public interface LibC {
  int open(String path, int flags, int mode);

  int openat(int dirfd, String path, int flags, int mode);

  int close(int fd);

  @ssize_t
  long read(int fd, Pointer buffer, @size_t long count);

  @ssize_t
  long write(int fd, Pointer buffer, @size_t long count);

  @ssize_t
  long read(int fd, @Out byte[] buffer, @size_t long count);

  @ssize_t
  long write(int fd, @In byte[] buffer, @size_t long count);

  @ssize_t
  long pread(int fd, @Out byte[] buffer, @size_t long count, long offset);

  @ssize_t
  long pwrite(int fd, @In byte[] buffer, @size_t long count, long offset);

  /** With six numbers the binding passes the last one wrong; with pointers it does not. */
  @ssize_t
  long splice(
      int in,
      @Nullable Pointer inOffset,
      int out,
      @Nullable Pointer outOffset,
      @size_t long length,
      int flags);

  /** As {@link #splice}, without offsets: from where both files are. */
  @ssize_t
  long copy_file_range(
      int in,
      @Nullable Pointer inOffset,
      int out,
      @Nullable Pointer outOffset,
      @size_t long length,
      int flags);

  int fallocate(int fd, int mode, long offset, long length);

  int fchown(int fd, int uid, int gid);

  int fchmod(int fd, int mode);

  int futimens(int fd, Pointer times);

  @ssize_t
  long fgetxattr(int fd, String name, @Out byte @Nullable [] value, @size_t long size);

  int fsetxattr(int fd, String name, @In byte[] value, @size_t long size, int flags);

  @ssize_t
  long flistxattr(int fd, @Out byte @Nullable [] list, @size_t long size);

  long lseek(int fd, long offset, int whence);

  int ftruncate(int fd, long length);

  int fcntl(int fd, int command, long argument);

  int ioctl(int fd, long request, Pointer argument);

  int ioctl(int fd, long request, long argument);

  int pipe2(@Out int[] fds, int flags);

  int dup3(int oldfd, int newfd, int flags);

  int syncfs(int fd);

  // Paths as NUL-terminated bytes: what others wrote to a disk need not be UTF-8.

  int openat(int dirfd, @In byte[] path, int flags, int mode);

  int mkdirat(int dirfd, @In byte[] path, int mode);

  int mknodat(int dirfd, @In byte[] path, int mode, long dev);

  int unlinkat(int dirfd, @In byte[] path, int flags);

  int renameat2(int olddirfd, @In byte[] oldpath, int newdirfd, @In byte[] newpath, int flags);

  int symlinkat(@In byte[] target, int dirfd, @In byte[] path);

  int linkat(int olddirfd, @In byte[] oldpath, int newdirfd, @In byte[] newpath, int flags);

  @ssize_t
  long readlinkat(int dirfd, @In byte[] path, @Out byte[] buffer, @size_t long size);

  int fchownat(int dirfd, @In byte[] path, int uid, int gid, int flags);

  int fchmodat(int dirfd, @In byte[] path, int mode, int flags);

  int utimensat(int dirfd, @In byte[] path, Pointer times, int flags);

  int statx(int dirfd, @In byte[] path, int flags, int mask, Pointer buffer);

  @ssize_t
  long lgetxattr(@In byte[] path, String name, @Out byte @Nullable [] value, @size_t long size);

  int lsetxattr(@In byte[] path, String name, @In byte[] value, @size_t long size, int flags);

  @ssize_t
  long llistxattr(@In byte[] path, @Out byte @Nullable [] list, @size_t long size);

  int mkdirat(int dirfd, String path, int mode);

  int mkfifo(String path, int mode);

  int mknodat(int dirfd, String path, int mode, long dev);

  int unlinkat(int dirfd, String path, int flags);

  int renameat2(int olddirfd, String oldpath, int newdirfd, String newpath, int flags);

  int symlinkat(String target, int dirfd, String path);

  int linkat(int olddirfd, String oldpath, int newdirfd, String newpath, int flags);

  @ssize_t
  long readlinkat(int dirfd, String path, @Out byte[] buffer, @size_t long size);

  int fchownat(int dirfd, String path, int uid, int gid, int flags);

  int fchmodat(int dirfd, String path, int mode, int flags);

  int utimensat(int dirfd, String path, Pointer times, int flags);

  int statx(int dirfd, String path, int flags, int mask, Pointer buffer);

  @ssize_t
  long lgetxattr(String path, String name, @Out byte @Nullable [] value, @size_t long size);

  int lsetxattr(String path, String name, @In byte[] value, @size_t long size, int flags);

  @ssize_t
  long llistxattr(String path, @Out byte @Nullable [] list, @size_t long size);

  int mount(
      @Nullable String source,
      String target,
      @Nullable String type,
      long flags,
      @Nullable String data);

  int umount2(String target, int flags);

  int fstatfs(int fd, Pointer buffer);

  int unshare(int flags);

  int setns(int fd, int type);

  int chdir(String path);

  int sethostname(@In byte[] name, @size_t long length);

  int setdomainname(@In byte[] name, @size_t long length);

  int prctl(int option, long a, long b, long c, long d);

  int prctl(int option, long a, Pointer b, long c, long d);

  int prlimit(int pid, int resource, @Nullable Pointer newLimit, @Nullable Pointer oldLimit);

  int setpriority(int which, int who, int nice);

  int kill(int pid, int signal);

  int waitid(int idtype, int id, Pointer siginfo, int options);

  /** 1 where memory was released, 0 where there was none to release. */
  int malloc_trim(@size_t long pad);

  @ssize_t
  long getrandom(@Out byte[] buffer, @size_t long length, int flags);

  int getuid();

  int getpid();

  int socket(int domain, int type, int protocol);

  int socketpair(int domain, int type, int protocol, @Out int[] fds);

  int bind(int fd, Pointer address, int length);

  int connect(int fd, Pointer address, int length);

  int listen(int fd, int backlog);

  int accept4(int fd, @Nullable Pointer address, @Nullable Pointer length, int flags);

  int shutdown(int fd, int how);

  int setsockopt(int fd, int level, int option, Pointer value, int length);

  int getsockopt(int fd, int level, int option, Pointer value, Pointer length);

  @ssize_t
  long send(int fd, Pointer buffer, @size_t long length, int flags);

  @ssize_t
  long recv(int fd, Pointer buffer, @size_t long length, int flags);

  @ssize_t
  long sendmsg(int fd, Pointer message, int flags);

  @ssize_t
  long recvmsg(int fd, Pointer message, int flags);

  int epoll_create1(int flags);

  int epoll_ctl(int epfd, int op, int fd, @Nullable Pointer event);

  int epoll_wait(int epfd, Pointer events, int maxEvents, int timeoutMillis);

  int poll(Pointer fds, long count, int timeoutMillis);

  int eventfd(int initial, int flags);

  int tcgetattr(int fd, Pointer termios);

  int tcsetattr(int fd, int actions, Pointer termios);

  void cfmakeraw(Pointer termios);

  /** Returns the error number instead of setting errno, like the whole posix_spawn family. */
  int posix_spawn(
      Pointer pid, String path, Pointer actions, Pointer attributes, Pointer argv, Pointer envp);

  int posix_spawnattr_init(Pointer attributes);

  int posix_spawnattr_destroy(Pointer attributes);

  int posix_spawnattr_setflags(Pointer attributes, short flags);

  int posix_spawnattr_setsigmask(Pointer attributes, Pointer set);

  int posix_spawnattr_setsigdefault(Pointer attributes, Pointer set);

  int posix_spawn_file_actions_init(Pointer actions);

  int posix_spawn_file_actions_destroy(Pointer actions);

  int posix_spawn_file_actions_addopen(Pointer actions, int fd, Pointer path, int flags, int mode);

  int posix_spawn_file_actions_adddup2(Pointer actions, int fd, int newfd);

  int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

  int posix_spawn_file_actions_addchdir_np(Pointer actions, Pointer path);

  int posix_spawn_file_actions_addfchdir_np(Pointer actions, int fd);

  /**
   * Only for calls with at most five arguments: a sixth one is passed on the stack, where the
   * binding gets it wrong.
   */
  long syscall(long number, long a, long b, long c, long d, long e);

  long syscall(long number, long a, Pointer b, long c, long d, long e);

  long syscall(long number, long a, Pointer b, Pointer c, long d, long e);

  long syscall(long number, long a, long b, long c, Pointer d, long e);

  long syscall(long number, Pointer a, Pointer b, long c, long d, long e);

  long syscall(long number, String a, String b, long c, long d, long e);

  long syscall(long number, String a, long b, long c, long d, long e);

  long syscall(long number, long a, long b, Pointer c, long d, long e);

  long syscall(long number, long a, long b, @Nullable String c, @Nullable String d, long e);

  long syscall(long number, long a, String b, long c, String d, long e);

  long syscall(long number, long a, String b, long c, long d, long e);

  long syscall(long number, long a, String b, long c, Pointer d, long e);

  long syscall(long number, long a, @In byte[] b, long c, long d, long e);
}
