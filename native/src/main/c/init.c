/*
 * init - process 1 of a container started with --init.
 *
 *   init [--] COMMAND [ARGUMENT]...
 *
 * Starts COMMAND, passes on every signal it gets, reaps whatever children are left to it, and ends
 * when COMMAND has ended: with its exit code, or with 128 + the number of the signal that killed
 * it. Exits with 127 when COMMAND does not exist, with 126 when it cannot be executed.
 *
 * COMMAND gets a process group of its own and, where standard input is the controlling terminal,
 * that terminal's foreground: so Ctrl-C reaches it, and not this program as well.
 */
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { EXIT_USAGE = 125, EXIT_CANNOT_EXECUTE = 126, EXIT_NOT_FOUND = 127, EXIT_SIGNALLED = 128 };

static int fail(const char *what, int code)
{
  fprintf(stderr, "init: %s: %s\n", what, strerror(errno));
  return code;
}

/*
 * Signals that tell of this program's own faults stay deadly; all others are taken by sigwaitinfo.
 */
static void choose_signals(sigset_t *waited)
{
  static const int own[] = { SIGFPE, SIGILL, SIGSEGV, SIGBUS, SIGABRT, SIGTRAP, SIGSYS };

  sigfillset(waited);
  for (size_t i = 0; i < sizeof own / sizeof own[0]; i++)
    sigdelset(waited, own[i]);
}

/* Runs in the child. SIGTTOU is still blocked, or tcsetpgrp would stop a background group. */
static int run(char **command, const sigset_t *original)
{
  setpgid(0, 0);
  if (tcsetpgrp(STDIN_FILENO, getpgrp()) == -1 && errno != ENOTTY && errno != ENXIO &&
      errno != EBADF && errno != EPERM)
    return fail("terminal", EXIT_CANNOT_EXECUTE);
  sigprocmask(SIG_SETMASK, original, NULL);
  execvp(command[0], command);
  return fail(command[0], errno == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_EXECUTE);
}

static int exit_code(int status)
{
  return WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_SIGNALLED + WTERMSIG(status);
}

/* Reaps all that have ended. Returns the code to exit with, or -1 while main_child lives. */
static int reap(pid_t main_child)
{
  int code = -1;
  int status;
  pid_t pid;

  while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
    if (pid == main_child)
      code = exit_code(status);
  }
  return code;
}

int main(int argc, char **argv)
{
  char **command = argv + 1;
  sigset_t waited, original;
  siginfo_t info;
  pid_t child;
  int code = -1;

  if (argc > 1 && strcmp(*command, "--") == 0)
    command++;
  if (argc < 2 || *command == NULL) {
    fputs("usage: init [--] COMMAND [ARGUMENT]...\n", stderr);
    return EXIT_USAGE;
  }

  /* Outside a pid namespace of its own, too, orphans come here. */
  prctl(PR_SET_CHILD_SUBREAPER, 1L, 0L, 0L, 0L);
  choose_signals(&waited);
  sigprocmask(SIG_BLOCK, &waited, &original);

  child = fork();
  if (child == -1)
    return fail("fork", EXIT_CANNOT_EXECUTE);
  if (child == 0)
    _exit(run(command, &original));

  /* The child does the same; whoever comes first, the group is there before a signal goes to it. */
  setpgid(child, child);

  while (code == -1) {
    int signal = sigwaitinfo(&waited, &info);

    if (signal == SIGCHLD)
      code = reap(child);
    else if (signal > 0)
      kill(child, signal);
    else if (errno != EINTR)
      return fail("sigwaitinfo", EXIT_CANNOT_EXECUTE);
  }
  return code;
}
