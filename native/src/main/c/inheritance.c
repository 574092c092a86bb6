/*
 * Drops what a process has from its caller: descriptors, signals, session, namespaces, cgroup,
 * limits, priorities, processors, groups and keyring.
 */
#include "engine.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <unistd.h>

/* What systemd gives services with LimitNOFILE=infinity, and Docker's containers got for years. */
#define OPEN_FILES (1u << 20)
/* A JVM and its libraries have some 40 files open, a command up to 20. */
#define FEWEST_OPEN_FILES 128
#define STACK (8u << 20)
#define TIMER_SLACK 50000
#define IOPRIO_WHO_PROCESS 1
#define LINE 16384

/* Whether it took the text; that a file is not there, or may not be written, is for the caller. */
static int write_file(const char *path, const char *text) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  if (fd < 0) {
    return 0;
  }
  ssize_t written = write(fd, text, strlen(text));
  close(fd);
  return written == (ssize_t)strlen(text);
}

/* ---- descriptors, signals, session ---- */

void close_descriptors(void) {
  int null = open("/dev/null", O_RDWR);
  if (null < 0) {
    fail("cannot open /dev/null: %s", strerror(errno));
  }
  dup2(null, 0);
  for (int fd = 1; fd <= 2; fd++) {
    if (fcntl(fd, F_GETFD) < 0) {
      dup2(null, fd);
    }
  }
  if (syscall(SYS_close_range, 3u, ~0u, 0u) == 0) {
    return;
  }
  DIR *open_files = opendir("/proc/self/fd"); /* before Linux 5.9 */
  if (open_files == NULL) {
    fail("cannot read /proc/self/fd: %s", strerror(errno));
  }
  for (struct dirent *entry; (entry = readdir(open_files)) != NULL;) {
    int fd = atoi(entry->d_name);
    if (fd > 2 && fd != dirfd(open_files)) {
      close(fd);
    }
  }
  closedir(open_files);
}

void reset_signals(void) {
  for (int number = 1; number < NSIG; number++) {
    signal(number, SIG_DFL);
  }
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
}

/* Hands on what the engine says until it closes its output: the launcher waits for our end, too. */
__attribute__((noreturn)) static void relay(int from) {
  char said[1024];
  ssize_t count;
  while ((count = read(from, said, sizeof said)) > 0 || (count < 0 && errno == EINTR)) {
    if (count > 0 && write(1, said, (size_t)count) != count) {
      break;
    }
  }
  _exit(0);
}

/*
 * A grandchild in a session of its own: no terminal, no process group and no parent's pid leads
 * from the caller to it. Returns there.
 */
void daemonize(void) {
  int output[2];
  if (pipe2(output, O_CLOEXEC) < 0) {
    fail("pipe: %s", strerror(errno));
  }
  pid_t child = fork();
  if (child < 0) {
    fail("fork: %s", strerror(errno));
  }
  if (child > 0) {
    close(output[1]);
    relay(output[0]);
  }
  setsid();
  dup2(output[1], 1);
  dup2(output[1], 2);
  close(output[0]);
  close(output[1]);
  child = fork();
  if (child < 0) {
    fail("fork: %s", strerror(errno));
  }
  if (child > 0) {
    _exit(0);
  }
}

/* ---- namespaces ---- */

static int same_link(const char *a, const char *b) {
  char first[64];
  char second[64];
  ssize_t one = readlink(a, first, sizeof first);
  ssize_t two = readlink(b, second, sizeof second);
  return one > 0 && one == two && memcmp(first, second, (size_t)one) == 0;
}

/* Whether process 1 and we see the same file by that name. */
static int same_file(const char *path) {
  char there[PATH_MAX + 16];
  snprintf(there, sizeof there, "/proc/1/root%s", path);
  struct stat a;
  struct stat b;
  return stat(path, &a) == 0 && stat(there, &b) == 0 && a.st_dev == b.st_dev &&
         a.st_ino == b.st_ino;
}

/*
 * The namespaces of process 1, so that an engine which a service with PrivateTmp started, or a
 * command below ip-netns(8), is the machine's and not theirs. Only where process 1 is of our own
 * pid and user namespace (it is no business of a container's what its host has), and where it sees
 * the same state root and the same jdock by the same names.
 */
