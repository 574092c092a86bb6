/*
 * The jdock program: hands its command line to the engine and exits with the code it is given. The
 * engine takes descriptors 0, 1 and 2 from this process by itself (pidfd_getfd(2)). The protocol is
 * in docs/engine.md; dev.jdock.cli.launcher.Launcher does the same in Java.
 */
#include "installation.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

#define FAILED 125
#define ATTEMPTS 5
/* Of what an engine keeps on disk: Frame.STATE. */
#define STATE 1
#define DEFAULT_ROOT "/var/lib/jdock"

/* How long anything that the engine has to do first may take, and when to say what it is. */
#define WAIT_SECONDS 120
#define NOTICE_MILLISECONDS 3000
#define PAUSE_MILLISECONDS 20

/* Bytes of a request that a socket always takes, whether its other end reads or not. */
#define EAGER 32768

extern char **environ;

static char home[PATH_MAX];
static char root[PATH_MAX];
static char run_directory[64];
static struct sockaddr_un address;
static char build[64];

/* Until the engine has greeted, what it is waited for to do, with a limit; NULL from then on. */
static const char *awaited;
static long limit_milliseconds;
static pid_t listener; /* the process that listens on the socket, 0 where that is not known */

static struct frame {
  char type;
  uint32_t length;
  char *payload; /* NUL-terminated beyond its length */
} frame;

/* The mode that standard input had before the engine knew of it, if it is a terminal. */
static struct {
  int is;
  struct termios mode;
} terminal;

static const struct {
  int number;
  const char *name;
} forwarded[] = {{SIGINT, "INT"},   {SIGTERM, "TERM"},   {SIGHUP, "HUP"},
                 {SIGQUIT, "QUIT"}, {SIGWINCH, "WINCH"}, {SIGCONT, "CONT"},
                 {SIGTSTP, "TSTP"}, {SIGUSR1, "USR1"},   {SIGUSR2, "USR2"}};

#define FORWARDED (sizeof forwarded / sizeof forwarded[0])

__attribute__((noreturn, format(printf, 1, 2))) static void fail(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fputs("jdock: ", stderr);
  vfprintf(stderr, format, arguments);
  fputc('\n', stderr);
  exit(FAILED);
}

static long milliseconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* How long to wait at most before asking again; says what it waits for, and gives up in the end. */
static int patience(void) {
  static long began;
  static int noticed;
  long now = milliseconds();
  if (began == 0) {
    began = now;
  }
  long waited = now - began;
  if (waited >= limit_milliseconds && listener != 0) {
    fail("the engine (process %d) did not %s within %ld s: see %s/engine.log; kill -9 %d ends it, "
         "and containers go on",
         listener, awaited, limit_milliseconds / 1000, root, listener);
  }
  if (waited >= limit_milliseconds) {
    fail("the engine did not %s within %ld s: see %s/engine.log", awaited,
         limit_milliseconds / 1000, root);
  }
  if (waited >= NOTICE_MILLISECONDS && !noticed) {
    noticed = 1;
    fprintf(stderr, "jdock: waiting for the engine to %s\n", awaited);
  }
  long next = noticed ? limit_milliseconds : NOTICE_MILLISECONDS;
  return (int)((next < limit_milliseconds ? next : limit_milliseconds) - waited);
}

static void pause_a_little(void) {
  patience();
  poll(NULL, 0, PAUSE_MILLISECONDS);
}

/* Until there is something to read, or an end, or patience has one. */
static void await_input(int fd) {
  struct pollfd ready = {.fd = fd, .events = POLLIN};
  while (poll(&ready, 1, patience()) <= 0) {
  }
}

static void find_limit(void) {
  const char *wanted = getenv("JDOCK_WAIT_SECONDS");
  char *end = NULL;
  long seconds = wanted == NULL ? WAIT_SECONDS : strtol(wanted, &end, 10);
  if ((end != NULL && (*end != 0 || end == wanted)) || seconds < 1 || seconds > 86400) {
    fail("JDOCK_WAIT_SECONDS is not a number of seconds: %s", wanted);
  }
  limit_milliseconds = seconds * 1000;
}

