/* Where this program is installed: bin, lib and libexec lie in one directory. */
#ifndef INSTALLATION_H
#define INSTALLATION_H
#include <limits.h>
#include <stddef.h>

/* The directory above that of the running program; whether it could be found, else errno says why. */
int find_installation(char home[PATH_MAX]);

/* The first line of a file without its end, or an empty string; whether there is such a file. */
int read_line(const char *path, char *line, size_t size);

#endif