void join_first_process(void) {
  static const char *names[] = {"cgroup", "ipc", "net", "uts", "time", "mnt"};
  const char *wanted = getenv("JDOCK_NAMESPACES");
  if (wanted != NULL && strcmp(wanted, "caller") == 0) {
    return;
  }
  if (!same_link("/proc/self/ns/pid", "/proc/1/ns/pid") ||
      !same_link("/proc/self/ns/user", "/proc/1/ns/user") || !same_file(root) ||
      !same_file(home) || !same_file("/run")) {
    return;
  }
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    char ours[64];
    char first[64];
    snprintf(ours, sizeof ours, "/proc/self/ns/%s", names[i]);
    snprintf(first, sizeof first, "/proc/1/ns/%s", names[i]);
    if (access(first, F_OK) < 0 || same_link(ours, first)) {
      continue;
    }
    int fd = open(first, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || setns(fd, 0) < 0) {
      note("the engine stays in its caller's %s namespace: %s", names[i], strerror(errno));
    }
    close(fd);
  }
}

/* ---- cgroup ---- */

/* systemd marks what it has delegated: the engine and its containers belong to that service. */
static int delegated(const char *directory) {
  static const char *attributes[] = {"trusted.delegate", "user.delegate"};
  for (int i = 0; i < 2; i++) {
    char value[8];
    if (getxattr(directory, attributes[i], value, sizeof value) == 1 && value[0] == '1') {
      return 1;
    }
  }
  return 0;
}

static void join_cgroup(const char *directory) {
  char path[PATH_MAX + 128];
  snprintf(path, sizeof path, "%s/cgroup.procs", directory);
  write_file(path, "0");
}

/* Version 2 alone: to jdock/engine at the root, unless where we are was delegated to us. */
static void leave_cgroup_of_v2(const char *mount, const char *own) {
  char directory[PATH_MAX + 64];
  snprintf(directory, sizeof directory, "%s%s", mount, own);
  if (delegated(directory)) {
    return;
  }
  char *leaf = strrchr(directory, '/');
  if (leaf != NULL && strcmp(leaf, "/engine") == 0) {
    *leaf = 0; /* the leaf that an earlier engine made in a delegated cgroup */
    if (delegated(directory)) {
      return;
    }
  }
  snprintf(directory, sizeof directory, "%s/jdock", mount);
  mkdir(directory, 0755);
  snprintf(directory, sizeof directory, "%s/jdock/engine", mount);
  mkdir(directory, 0755);
  join_cgroup(directory);
}

/* Our path in the hierarchy that has this controller (or name=…; "" for version 2). */
static int own_cgroup(const char *controller, char *path, size_t size) {
  FILE *file = fopen("/proc/self/cgroup", "re");
  char line[LINE];
  int found = 0;
  while (file != NULL && !found && fgets(line, sizeof line, file) != NULL) {
    line[strcspn(line, "\n")] = 0;
    char *list = strchr(line, ':');
    char *own = list == NULL ? NULL : strchr(list + 1, ':');
    if (own == NULL) {
      continue;
    }
    *list++ = 0;
    *own++ = 0;
    if (strcmp(list, controller) == 0) {
      snprintf(path, size, "%s", own);
      found = 1;
    }
  }
  if (file != NULL) {
    fclose(file);
  }
  return found;
}

/*
 * The session or service of the caller may end, and whatever is in its cgroup with it; its limits
 * are not everybody's either. Version 1: to the root of each hierarchy, where nothing is limited.
 * Moving is dear (the kernel waits for all processors), so only where we are elsewhere.
 */