/* A closed standard descriptor would become the next thing that is opened. */
static void fill_standard_descriptors(void) {
  for (int fd = 0; fd <= 2; fd++) {
    if (fcntl(fd, F_GETFD) < 0 && errno == EBADF && open("/dev/null", O_RDWR) != fd) {
      exit(FAILED);
    }
  }
}

static void find_home(void) {
  if (!find_installation(home)) {
    fail("cannot read /proc/self/exe: %s", strerror(errno));
  }
  char path[PATH_MAX + 32];
  snprintf(path, sizeof path, "%s/lib/build-id", home);
  if (!read_line(path, build, sizeof build) || *build == 0) {
    fail("cannot read %s: not a whole jdock", path);
  }
}

static void make_directories(const char *path) {
  char part[PATH_MAX];
  snprintf(part, sizeof part, "%s", path);
  for (char *slash = strchr(part + 1, '/');; slash = strchr(slash + 1, '/')) {
    if (slash != NULL) {
      *slash = 0;
    }
    if (mkdir(part, 0755) < 0 && errno != EEXIST) {
      fail("cannot make the state directory %s: %s", path, strerror(errno));
    }
    if (slash == NULL) {
      return;
    }
    *slash = '/';
  }
}

/* As EnginePaths.java does it: the socket's path must be short, whatever the root's is. */
static void find_paths(void) {
  const char *wanted = getenv("JDOCK_ROOT");
  if (wanted == NULL || *wanted == 0 || strcmp(wanted, DEFAULT_ROOT) == 0) {
    strcpy(root, DEFAULT_ROOT);
    strcpy(run_directory, "/run/jdock");
  } else {
    if (*wanted != '/' || strlen(wanted) >= PATH_MAX) {
      fail("JDOCK_ROOT must be an absolute path: %s", wanted);
    }
    struct stat status;
    if (stat(wanted, &status) < 0) {
      make_directories(wanted);
    }
    if (realpath(wanted, root) == NULL) {
      fail("cannot find the state directory %s: %s", wanted, strerror(errno));
    }
    uint64_t hash = 0xcbf29ce484222325u;
    for (const unsigned char *c = (const unsigned char *)root; *c != 0; c++) {
      hash = (hash ^ *c) * 0x100000001b3u;
    }
    snprintf(run_directory, sizeof run_directory, "/run/jdock-%016llx", (unsigned long long)hash);
  }
  address.sun_family = AF_UNIX;
  snprintf(address.sun_path, sizeof address.sun_path, "%s/engine.sock", run_directory);
}

/* A connection, or -1 when nobody listens. A queue that is full is waited for. */
static int try_connect(void) {
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0) {
    fail("socket: %s", strerror(errno));
  }
  while (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) {
    if (errno == EAGAIN) {
      awaited = "take the connection";
      pause_a_little();
    } else if (errno != EINTR) {
      close(fd);
      return -1;
    }
  }
  fcntl(fd, F_SETFL, 0);
  struct ucred peer;
  socklen_t length = sizeof peer;
  listener = getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 ? peer.pid : 0;
  return fd;
}

/*
 * The command, for the engine to prepare it while it starts; NULL for what is none. No further
 * argument: what a user types may be secret, and anybody can read the engine's command line.
 */
static char *command_word(int argc, char **argv) {
  const char *letters = "abcdefghijklmnopqrstuvwxyz";
  return argc > 1 && *argv[1] != 0 && argv[1][strspn(argv[1], letters)] == 0 ? argv[1] : NULL;
}

/*
 * Runs libexec/jdock-engine, which says "ready" or why it is not, and closes its output. It leaves
 * this process's session at once: whatever becomes of this launcher, the engine goes on.
 */
