/* The parts of jdock-engine: engine.c has main, inheritance.c and jdk.c do one thing each. */
#ifndef ENGINE_H
#define ENGINE_H
#include <limits.h>

/* The installation, and the state root. */
extern char home[PATH_MAX];
extern const char *root;

/* Ends the program with a line for the launcher. */
__attribute__((noreturn, format(printf, 1, 2))) void fail(const char *format, ...);

/* A line for the engine's log; the launcher reads of nothing that the engine can do without. */
__attribute__((format(printf, 1, 2))) void note(const char *format, ...);

/*
 * What a process inherits from its caller, dropped part by part: of what cannot be dropped a note is
 * made. In the order in which they have to be called.
 */
void close_descriptors(void);
void reset_signals(void);
void daemonize(void); /* returns in a grandchild, in a session of its own */
void become_root(void);
void join_first_process(void);
void leave_cgroups(void);
void reset_priorities(void);
void raise_limits(void);

/* The JDK to use, links followed; fails where there is none. */
void find_jdk(char jdk[PATH_MAX]);

#endif
