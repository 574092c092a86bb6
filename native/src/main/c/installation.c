#include "installation.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

int find_installation(char home[PATH_MAX]) {
  ssize_t length = readlink("/proc/self/exe", home, PATH_MAX - 1);
  if (length < 0) {
    return 0;
  }
  home[length] = 0;
  for (int i = 0; i < 2; i++) {
    char *slash = strrchr(home, '/');
    if (slash != NULL) {
      *slash = 0;
    }
  }
  return 1;
}

int read_line(const char *path, char *line, size_t size) {
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
