/*
 * waiting: waits for its end, or ends at once if it is given an argument. The containers that train the engine run it
 * (libexec/train.sh).
 */
#include <unistd.h>

int main(int argc, char **argv)
{
  (void)argv;
  if (argc == 1)
    pause();
  return 0;
}
