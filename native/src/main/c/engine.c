/*
 * libexec/jdock-engine ROOT RUN_DIRECTORY: becomes the engine. Whoever happens to type the first
 * command, the engine serves everybody, so nothing of that caller's is kept: not its descriptors,
 * environment, session, signals, limits, priority, processors, cgroup, namespaces or directory. All
 * of that is done here, before the JVM exists, since much of it belongs to threads.
 *
 * Standard output and error stay: they take "ready", or one line why not, to the launcher.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <glob.h>
#include <grp.h>
#include <limits.h>
#include <linux/keyctl.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#define FAILED 125
#define PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#define JAVA_VERSION 25

/* What systemd gives services with LimitNOFILE=infinity, and Docker's containers got for years. */
#define OPEN_FILES (1u << 20)
/* A JVM and its libraries have some 40 files open, a command up to 20. */
#define FEWEST_OPEN_FILES 128
#define STACK (8u << 20)
#define TIMER_SLACK 50000
#define IOPRIO_WHO_PROCESS 1
#define LINE 16384

static char home[PATH_MAX];
static const char *root;

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vdprintf(2, format, arguments);
  dprintf(2, "\n");
  _exit(FAILED);
}

/* A line for the engine's log; the launcher reads of nothing that the engine can do without. */
__attribute__((format(printf, 1, 2))) static void note(const char *format, ...) {
  char path[PATH_MAX + 16];
  snprintf(path, sizeof path, "%s/engine.log", root);
  int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd >= 0) {
    va_list arguments;
    va_start(arguments, format);
    vdprintf(fd, format, arguments);
    va_end(arguments);
    dprintf(fd, "\n");
    close(fd);
  }
}

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

/* The first line without its end, or an empty string; whether there is such a file. */
static int read_line(const char *path, char *line, size_t size) {
  *line = 0;
  FILE *file = fopen(path, "re");
  if (file == NULL) {
    return 0;
  }
  if (fgets(line, (int)size, file) == NULL) {
    *line = 0;
  }
  line[strcspn(line, "\n")] = 0;
  fclose(file);
  return 1;
}

/* ---- descriptors, signals, session ---- */

