/*
 * libexec/jdock-engine ROOT RUN_DIRECTORY: becomes the engine. It serves every user of the
 * machine, whichever command started it, so nothing of that caller is kept: inheritance.c drops it
 * before the JVM exists, since much of it belongs to threads. Only the command's name, if
 * JDOCK_EXPECTED says it, so that the engine can prepare it while it starts.
 *
 * Standard output and error stay: they take "ready", or one line why not, to the launcher.
 */
#include "engine.h"
#include "installation.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <linux/magic.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/utsname.h>
#include <sys/vfs.h>
#include <unistd.h>

#define FAILED 125
#define PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
#define LINE 16384

char home[PATH_MAX];
const char *root;

void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  vdprintf(2, format, arguments);
  dprintf(2, "\n");
  _exit(FAILED);
}

void note(const char *format, ...) {
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

/*
 * An overlay cannot have its upperdir on an overlay, nor keep whiteouts: in a container whose state
 * root is no volume, memory takes its place. In the first process's namespace, so that the next
 * engine finds it again.
 */
static void find_room(void) {
  struct statfs room;
  struct stat directory;
  char options[32];
  if (statfs(root, &room) < 0 || room.f_type != OVERLAYFS_SUPER_MAGIC || stat(root, &directory) < 0) {
    return;
  }
  snprintf(options, sizeof options, "mode=%o", directory.st_mode & 07777);
  if (mount("jdock", root, "tmpfs", 0, options) < 0) {
    fail("%s is on an overlay, which cannot hold layers, and no tmpfs can be mounted there (%s): "
         "make it a volume (-v NAME:%s), or run this container with --privileged",
         root, strerror(errno), root);
  }
  dprintf(2, "note: %s is on an overlay, which cannot hold layers: a tmpfs is mounted there, in memory "
             "and gone with this container; a volume (-v NAME:%s) keeps them\n", root, root);
}

/* Whether it only fills a cache, for the build or an installation: it needs no machine. */
static int trains(void) {
  const char *training = getenv("JDOCK_TRAINING");
  return training != NULL && strcmp(training, "engine") == 0;
}

/* Whether it may read that cache. */
static int find_cache(char *path, size_t size, const char *build, const char *kind) {
  snprintf(path, size, "%s/lib/engine%s-%s.aot", home, kind, build);
  return access(path, R_OK) == 0;
}

/*
 * The JVM does not notice that a cache is of other jars, as between two steps of an upgrade, and
 * runs their classes: so its name says the build. One has the classes that transfer images, too.
 */
static void add_cache(const char *build, const char *command) {
  char path[PATH_MAX + 128];
  int transfers = command != NULL && (strcmp(command, "pull") == 0 || strcmp(command, "push") == 0);
  int found = find_cache(path, sizeof path, build, transfers ? "-transfers" : "");
  if (trains()) {
    add("-XX:AOTCacheOutput=%s", path);
  } else if (found || (transfers && find_cache(path, sizeof path, build, ""))) {
    add("-XX:AOTCache=%s", path);
    add("-Xlog:disable");
    add("-Xlog:all=error:stderr");
  }
}

__attribute__((noreturn)) static void run_java(const char *run_directory, const char *command) {
  char jdk[PATH_MAX];
  char path[PATH_MAX + 128];
  char build[64];
  struct utsname machine;
  find_jdk(jdk);
  add("%s/bin/java", jdk);
  snprintf(path, sizeof path, "%s/lib/build-id", home);
  read_line(path, build, sizeof build);
  add_cache(build, command);
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
  add("dev.jdock.cli.engine.%s", trains() ? "EngineTraining" : "EngineMain");
  add("%s", root);
  add("%s", run_directory);
  add("%s", build);
  if (command != NULL) {
    add("%s", command);
  }
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

int main(int argc, char **argv) {
  if (argc < 3 || argc > 4 || argv[1][0] != '/' || argv[2][0] != '/') {
    fail("usage: jdock-engine ROOT RUN_DIRECTORY");
  }
  /* A launcher of an earlier build, met between two steps of an upgrade, says it as an argument. */
  const char *command = argc > 3 ? argv[3] : getenv("JDOCK_EXPECTED");
  root = argv[1];
  close_descriptors();
  reset_signals();
  daemonize();
  if (!find_installation(home)) {
    fail("cannot read /proc/self/exe: %s", strerror(errno));
  }
  umask(022);
  become_root();
  join_first_process();
  if (!trains()) {
    find_room();
  }
  if (chdir("/") < 0) {
    fail("cannot enter /: %s", strerror(errno));
  }
  leave_cgroups();
  reset_priorities();
  raise_limits();
  run_java(argv[2], command);
}
