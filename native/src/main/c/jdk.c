#include "engine.h"
#include "installation.h"

#include <errno.h>
#include <glob.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define JAVA_VERSION 25

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

void find_jdk(char jdk[PATH_MAX]) {
  char path[PATH_MAX + 32];
  char candidate[PATH_MAX];
  const char *named = getenv("JAVA_HOME");
  /* A package brings its own. */
  snprintf(path, sizeof path, "%s/runtime", home);
  if (is_jdk(path) && realpath(path, jdk) != NULL) {
    return;
  }
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