static void close_descriptors(void) {
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

static void reset_signals(void) {
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
static void daemonize(void) {
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
static void join_first_process(void) {
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
  char path[PATH_MAX + 32];
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
static void leave_cgroups(void) {
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
static void raise_limits(void) {
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

static void reset_priorities(void) {
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

static void become_root(void) {
  if (setgroups(0, NULL) < 0 || setresgid(0, 0, 0) < 0 || setresuid(0, 0, 0) < 0) {
    note("the engine keeps its caller's groups: %s", strerror(errno));
  }
  /* The caller's session keyring may hold keys of its user's. */
  syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, NULL);
}

/* ---- the JVM ---- */

/* As find-java.sh does it. */
static int is_jdk(const char *jdk) {
  char path[PATH_MAX + 16];
  char line[256];
  int version = 0;
  if (*jdk == 0) {
    return 0;
  }
  snprintf(path, sizeof path, "%s/bin/java", jdk);
  if (access(path, X_OK) < 0) {
    return 0;
  }
  snprintf(path, sizeof path, "%s/release", jdk);
  FILE *release = fopen(path, "re");
  while (release != NULL && version == 0 && fgets(line, sizeof line, release) != NULL) {
    sscanf(line, "JAVA_VERSION=\"%d", &version);
  }
  if (release != NULL) {
    fclose(release);
  }
  return version >= JAVA_VERSION;
}

/* The JDK that the first java in the caller's PATH belongs to, links followed. */
static int jdk_in_path(char *jdk) {
  char *path = strdup(getenv("PATH") == NULL ? "" : getenv("PATH"));
  for (char *folder = strtok(path, ":"); folder != NULL; folder = strtok(NULL, ":")) {
    char program[PATH_MAX];
    snprintf(program, sizeof program, "%s/java", folder);
    if (*folder == '/' && realpath(program, jdk) != NULL) {
      for (int i = 0; i < 2; i++) {
        char *slash = strrchr(jdk, '/');
        if (slash != NULL) {
          *slash = 0;
        }
      }
      if (is_jdk(jdk)) {
        free(path);
        return 1;
      }
    }
  }
  free(path);
  return 0;
}

static void find_jdk(char *jdk) {
  char path[PATH_MAX + 32];
  char candidate[PATH_MAX];
  const char *named = getenv("JAVA_HOME");
  snprintf(path, sizeof path, "%s/lib/jdk-home", home);
  if (read_line(path, candidate, sizeof candidate) && is_jdk(candidate)) {
    named = candidate;
  } else if (named == NULL || !is_jdk(named)) {
    named = NULL;
  }
  if (named != NULL) {
    if (realpath(named, jdk) == NULL) {
      fail("%s: %s", named, strerror(errno));
    }
    return;
  }
  if (jdk_in_path(jdk)) {
    return;
  }
  glob_t installed;
  if (glob("/usr/lib/jvm/*", 0, NULL, &installed) == 0) {
    for (size_t i = 0; i < installed.gl_pathc; i++) {
      if (is_jdk(installed.gl_pathv[i]) && realpath(installed.gl_pathv[i], jdk) != NULL) {
        return;
      }
    }
  }
  fail("needs a JDK %d, and found none in JAVA_HOME, PATH or /usr/lib/jvm", JAVA_VERSION);
}

static const char *line_of[256];
static size_t line_length;

__attribute__((format(printf, 1, 2))) static void add(const char *format, ...) {
  va_list arguments;
  char *word;
  va_start(arguments, format);
  if (line_length + 1 == sizeof line_of / sizeof line_of[0] ||
      vasprintf(&word, format, arguments) < 0) {
    fail("the engine's command line is too long");
  }
  va_end(arguments);
  line_of[line_length++] = word;
}

static void add_options(void) {
  char path[PATH_MAX + 32];
  char option[1024];
  snprintf(path, sizeof path, "%s/libexec/engine.options", home);
  FILE *file = fopen(path, "re");
  if (file == NULL) {
    fail("cannot read %s: not a whole jdock", path);
  }
  while (fscanf(file, "%1023s", option) == 1) {
    add("%s", option);
  }
  fclose(file);
}

/* Each @ stands for the folder of the jars. */
static void add_class_path(void) {
  char path[PATH_MAX + 32];
  char line[LINE];
  snprintf(path, sizeof path, "%s/lib/engine.classpath", home);
  if (!read_line(path, line, sizeof line)) {
    fail("cannot read %s: not a whole jdock", path);
  }
  size_t size = 1;
  for (char *c = line; *c != 0; c++) {
    size += *c == '@' ? strlen(home) + 5 : 1;
  }
  char *whole = malloc(size);
  char *end = whole;
  for (char *c = line; *c != 0; c++) {
    if (*c == '@') {
      end += sprintf(end, "%s/lib/", home);
    } else {
      *end++ = *c;
    }
  }
  *end = 0;
  add("-cp");
  add("%s", whole);
  free(whole);
}

/*
 * A mount namespace of its own, in which the JDK is read-only: a program in a container that
 * reaches the engine's executable (through /proc/self/exe, say as its interpreter) cannot write to
 * it. A slave, so that what the machine mounts later is seen.
 */
static void protect(const char *jdk) {
  struct statvfs status;
  unsigned long kept = 0;
  if (statvfs(jdk, &status) == 0) {
    kept = (status.f_flag & ST_NOSUID ? MS_NOSUID : 0) | (status.f_flag & ST_NODEV ? MS_NODEV : 0) |
           (status.f_flag & ST_NOEXEC ? MS_NOEXEC : 0);
  }
  if (unshare(CLONE_NEWNS) < 0 || mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0 ||
      mount(jdk, jdk, NULL, MS_BIND, NULL) < 0 ||
      mount(NULL, jdk, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY | kept, NULL) < 0) {
    note("the JDK in %s could not be made read-only for the engine: %s", jdk, strerror(errno));
  }
}

__attribute__((noreturn)) static void run_java(const char *run_directory) {
  char jdk[PATH_MAX];
  char path[PATH_MAX + 128];
  char build[64];
  struct utsname machine;
  const char *training = getenv("JDOCK_TRAINING");
  int trains = training != NULL && strcmp(training, "engine") == 0;
  find_jdk(jdk);
  add("%s/bin/java", jdk);
  snprintf(path, sizeof path, "%s/lib/engine.aot", home);
  if (trains) {
    add("-XX:AOTCacheOutput=%s", path);
  } else if (access(path, R_OK) == 0) {
    add("-XX:AOTCache=%s", path);
    add("-Xlog:disable");
    add("-Xlog:all=error:stderr");
  }
  uname(&machine);
  snprintf(path, sizeof path, "%s/lib/native/%s/libzstd-jni.so", home, machine.machine);
  if (access(path, R_OK) == 0) {
    add("-Djffi.boot.library.path=%s/lib/native/%s", home, machine.machine);
    add("-DZstdNativePath=%s", path);
  }
  add_options();
  add("-XX:ErrorFile=%s/engine-crash-%%p.log", root);
  add("-XX:ReplayDataFile=%s/engine-replay-%%p.log", root);
  add("-XX:HeapDumpPath=%s", root);
  add("-Djdock.home=%s", home);
  /* Of whom the engine sees the files, in a copy of the mount namespace: EngineView. */
  ssize_t length = readlink("/proc/self/ns/mnt", path, sizeof path - 1);
  if (length > 0) {
    add("-Djdock.mounts=%.*s", (int)length, path);
  }
  add_class_path();
  add("dev.jdock.cli.engine.%s", trains ? "EngineTraining" : "EngineMain");
  add("%s", root);
  add("%s", run_directory);
  snprintf(path, sizeof path, "%s/lib/build-id", home);
  read_line(path, build, sizeof build);
  add("%s", build);
  line_of[line_length] = NULL;

  char own_root[PATH_MAX + 16];
  char idle[64];
  const char *idle_seconds = getenv("JDOCK_IDLE_SECONDS");
  snprintf(own_root, sizeof own_root, "JDOCK_ROOT=%s", root);
  snprintf(idle, sizeof idle, "JDOCK_IDLE_SECONDS=%s", idle_seconds == NULL ? "" : idle_seconds);
  /* File names are bytes to Linux and UTF-8 to Docker, whatever the user's locale is. */
  const char *environment[] = {"PATH=" PATH, "HOME=/root", "LC_ALL=C.UTF-8", own_root,
                               idle_seconds == NULL ? NULL : idle, NULL};
  protect(jdk);
  execve(line_of[0], (char *const *)line_of, (char *const *)environment);
  fail("%s: %s", line_of[0], strerror(errno));
}

static void find_home(void) {
  ssize_t length = readlink("/proc/self/exe", home, sizeof home - 1);
  if (length < 0) {
    fail("cannot read /proc/self/exe: %s", strerror(errno));
  }
  home[length] = 0;
  for (int i = 0; i < 2; i++) {
    char *slash = strrchr(home, '/');
    if (slash != NULL) {
      *slash = 0;
    }
  }
}

int main(int argc, char **argv) {
  if (argc != 3 || argv[1][0] != '/' || argv[2][0] != '/') {
    fail("usage: jdock-engine ROOT RUN_DIRECTORY");
  }
  root = argv[1];
  close_descriptors();
  reset_signals();
  daemonize();
  find_home();
  umask(022);
  become_root();
  join_first_process();
  if (chdir("/") < 0) {
    fail("cannot enter /: %s", strerror(errno));
  }
  leave_cgroups();
  reset_priorities();
  raise_limits();
  run_java(argv[2]);
}
