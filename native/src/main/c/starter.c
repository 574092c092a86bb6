/*
 * starter - becomes a process of a container.
 *
 * The engine starts this program for each process of a container, from memory (a sealed memfd),
 * with nothing but three standard streams and a socket, in the engine's own pid namespace and
 * cgroups. It is told what to become, becomes it, and makes one child that executes the program. So
 * no thread of the engine joins a container, and nothing of the engine's (memory, descriptors,
 * working directory, command line, environment) is in the child when the container first sees it.
 *
 *   the starter                                          its child (the engine's child: CLONE_PARENT)
 *   waits for the request
 *   cgroups, limits, namespaces, credentials, filter
 *   closes all but the streams and the socket
 *   clone ------------------------------------------->   new session, waits for a byte
 *   ends                                                 working directory, terminal, execve
 *
 * The request is a file: struct request, then the arrays and strings it counts. The starter's
 * answers go into the first page of that file, which the child does not have mapped: whoever traces
 * the child in its container has nothing to forge them with. What the child cannot do it tells over
 * the socket; a socket closed by execve says that all went well.
 *
 * The protocol's other half is dev.jdock.linux.starter.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

enum {
  CONTROL = 3, /* the socket */
  MAGIC = 0x6a64736b,
  PAGE = 4096,
  MAX_SIZE = 64 << 20,
  MAX_COUNT = 1 << 20,
  MAX_DESCRIPTORS = 64, /* far below SCM_MAX_FD */
  MAX_FILTER = 4096,    /* BPF_MAXINSNS */
  LAST_CAPABILITY = 63,
};

enum flag {
  NEW_PID_NAMESPACE = 1,
  NEW_CGROUP_NAMESPACE = 2,
  NO_NEW_PRIVILEGES = 4,
  NULL_INPUT = 8, /* standard input is to be the container's /dev/null */
};

/* Where it went wrong: Step in Java. */
enum step {
  STEP_REQUEST = 1,
  STEP_CGROUP,
  STEP_LIMIT,
  STEP_APPARMOR,
  STEP_NAMESPACE,
  STEP_CREDENTIALS,
  STEP_FILTER,
  STEP_CLONE,
  STEP_DIRECTORY,
  STEP_TERMINAL,
  STEP_EXECUTE,
};

/* In the byte order of the machine, without padding. */
struct request {
  uint32_t magic;
  /* Answers. */
  int32_t child; /* its pid, as the engine sees it; 0 while there is none */
  int32_t failed; /* enum step */
  int32_t error;
  int32_t detail;
  /* What to become. */
  uint32_t flags;
  uint32_t uid;
  uint32_t gid;
  uint64_t bounding;
  uint64_t permitted; /* and effective */
  /* How many of each follow, in this order. */
  uint32_t limits;
  uint32_t filter;
  uint32_t cgroups;    /* descriptors of "tasks" files; nothing in the request itself */
  /* one number of clone(2) flags for each; their descriptors come after the cgroups' */
  uint32_t namespaces;
  uint32_t groups;
  uint32_t arguments;
  uint32_t environment;
  /* bytes of: AppArmor profile, program, directory, terminal, arguments, environment */
  uint32_t strings;
};

struct limit {
  uint64_t resource;
  uint64_t soft;
  uint64_t hard;
};

static struct request *answers;
static const struct request *request;
static const struct limit *limits;
static const struct sock_filter *filter;
static const uint32_t *namespaces;
static const uint32_t *groups;
static const char *profile, *program, *directory, *terminal;
static char **arguments, **environment;
static int descriptors[MAX_DESCRIPTORS];
static unsigned descriptor_count;
static int apparmor = -1;

/* ---- The starter ---- */

static void __attribute__((noreturn)) fail(enum step step, int detail)
{
  answers->error = errno;
  answers->detail = detail;
  answers->failed = step;
  _exit(1);
}

static void __attribute__((noreturn)) malformed(void)
{
  errno = EINVAL;
  fail(STEP_REQUEST, 0);
}

/*
 * Waits for the message that brings all descriptors, the request's first. An engine that closes the
 * socket has given up.
 */
static void receive(void)
{
  static union {
    char bytes[CMSG_SPACE(sizeof descriptors)];
    struct cmsghdr align;
  } control;
  char byte;
  struct iovec data = { .iov_base = &byte, .iov_len = 1 };
  struct msghdr message = { .msg_iov = &data, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control };
  struct cmsghdr *header;
  ssize_t count;

  do
    count = recvmsg(CONTROL, &message, MSG_CMSG_CLOEXEC);
  while (count == -1 && errno == EINTR);
  header = CMSG_FIRSTHDR(&message);
  if (count != 1 || header == NULL || header->cmsg_type != SCM_RIGHTS || (message.msg_flags & MSG_CTRUNC))
    _exit(2);
  descriptor_count = (header->cmsg_len - CMSG_LEN(0)) / sizeof *descriptors;
  memcpy(descriptors, CMSG_DATA(header), descriptor_count * sizeof *descriptors);
}

