// Without root: a network that has nothing but loopback and a way to the API server.
#include "sandbox.h"

static int copy_some(int from, int to) {
  char buffer[65536];
  ssize_t got = read(from, buffer, sizeof buffer);
  for (ssize_t sent = 0, now; sent < got; sent += now) {
    now = write(to, buffer + sent, (size_t)(got - sent));
    if (now < 0 && errno == EINTR) now = 0;
    if (now < 0) return 0;
  }
  return got > 0;
}

// Copies both ways until the far end has nothing more to say.
static void pump(int in, int out, int far) {
  struct pollfd polls[2] = {{in, POLLIN, 0}, {far, POLLIN, 0}};
  for (;;) {
    if (poll(polls, 2, -1) < 0 && errno != EINTR) return;
    if (polls[0].fd >= 0 && polls[0].revents && !copy_some(in, far)) {
      polls[0].fd = -1;
      shutdown(far, SHUT_WR);
    }
    if (polls[1].revents && !copy_some(far, out)) return;
  }
}

static int loopback(int port, struct sockaddr_in *address) {
  *address = (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((unsigned short)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

static void serve_connection(int near, const char *socket_path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", socket_path);
  int far = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (far >= 0 && connect(far, (struct sockaddr *)&address, sizeof address) == 0) pump(near, near, far);
  _exit(0);
}

static void hold_network(int port, const char *socket_path, int ready) {
  struct sockaddr_in address;
  setsid();
  signal(SIGCHLD, SIG_IGN);
  signal(SIGPIPE, SIG_IGN);
  enter_user_namespace();
  if (unshare(CLONE_NEWNET) < 0) die("cannot make a network namespace: %s", strerror(errno));
  set_up(if_nametoindex("lo"));
  // Any user of the pod may listen on any of its ports, as with container engines.
  write_text("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0");
  int server = loopback(port, &address);
  if (bind(server, (struct sockaddr *)&address, sizeof address) < 0 || listen(server, 64) < 0) die("cannot listen for the API server: %s", strerror(errno));
  close(ready);
  for (int fd = 0; fd < 3; fd++) close(fd);
  for (;;) {
    int near = accept4(server, NULL, NULL, SOCK_CLOEXEC);
    if (near < 0) continue;
    if (fork() == 0) serve_connection(near, socket_path);
    close(near);
  }
}

int make_podnet(const char *file, const char *port, const char *socket_path) {
  int ready[2];
  char byte, pid[32];
  if (pipe2(ready, O_CLOEXEC) < 0) die("cannot make a pipe: %s", strerror(errno));
  pid_t holder = fork();
  if (holder == 0) hold_network(atoi(port), socket_path, ready[1]);
  close(ready[1]);
  // Ends when the holder is ready, or has died and said why.
  if (read(ready[0], &byte, 1) < 0 || waitpid(holder, NULL, WNOHANG) != 0) return CANNOT_START;
  snprintf(pid, sizeof pid, "%d", holder);
  close(open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  write_text(file, pid);
  return 0;
}

int dial(const char *pid, const char *port) {
  struct sockaddr_in address;
  join_pod_network(pid);
  int far = loopback(atoi(port), &address);
  if (far < 0 || connect(far, (struct sockaddr *)&address, sizeof address) < 0) die("cannot connect to port %s: %s", port, strerror(errno));
  pump(0, 1, far);
  return 0;
}

// Exit code 0 when this user may make what a container needs.