static void start_engine(char *command) {
  int output[2];
  if (pipe2(output, O_CLOEXEC) < 0) {
    fail("pipe: %s", strerror(errno));
  }
  signal(SIGCHLD, SIG_IGN); /* nobody waits for it: its output's end says all */
  pid_t child = fork();
  if (child < 0) {
    fail("fork: %s", strerror(errno));
  }
  if (child == 0) {
    signal(SIGCHLD, SIG_DFL);
    char program[PATH_MAX + 32];
    snprintf(program, sizeof program, "%s/libexec/jdock-engine", home);
    int null = open("/dev/null", O_RDONLY);
    setsid();
    dup2(null, 0);
    dup2(output[1], 1);
    dup2(output[1], 2);
    if (command == NULL) {
      unsetenv("JDOCK_EXPECTED");
    } else {
      setenv("JDOCK_EXPECTED", command, 1);
    }
    execl(program, program, root, run_directory, (char *)NULL);
    dprintf(2, "%s: %s\n", program, strerror(errno));
    _exit(127);
  }
  close(output[1]);
  awaited = "start";
  char said[16384];
  size_t length = 0;
  ssize_t count;
  do {
    await_input(output[0]);
    count = read(output[0], said + length, sizeof said - 1 - length);
    length += count > 0 ? (size_t)count : 0;
  } while (count > 0 || (count < 0 && errno == EINTR));
  close(output[0]);
  while (length > 0 && said[length - 1] == '\n') {
    length--;
  }
  said[length] = 0;
  if (length == 0) {
    fail("the engine ended before it was ready: see %s/engine.log", root);
  }
  if (length < 5 || strcmp(said + length - 5, "ready") != 0) {
    fail("cannot start the engine: %s", said);
  }
  said[length - 5] = 0;
  for (char *line = strtok(said, "\n"); line != NULL; line = strtok(NULL, "\n")) {
    if (strncmp(line, "note: ", 6) == 0) {
      fprintf(stderr, "jdock: %s\n", line + 6);
    }
  }
}

/*
 * One launcher starts the engine; the others wait for its lock, or for the engine. -1 when an engine
 * was there and has left again.
 */
static int connect_starting(char *command) {
  char path[PATH_MAX + 32];
  make_directories(root);
  snprintf(path, sizeof path, "%s/launch.lock", root);
  int lock = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
  if (lock < 0) {
    fail("cannot write in the state directory %s: %s", root, strerror(errno));
  }
  struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
  int fd = -1;
  int locked = 0;
  listener = 0; /* whoever that was is gone */
  while (fd < 0 && !locked) {
    awaited = "start";
    locked = fcntl(lock, F_SETLK, &whole) == 0;
    if (!locked && errno != EAGAIN && errno != EACCES && errno != EINTR) {
      fail("cannot lock %s: %s", path, strerror(errno));
    }
    fd = try_connect();
    if (fd < 0 && !locked) {
      pause_a_little();
    }
  }
  if (fd < 0) {
    start_engine(command);
    fd = try_connect();
  }
  close(lock);
  return fd;
}

static int read_fully(int fd, void *buffer, size_t length) {
  char *position = buffer;
  while (length > 0) {
    if (awaited != NULL) {
      await_input(fd);
    }
    ssize_t count = read(fd, position, length);
    if (count == 0 || (count < 0 && errno != EINTR)) {
      return 0;
    }
    if (count > 0) {
      position += count;
      length -= (size_t)count;
    }
  }
  return 1;
}

/* The next frame; 0 when the engine is gone. */
static int read_frame(int fd) {
  unsigned char header[5];
  if (!read_fully(fd, header, sizeof header)) {
    return 0;
  }
  frame.type = (char)header[0];
  frame.length = (uint32_t)header[1] << 24 | (uint32_t)header[2] << 16 | (uint32_t)header[3] << 8 |
                 header[4];
  if (frame.length > 16u << 20) {
    fail("something else than a jdock engine listens on its socket");
  }
  frame.payload = realloc(frame.payload, frame.length + 1);
  if (frame.payload == NULL) {
    fail("out of memory");
  }
  frame.payload[frame.length] = 0;
  return read_fully(fd, frame.payload, frame.length);
}

