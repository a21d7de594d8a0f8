// Terminals of containers and of commands inside them.
#include "sandbox.h"
#include <sys/ioctl.h>
#include <termios.h>

// The end that is read and written by us; size is "columns rows".
int make_terminal(const char *size) {
  int master = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (master < 0 || grantpt(master) < 0 || unlockpt(master) < 0) die("cannot make a terminal: %s", strerror(errno));
  resize_terminal(master, size);
  return master;
}

// The end that belongs to the command.
int open_terminal(int master) {
  int unlock = 0, slave = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (slave < 0 && ioctl(master, TIOCSPTLCK, &unlock) == 0) slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (slave < 0) die("cannot open the terminal: %s", strerror(errno));
  return slave;
}

void resize_terminal(int master, const char *size) {
  struct winsize window = {0};
  if (sscanf(size, "%hu %hu", &window.ws_col, &window.ws_row) == 2) ioctl(master, TIOCSWINSZ, &window);
}

// The terminal on 0, 1 and 2 becomes that of a session of our own, so that Ctrl-C reaches the command.
void take_terminal(void) {
  setsid();
  ioctl(0, TIOCSCTTY, 0);
}

static int copy(int from, int to) {
  char buffer[16384];
  ssize_t got = read(from, buffer, sizeof buffer);
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return 1;
  for (ssize_t sent = 0, now; sent < got; sent += now) {
    now = write(to, buffer + sent, (size_t)(got - sent));
    if (now < 0 && errno != EINTR) return 0;
    if (now < 0) now = 0;
  }
  return got > 0;
}

// Stdio of this process stands for the terminal until the command has ended; sizes come as lines on descriptor 3. Returns the wait status.
int serve_terminal(int master, pid_t command) {
  int input = 0, sizes = 3, status = 0, ended = 0;
  for (;;) {
    struct pollfd polls[3] = {{input, POLLIN, 0}, {sizes, POLLIN, 0}, {master, POLLIN, 0}};
    int ready = poll(polls, 3, ended ? 0 : 100);
    if (polls[0].revents && !copy(0, master)) input = -1;
    if (polls[1].revents) {
      char text[64];
      ssize_t got = read(3, text, sizeof text - 1);
      if (got <= 0) sizes = -1;
      else { text[got] = 0; resize_terminal(master, text); }
    }
    if (polls[2].revents && !copy(master, 1)) {
      if (!ended) while (waitpid(command, &status, 0) < 0 && errno == EINTR) continue;
      return status;
    }
    if (!ended && waitpid(command, &status, WNOHANG) == command) ended = 1;
    else if (ended && ready <= 0) return status;
  }
}