void leave_cgroups(void) {
  FILE *mounts = fopen("/proc/self/mountinfo", "re");
  char line[LINE];
  char unified[PATH_MAX] = "";
  int version1 = 0;
  while (mounts != NULL && fgets(line, sizeof line, mounts) != NULL) {
    char top[PATH_MAX];
    char point[PATH_MAX];
    char options[1024];
    char own[PATH_MAX];
    char *end = strstr(line, " - cgroup");
    if (end == NULL || sscanf(line, "%*s %*s %*s %4095s %4095s", top, point) != 2) {
      continue;
    }
    if (strncmp(end, " - cgroup2 ", 11) == 0) {
      if (*unified == 0) {
        snprintf(unified, sizeof unified, "%s", point);
      }
      continue;
    }
    if (sscanf(end, " - cgroup %*s %1023s", options) != 1) {
      continue;
    }
    /* rw,cpu,cpuacct: /proc/self/cgroup names the hierarchy by all that follows the mode. */
    char *controllers = strchr(options, ',');
    char plain[1024] = "";
    for (char *word = controllers == NULL ? NULL : strtok(controllers, ","); word != NULL;
         word = strtok(NULL, ",")) {
      int named = strncmp(word, "name=", 5) == 0;
      if (named || strchr(word, '=') == NULL) {
        version1 |= !named;
        if (strcmp(word, "xattr") != 0 && strcmp(word, "clone_children") != 0 &&
            strcmp(word, "noprefix") != 0) {
          snprintf(plain + strlen(plain), sizeof plain - strlen(plain), "%s%s",
                   *plain == 0 ? "" : ",", word);
        }
      }
    }
    if (!own_cgroup(plain, own, sizeof own) || strcmp(own, top) != 0) {
      join_cgroup(point);
    }
  }
  if (mounts != NULL) {
    fclose(mounts);
  }
  char own[PATH_MAX];
  if (*unified == 0 || !own_cgroup("", own, sizeof own)) {
    return;
  }
  if (!version1) {
    leave_cgroup_of_v2(unified, own);
  } else if (strcmp(own, "/") != 0) {
    join_cgroup(unified);
  }
}

/* ---- limits and priorities ---- */

static void set_limit(int resource, rlim_t soft, rlim_t hard, rlim_t most) {
  struct rlimit more = {soft > hard ? hard : soft, hard};
  struct rlimit same = {soft > most ? most : soft, most};
  if (setrlimit(resource, &more) < 0) { /* raising a hard limit needs CAP_SYS_RESOURCE */
    setrlimit(resource, &same);
  }
}

/* Soft limits up to the hard ones, and these up to those of process 1, where that may be. */
void raise_limits(void) {
  for (int resource = 0; resource < (int)RLIM_NLIMITS; resource++) {
    struct rlimit own;
    struct rlimit first;
    if (getrlimit(resource, &own) < 0) {
      continue;
    }
    rlim_t hard = own.rlim_max;
    if (prlimit(1, resource, NULL, &first) == 0 && first.rlim_max > hard) {
      hard = first.rlim_max;
    }
    rlim_t soft = hard;
    if (resource == RLIMIT_STACK) {
      soft = STACK; /* without a limit the kernel lays memory out the old way */
    } else if (resource == RLIMIT_NOFILE) {
      hard = own.rlim_max > OPEN_FILES ? own.rlim_max : OPEN_FILES;
      soft = OPEN_FILES; /* programs in containers that close all they might have open */
    }
    set_limit(resource, soft, hard, own.rlim_max);
  }
  struct rlimit files;
  if (getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < FEWEST_OPEN_FILES) {
    fail("the limit of open files is %lu here (ulimit -n), and the engine needs %d at least",
         (unsigned long)files.rlim_cur, FEWEST_OPEN_FILES);
  }
}

void reset_priorities(void) {
  struct sched_param normal = {0};
  sched_setscheduler(0, SCHED_OTHER, &normal);
  setpriority(PRIO_PROCESS, 0, 0);
  syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, 0);
  unsigned char processors[1024];
  memset(processors, 0xff, sizeof processors);
  syscall(SYS_sched_setaffinity, 0, sizeof processors, processors);
  syscall(SYS_set_mempolicy, 0, NULL, 0);
  prctl(PR_SET_TIMERSLACK, TIMER_SLACK, 0, 0, 0);
  prctl(PR_SET_THP_DISABLE, 0, 0, 0, 0);
  personality(PER_LINUX);
  /* As Docker's daemon has it; without CAP_SYS_RESOURCE at least not worse than others. */
  if (!write_file("/proc/self/oom_score_adj", "-500")) {
    write_file("/proc/self/oom_score_adj", "0");
  }
}

void become_root(void) {
  if (setgroups(0, NULL) < 0 || setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0) {
    note("the engine keeps its caller's groups: %s", strerror(errno));
  }
  /* The caller's session keyring may hold keys of its user's. */
  syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
}
