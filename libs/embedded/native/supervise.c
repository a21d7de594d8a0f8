// Starts a container, keeps its log, and writes down how it ended. Outlives the node agent.
#include "sandbox.h"

static const char *status_file;

static void write_status(const char *text) {
  char temporary[4096];
  snprintf(temporary, sizeof temporary, "%s.tmp", status_file);
  int fd = open(temporary, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0644);
  if (fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text)) rename(temporary, status_file);
  if (fd >= 0) close(fd);
}

static void now_text(char *text, size_t size) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  snprintf(text, size, "%lld.%03ld", (long long)now.tv_sec, now.tv_nsec / 1000000);
}

int enter_namespace(const char *file, int type) {
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return -1;
  int result = setns(fd, type);
  close(fd);
  return result;
}

static void join_cgroup(void) {
  char **files = settings("cgroup");
  for (char **file = files; *file; file++) {
    int fd = open(*file, O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
      dprintf(fd, "%d", getpid());
      close(fd);
    }
  }
}

// A pod's network belongs to a user namespace of its own, which must be entered first.
void join_pod_network(const char *pid) {
  char file[64];
  for (int i = 0; i < 2; i++) {
    snprintf(file, sizeof file, "/proc/%s/ns/%s", pid, i ? "net" : "user");
    if (enter_namespace(file, i ? CLONE_NEWNET : CLONE_NEWUSER) < 0) die("cannot enter the pod's network: %s", strerror(errno));
  }
}

// What a container's descriptors are connected to. With a terminal all three are its own end of it.
struct stdio { int in, out, err, terminal, near_in, near_out, near_err; };

static struct stdio make_stdio(void) {
  int in[2] = {-1, -1}, out[2], err[2];
  if (setting("tty")) {
    int terminal = make_terminal(setting("tty")), own = open_terminal(terminal);
    return (struct stdio){own, own, own, terminal, terminal, terminal, -1};
  }
  if ((setting("stdin") && pipe2(in, O_CLOEXEC) < 0) || pipe2(out, O_CLOEXEC) < 0 || pipe2(err, O_CLOEXEC) < 0) die("cannot make pipes: %s", strerror(errno));
  return (struct stdio){in[0] >= 0 ? in[0] : open("/dev/null", O_RDONLY | O_CLOEXEC), out[1], err[1], -1, in[1], out[0], err[0]};
}

static void leave_to_container(struct stdio stdio) {
  close(stdio.in);
  if (stdio.out != stdio.in) close(stdio.out);
  if (stdio.err != stdio.in) close(stdio.err);
}

// Keeps the log until the container has ended and nothing of it writes any more. Returns the wait status.
static int keep_log(int log, pid_t child, struct stdio stdio) {
  struct stream streams[2] = {{.fd = stdio.near_out, .name = "stdout"}, {.fd = stdio.near_err, .name = "stderr"}};
  int open_streams[2] = {1, stdio.near_err >= 0}, status = 0, ended = 0;
  while (open_streams[0] || open_streams[1]) {
    struct pollfd polls[2 + ATTACH_POLLS];
    for (int i = 0; i < 2; i++) polls[i] = (struct pollfd){open_streams[i] ? streams[i].fd : -1, POLLIN, 0};
    attach_polls(polls + 2);
    int ready = poll(polls, 2 + ATTACH_POLLS, ended ? 100 : 1000);
    for (int i = 0; i < 2; i++) if (polls[i].revents) open_streams[i] = copy_output(log, &streams[i]);
    attach_ready(polls + 2);
    if (!ended && waitpid(child, &status, WNOHANG) == child) ended = 1;
    else if (ended && ready == 0) break;
  }
  if (!ended) waitpid(child, &status, 0);
  return status;
}

int supervise(void) {
  status_file = setting("status");
  const char *netns = setting("netns"), *log_file = setting("log");
  int failure[2];
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  sigaction(SIGPIPE, &ignore, NULL);
  sigaction(SIGHUP, &ignore, NULL);
  setsid();
  int log = open(log_file, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
  if (log < 0 || pipe2(failure, O_CLOEXEC) < 0) die("cannot open the log: %s", strerror(errno));
  struct stdio stdio = make_stdio();
  if (setting("tty") || setting("stdin")) open_attach(log_file, setting("stdin") ? stdio.near_in : -1, stdio.terminal);
  if (netns && enter_namespace(netns, CLONE_NEWNET) < 0) die("cannot enter the pod's network: %s", strerror(errno));
  join_cgroup();
  if (setting("podnet")) join_pod_network(setting("podnet"));
  if (setting("userns")) enter_user_namespace();
  pid_t child = (pid_t)syscall(SYS_clone, CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS | SIGCHLD, 0, 0, 0, 0);
  if (child < 0) die("cannot make namespaces: %s", strerror(errno));
  if (child == 0) {
    dup2(stdio.in, 0);
    dup2(stdio.out, 1);
    dup2(stdio.err, 2);
    error_pipe = failure[1];
    be_init();
  }
  leave_to_container(stdio);
  close(failure[1]);
  char line[256], time_text[40], why[1024] = "", finish[40], text[1400];
  now_text(time_text, sizeof time_text);
  snprintf(line, sizeof line, "%d\n", child);
  if (write(1, line, strlen(line)) < 0) { /* the agent is gone: the status file will tell */ }
  int status = keep_log(log, child, stdio);
  ssize_t got = read(failure[0], why, sizeof why - 1);
  if (got > 0 && why[got - 1] == '\n') why[got - 1] = 0;
  now_text(finish, sizeof finish);
  int code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  snprintf(text, sizeof text, "%d %s %s %s", code, time_text, finish, why);
  write_status(text);
  return 0;
}