static char *memory(size_t size)
{
  void *address = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

  if (address == MAP_FAILED)
    fail(STEP_REQUEST, 0);
  return address;
}

/* Takes the next array out of what has been read, or says that the request is too short for it. */
static const void *take(const char **at, size_t *left, size_t count, size_t size)
{
  const void *array = *at;

  if (count > MAX_COUNT || count * size > *left)
    malformed();
  *at += count * size;
  *left -= count * size;
  return array;
}

static const char *next_string(const char **at, const char *end)
{
  const char *string = *at;

  if (string == end)
    malformed();
  *at += strlen(string) + 1; /* the last byte of all is a NUL */
  return string;
}

static char **next_strings(const char **at, const char *end, uint32_t count)
{
  char **vector = (char **)memory((count + 1) * sizeof *vector);

  for (uint32_t i = 0; i < count; i++)
    vector[i] = (char *)next_string(at, end);
  return vector;
}

static void parse(const char *all, size_t size)
{
  const char *at = all, *end;
  size_t left = size;

  request = take(&at, &left, 1, sizeof *request);
  if (request->magic != MAGIC || request->filter > MAX_FILTER || request->namespaces > MAX_DESCRIPTORS ||
      request->cgroups > MAX_DESCRIPTORS || 1 + request->cgroups + request->namespaces != descriptor_count)
    malformed();
  limits = take(&at, &left, request->limits, sizeof *limits);
  filter = take(&at, &left, request->filter, sizeof *filter);
  namespaces = take(&at, &left, request->namespaces, sizeof *namespaces);
  groups = take(&at, &left, request->groups, sizeof *groups);
  if (left != request->strings || left == 0 || at[left - 1] != '\0' || request->arguments == 0 ||
      request->arguments > left || request->environment > left)
    malformed();
  end = at + left;
  profile = next_string(&at, end);
  program = next_string(&at, end);
  directory = next_string(&at, end);
  terminal = next_string(&at, end);
  arguments = next_strings(&at, end, request->arguments);
  environment = next_strings(&at, end, request->environment);
  if (at != end)
    malformed();
}

/* The child keeps a copy of what was read, and no way to the file. */
static void read_request(void)
{
  struct stat status;
  char *all;
  size_t done = 0;

  /* Until the answers can be written, there is nobody to tell. */
  if (fstat(descriptors[0], &status) == -1 || status.st_size < (off_t)sizeof(struct request) || status.st_size > MAX_SIZE)
    _exit(2);
  answers = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_SHARED, descriptors[0], 0);
  if (answers == MAP_FAILED || madvise(answers, PAGE, MADV_DONTFORK) == -1)
    _exit(2);
  all = memory(status.st_size);
  while (done < (size_t)status.st_size) {
    ssize_t count = pread(descriptors[0], all + done, status.st_size - done, done);

    if (count <= 0)
      fail(STEP_REQUEST, 0);
    done += count;
  }
  parse(all, status.st_size);
}

/*
 * The host's /dev/null, which stands for streams that are still to come, would be a way to its mode
 * and owner for whoever traces the child. A pipe without a writer gives as little.
 */
static void drop_host_streams(void)
{
  int ends[2], last = *terminal != '\0' ? STDERR_FILENO : STDIN_FILENO;

  if (*terminal == '\0' && !(request->flags & NULL_INPUT))
    return;
  if (pipe2(ends, O_CLOEXEC) == -1)
    fail(STEP_REQUEST, 0);
  for (int stream = STDIN_FILENO; stream <= last; stream++) {
    if (dup2(ends[0], stream) == -1)
      fail(STEP_REQUEST, 0);
  }
  close(ends[0]);
  close(ends[1]);
}

/*
 * "0" is whoever writes. A single task moves itself in version 1 without the lock that stops all
 * forks and execs.
 */
static void join_cgroups(void)
{
  for (unsigned i = 0; i < request->cgroups; i++) {
    if (write(descriptors[1 + i], "0", 1) != 1)
      fail(STEP_CGROUP, i);
  }
}

