/*
 * waiting: waits for its end, or ends at once if it is given an argument. The containers of the build's training run
 * run it; it is no part of the distribution.
 */
#include <unistd.h>

int main(int argc, char **argv)
{
  (void)argv;
  if (argc == 1)
    pause();
  return 0;
}