static void send_frame(int fd, char type, const char *payload, size_t length) {
  unsigned char header[5] = {(unsigned char)type, (unsigned char)(length >> 24),
                             (unsigned char)(length >> 16), (unsigned char)(length >> 8),
                             (unsigned char)length};
  struct iovec parts[2] = {{header, sizeof header}, {(void *)payload, length}};
  struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};
  size_t left = sizeof header + length;
  while (left > 0) {
    ssize_t count = sendmsg(fd, &message, MSG_NOSIGNAL);
    if (count < 0) {
      if (errno == EINTR) {
        continue;
      }
      return; /* the engine is gone: reading tells */
    }
    left -= (size_t)count;
    for (int i = 0; i < 2; i++) {
      size_t taken = (size_t)count < parts[i].iov_len ? (size_t)count : parts[i].iov_len;
      parts[i].iov_base = (char *)parts[i].iov_base + taken;
      parts[i].iov_len -= taken;
      count -= (ssize_t)taken;
    }
  }
}

static int32_t exit_code(void) {
  const unsigned char *p = (const unsigned char *)frame.payload;
  if (frame.length != 4) {
    fail("malformed answer of the engine");
  }
  return (int32_t)((uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3]);
}

/* The n-th string of the frame; empty beyond its end. */
static const char *string(int n) {
  const char *position = frame.payload;
  const char *end = frame.payload + frame.length;
  while (n-- > 0 && position < end) {
    position += strlen(position) + 1;
  }
  return position < end ? position : "";
}

/*
 * Sends the command, as a frame 'R', or before the engine has greeted as 'B', which only an engine
 * of this build runs, and only where that cannot block. Whether it has.
 */
static int send_request(int fd, char type, int argc, char **argv) {
  int bound = type == 'B';
  char count[16];
  char name[64];
  snprintf(count, sizeof count, "%d", argc - 1);
  /* Called docker, jdock looks at DOCKER_HOST. Before the environment, which could say it, too. */
  snprintf(name, sizeof name, "JDOCK_INVOKED_AS=%.40s", program_invocation_short_name);
  size_t length = strlen(count) + 1 + strlen(name) + 1;
  for (int i = 1; i < argc; i++) {
    length += strlen(argv[i]) + 1;
  }
  for (char **variable = environ; *variable != NULL; variable++) {
    length += strlen(*variable) + 1;
  }
  if (bound && length > EAGER) {
    return 0;
  }
  length += bound ? strlen(build) + 1 : 0;
  char *payload = malloc(length);
  if (payload == NULL) {
    fail("out of memory");
  }
  char *position = payload;
  if (bound) {
    position = stpcpy(position, build) + 1;
  }
  position = stpcpy(position, count) + 1;
  for (int i = 1; i < argc; i++) {
    position = stpcpy(position, argv[i]) + 1;
  }
  position = stpcpy(position, name) + 1;
  for (char **variable = environ; *variable != NULL; variable++) {
    position = stpcpy(position, *variable) + 1;
  }
  send_frame(fd, type, payload, length);
  free(payload);
  return 1;
}

/* An ignored signal stays ignored, as nohup(1) wants it. */
static int catch_signals(sigset_t *caught) {
  sigemptyset(caught);
  for (size_t i = 0; i < FORWARDED; i++) {
    struct sigaction action;
    if (sigaction(forwarded[i].number, NULL, &action) == 0 && action.sa_handler != SIG_IGN) {
      sigaddset(caught, forwarded[i].number);
    }
  }
  sigprocmask(SIG_BLOCK, caught, NULL);
  int fd = signalfd(-1, caught, SFD_CLOEXEC);
  if (fd < 0) {
    fail("signalfd: %s", strerror(errno));
  }
  return fd;
}

static void forward_signal(int signals, int fd) {
  struct signalfd_siginfo info;
  if (read(signals, &info, sizeof info) != sizeof info) {
    return;
  }
  for (size_t i = 0; i < FORWARDED; i++) {
    if ((uint32_t)forwarded[i].number == info.ssi_signo) {
      send_frame(fd, 'S', forwarded[i].name, strlen(forwarded[i].name) + 1);
    }
  }
}

/* A blocked SIGCONT still continues the process, and then is there to be forwarded. */
static void suspend(void) { kill(getpid(), SIGSTOP); }