/* The number of processes is counted per user: it comes last, in the child, or clone would fail. */
static void set_limits(void)
{
  for (uint32_t i = 0; i < request->limits; i++) {
    struct rlimit limit = { .rlim_cur = limits[i].soft, .rlim_max = limits[i].hard };

    if (limits[i].resource == RLIMIT_NPROC) {
      struct rlimit now;

      if (getrlimit(RLIMIT_NPROC, &now) == -1)
        fail(STEP_LIMIT, RLIMIT_NPROC);
      if (limit.rlim_max <= now.rlim_max)
        continue;
      limit.rlim_cur = now.rlim_cur;
    }
    if (setrlimit(limits[i].resource, &limit) == -1)
      fail(STEP_LIMIT, limits[i].resource);
  }
}

/* The file is this process's own, in the proc that it was started with. */
static void open_apparmor(void)
{
  apparmor = open("/proc/self/attr/apparmor/exec", O_WRONLY | O_CLOEXEC);
  if (apparmor == -1)
    apparmor = open("/proc/self/attr/exec", O_WRONLY | O_CLOEXEC);
}

static void set_profile(void)
{
  static const char prefix[] = "exec ";
  char text[PAGE];
  size_t length = strlen(profile);

  if (length == 0)
    return;
  if (length > sizeof text - sizeof prefix) {
    errno = ENAMETOOLONG;
    fail(STEP_APPARMOR, 0);
  }
  memcpy(text, prefix, sizeof prefix - 1);
  memcpy(text + sizeof prefix - 1, profile, length);
  length += sizeof prefix - 1;
  if (apparmor == -1)
    errno = ENOENT;
  if (apparmor == -1 || write(apparmor, text, length) != (ssize_t)length)
    fail(STEP_APPARMOR, 0);
}

/* A new cgroup namespace has the cgroups as its root that this process has joined by now. */
static void take_namespaces(void)
{
  int fresh = (request->flags & NEW_CGROUP_NAMESPACE ? CLONE_NEWCGROUP : 0) |
        (request->flags & NEW_PID_NAMESPACE ? CLONE_NEWPID : 0);

  for (unsigned i = 0; i < request->namespaces; i++) {
    if (setns(descriptors[1 + request->cgroups + i], namespaces[i]) == -1)
      fail(STEP_NAMESPACE, namespaces[i]);
  }
  if (fresh != 0 && unshare(fresh) == -1)
    fail(STEP_NAMESPACE, fresh);
}

static void put_on_filter(void)
{
  struct sock_fprog code = { .len = request->filter, .filter = (struct sock_filter *)filter };

  if (request->filter != 0 && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &code) == -1)
    fail(STEP_FILTER, 0);
}

static void set_capabilities(void)
{
  struct {
    uint32_t version;
    int pid;
  } header = { 0x20080522, 0 }; /* _LINUX_CAPABILITY_VERSION_3 */
  struct {
    uint32_t effective, permitted, inheritable;
  } data[2] = {
    { (uint32_t)request->permitted, (uint32_t)request->permitted, 0 },
    { (uint32_t)(request->permitted >> 32), (uint32_t)(request->permitted >> 32), 0 },
  };

  if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0L, 0L, 0L) == -1 || syscall(SYS_capset, &header, data) == -1)
    fail(STEP_CREDENTIALS, SYS_capset);
}

/*
 * The order is the kernel's. Dropping from the bounding set takes CAP_SETPCAP. A filter without
 * no_new_privs takes CAP_SYS_ADMIN, so it comes before the user and the capabilities go, and must
 * permit what follows; with no_new_privs it comes last. Leaving user 0 empties the permitted set,
 * as "keep capabilities" is off.
 */
static void change_credentials(void)
{
  int confined = request->flags & NO_NEW_PRIVILEGES;

  for (unsigned long i = 0; i <= LAST_CAPABILITY; i++) {
    if ((request->bounding & (UINT64_C(1) << i)) == 0 && prctl(PR_CAPBSET_DROP, i, 0L, 0L, 0L) == -1) {
      if (errno == EINVAL)
        break; /* the kernel knows no more */
      fail(STEP_CREDENTIALS, PR_CAPBSET_DROP);
    }
  }
  if (!confined)
    put_on_filter();
  if (prctl(PR_SET_KEEPCAPS, 0L, 0L, 0L, 0L) == -1 || syscall(SYS_setgroups, (size_t)request->groups, groups) == -1)
    fail(STEP_CREDENTIALS, SYS_setgroups);
  if (syscall(SYS_setresgid, request->gid, request->gid, request->gid) == -1)
    fail(STEP_CREDENTIALS, SYS_setresgid);
  if (syscall(SYS_setresuid, request->uid, request->uid, request->uid) == -1)
    fail(STEP_CREDENTIALS, SYS_setresuid);
  set_capabilities();
  if (confined) {
    if (prctl(PR_SET_NO_NEW_PRIVS, 1L, 0L, 0L, 0L) == -1)
      fail(STEP_CREDENTIALS, PR_SET_NO_NEW_PRIVS);
    put_on_filter();
  }
}

static void close_from(unsigned first)
{
  if (syscall(SYS_close_range, first, ~0U, 0) == -1)
    _exit(2);
}

/* ---- The child ---- */

static void __attribute__((noreturn)) tell(enum step step, int detail)
{
  int32_t failure[3] = { step, errno, detail };

  send(CONTROL, failure, sizeof failure, MSG_NOSIGNAL);
  _exit(127);
}

/*
 * Nothing happens before the engine has seen to it. An engine that closes the socket has given up.
 */
static void await_engine(void)
{
  char byte;
  ssize_t count;

  do
    count = recv(CONTROL, &byte, 1, 0);
  while (count == -1 && errno == EINTR);
  if (count != 1)
    _exit(127);
}

static void limit_processes(void)
{
  for (uint32_t i = 0; i < request->limits; i++) {
    struct rlimit limit = { .rlim_cur = limits[i].soft, .rlim_max = limits[i].hard };

    if (limits[i].resource == RLIMIT_NPROC && setrlimit(RLIMIT_NPROC, &limit) == -1)
      tell(STEP_LIMIT, RLIMIT_NPROC);
  }
}

/*
 * What the container may have put in its place must not be waited for: then the empty pipe stays.
 */
static void take_null_input(void)
{
  struct stat status;
  int input = open("/dev/null", O_RDONLY | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);

  if (input == -1)
    return;
  if (fstat(input, &status) == 0 && S_ISCHR(status.st_mode) && status.st_rdev == makedev(1, 3)) {
    fcntl(input, F_SETFL, 0);
    dup2(input, STDIN_FILENO);
  }
  close(input);
}

/* A session's first terminal that is opened without O_NOCTTY becomes its controlling one. */
static void open_terminal(void)
{
  int opened = open(terminal, O_RDWR);

  if (opened == -1)
    tell(STEP_TERMINAL, 0);
  for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; stream++) {
    if (dup2(opened, stream) == -1)
      tell(STEP_TERMINAL, 0);
  }
  if (opened > STDERR_FILENO)
    close(opened);
}

/*
 * The root is entered first: it may have been changed since the clone, and /proc/self/cwd must not
 * lead back.
 */
static void __attribute__((noreturn)) execute(void)
{
  setsid();
  await_engine();
  limit_processes();
  if (chdir("/") == -1 || chdir(directory) == -1)
    tell(STEP_DIRECTORY, 0);
  if (*terminal != '\0')
    open_terminal();
  else if (request->flags & NULL_INPUT)
    take_null_input();
  execve(program, arguments, environment);
  tell(STEP_EXECUTE, 0);
}

/*
 * The kernel writes the child's pid into the answers before the child runs: whatever ends this
 * process from then on, the engine knows its child.
 */
static long make_child(void)
{
  unsigned long flags = CLONE_PARENT | CLONE_PARENT_SETTID | SIGCHLD;

  return syscall(SYS_clone, flags, NULL, &answers->child, NULL, NULL);
}

/*
 * Holds a new user namespace, whose identifiers are not mapped yet, until nobody has the other end
 * of the line any more: unshare(2) refuses that to a process of several threads, as the engine is.
 */
static void hold_user_namespace(void)
{
  char answer = 0;

  if (unshare(CLONE_NEWUSER) == -1)
    answer = (char)errno;
  if (write(CONTROL, &answer, 1) == 1)
    while (read(CONTROL, &answer, 1) == -1 && errno == EINTR)
      continue;
  _exit(0);
}

int main(int argc, char **argv)
{
  long child;

  prctl(PR_SET_DUMPABLE, 0L, 0L, 0L, 0L);
  prctl(PR_SET_NAME, "jdock-starter", 0L, 0L, 0L);
  close_from(CONTROL + 1);
  umask(022);
  if (fcntl(CONTROL, F_SETFD, FD_CLOEXEC) == -1)
    return 2;
  if (argc > 1 && strcmp(argv[1], "user-namespace") == 0)
    hold_user_namespace();
  open_apparmor();
  receive();
  read_request();
  drop_host_streams();
  join_cgroups();
  set_profile();
  set_limits();
  take_namespaces();
  close_from(CONTROL + 1);
  change_credentials();
  child = make_child();
  if (child == -1)
    fail(STEP_CLONE, 0);
  if (child == 0)
    execute();
  _exit(0);
}