/* Becomes the program that the frame names: how many arguments, these, variables to set. */
static void become(const sigset_t *caught) {
  int count = atoi(string(0));
  char **arguments = count > 0 ? calloc((size_t)count + 1, sizeof *arguments) : NULL;
  if (arguments == NULL) {
    fail("malformed answer of the engine");
  }
  for (int i = 0; i < count; i++) {
    arguments[i] = (char *)string(1 + i);
  }
  for (int i = 1 + count; *string(i) != 0; i++) {
    putenv((char *)string(i));
  }
  sigprocmask(SIG_UNBLOCK, caught, NULL);
  execv(arguments[0], arguments);
  fail("cannot run %s: %s", arguments[0], strerror(errno));
}

static int is_engine_command(int argc, char **argv, const char *verb) {
  return argc >= 3 && strcmp(argv[1], "engine") == 0 && strcmp(argv[2], verb) == 0;
}

/* Commands about the engine that must not start one. */
static int asks_only(int argc, char **argv) {
  return is_engine_command(argc, argv, "stop") || is_engine_command(argc, argv, "status");
}

/*
 * An engine answers its own stop before it has put away its links and unlocked its root, which the
 * next command of a script may ask for. A signal ends the wait.
 */
static void await_end(int engine, int fd, int signals) {
  struct pollfd ready[2] = {{.fd = engine, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
  awaited = "leave";
  close(fd);
  while (poll(ready, 2, patience()) <= 0) {
  }
}

/* Once the engine has greeted; "sent" says whether it has the request already. */
static int run_command(int fd, int sent, int argc, char **argv) {
  int stops = is_engine_command(argc, argv, "stop");
  int engine = stops ? (int)syscall(SYS_pidfd_open, atoi(string(2)), 0) : -1;
  sigset_t caught;
  awaited = NULL;
  int signals = catch_signals(&caught);
  if (!sent) {
    send_request(fd, 'R', argc, argv);
  }
  struct pollfd ready[2] = {{.fd = fd, .events = POLLIN}, {.fd = signals, .events = POLLIN}};
  for (;;) {
    if (poll(ready, 2, -1) < 0 && errno != EINTR) {
      fail("poll: %s", strerror(errno));
    }
    if (ready[1].revents != 0) {
      forward_signal(signals, fd);
    }
    if (ready[0].revents == 0) {
      continue;
    }
    if (!read_frame(fd)) {
      if (engine >= 0) { /* a busy machine had no turn for its answer */
        await_end(engine, fd, signals);
        return 0;
      }
      if (terminal.is) {
        tcsetattr(0, TCSANOW, &terminal.mode);
      }
      fail("the engine went away before the command had ended");
    }
    switch (frame.type) {
      case 'X':
        if (engine >= 0 && exit_code() == 0) {
          await_end(engine, fd, signals);
          return 0;
        }
        return exit_code();
      case 'E':
        fail("%s", string(0));
      case 'P':
        become(&caught);
        break;
      case 'Z':
        suspend();
        break;
      default:
        fail("unknown frame %c", frame.type);
    }
  }
}

/* After an engine of a newer jdock none of this one could start: containers would be without any. */
static void require_known_state(void) {
  int state = atoi(string(3)); /* an engine that does not say it yet has an older one */
  if (state > STATE) {
    fail("the running engine (process %s) is of a newer jdock (state version %d): this one reads "
         "versions up to %d",
         string(2), state, STATE);
  }
}

/* Asks an engine of another build to leave if it has nothing to do; whether it did. */
static int replace_engine(int fd) {
  awaited = "leave";
  send_frame(fd, 'Q', NULL, 0);
  if (read_frame(fd) && frame.type == 'X' && exit_code() != 0) {
    return 0;
  }
  while (read_frame(fd)) {
  }
  return 1;
}

static int greeted(int fd) {
  awaited = "answer";
  if (!read_frame(fd)) {
    return 0;
  }
  if (frame.type == 'E') {
    fail("%s", string(0));
  }
  if (frame.type != 'H') {
    fail("something else than a jdock engine listens on its socket");
  }
  if (strcmp(string(0), "1") != 0) {
    fail("the running engine (process %s) speaks protocol %s, this jdock 1: stop it with kill %s",
         string(2), string(0), string(2));
  }
  return 1;
}

/*
 * Prints one of the pages that the build has written; whether there is such a page. These need no
 * engine, no root and no JDK.
 */
static int print_page(const char *name, int fd) {
  char path[PATH_MAX + 128];
  char text[8192];
  snprintf(path, sizeof path, "%s/lib/help/%.100s", home, name);
  int page = strchr(name, '/') == NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (page < 0) {
    return 0;
  }
  for (ssize_t count; (count = read(page, text, sizeof text)) > 0;) {
    for (ssize_t done = 0; done < count;) {
      ssize_t written = write(fd, text + done, (size_t)(count - done));
      if (written < 0 && errno != EINTR) {
        exit(FAILED);
      }
      done += written > 0 ? written : 0;
    }
  }
  close(page);
  return 1;
}

/* Whether the question is about jdock itself, and answered. */
static int answered(int argc, char **argv) {
  if (argc == 2 && (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-v") == 0)) {
    /* Scripts for docker look for a version of Docker's. */
    int docker = strcmp(program_invocation_short_name, "docker") == 0;
    return print_page(docker ? "version-docker" : "version", 1);
  }
  if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
                    strcmp(argv[1], "help") == 0)) {
    return print_page("jdock", 1);
  }
  int may_ask = geteuid() == 0;
  if (argc < 3 || strcmp(argv[argc - 1], "--help") != 0 || (may_ask && isatty(1))) {
    return 0; /* the engine knows the terminal's width; the pages are for none */
  }
  char name[100] = "jdock";
  for (int i = 1; i < argc - 1; i++) {
    if (may_ask && strchr(argv[i], '-') != NULL) {
      return 0; /* "network-ls" is no command */
    }
    snprintf(name + strlen(name), sizeof name - strlen(name), "-%s", argv[i]);
  }
  return print_page(name, 1);
}

/* Becomes one of the scripts that need no engine, which may not be able to start. */
static void become_script(int argc, char **argv) {
  char script[PATH_MAX + 32];
  const char *name;
  if (argc > 1 && strcmp(argv[1], "doctor") == 0) {
    name = "doctor";
  } else if (argc > 2 && strcmp(argv[1], "engine") == 0 &&
             (strcmp(argv[2], "install") == 0 || strcmp(argv[2], "uninstall") == 0)) {
    name = "install";
  } else {
    return;
  }
  snprintf(script, sizeof script, "%s/libexec/%s.sh", home, name);
  argv[1] = script;
  execv(script, argv + 1);
  fail("%s: %s", script, strerror(errno));
}

int main(int argc, char **argv) {
  fill_standard_descriptors();
  find_home();
  if (answered(argc, argv)) {
    return 0;
  }
  become_script(argc, argv);
  if (geteuid() != 0) {
    fail("jdock needs root for now: try sudo jdock");
  }
  find_limit();
  find_paths();
  terminal.is = tcgetattr(0, &terminal.mode) == 0;
  int any_build = 0;
  int eager = !asks_only(argc, argv);
  for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
    int fd = try_connect();
    if (fd < 0 && asks_only(argc, argv)) {
      puts("no engine is running");
      return is_engine_command(argc, argv, "stop") ? 0 : 3;
    }
    if (fd < 0) {
      fd = connect_starting(command_word(argc, argv));
    }
    int sent = fd >= 0 && eager && send_request(fd, 'B', argc, argv);
    if (fd >= 0 && greeted(fd)) {
      if (any_build || asks_only(argc, argv) || strcmp(string(1), build) == 0) {
        return run_command(fd, sent, argc, argv);
      }
      require_known_state();
      if (sent) { /* an engine of another build ends the connection; it is asked by the next */
        eager = 0;
        awaited = "answer";
        while (read_frame(fd)) {
        }
        close(fd);
        continue;
      }
      char pid[16];
      snprintf(pid, sizeof pid, "%s", string(2));
      if (!replace_engine(fd)) {
        any_build = 1;
        fprintf(stderr,
                "jdock: the engine of process %s is another build and has work to do; "
                "`jdock engine stop` ends it\n",
                pid);
      }
    }
    if (fd >= 0) {
      close(fd);
    }
  }
  fail("the engine keeps leaving: see %s/engine.log", root);
}
