// A command inside a container that runs.
#include "sandbox.h"

int exec_inside(const char *pid) {
  char file[64];
  const char *names[] = {"ipc", "uts", "net", "pid"};
  int is_root = geteuid() == 0;
  snprintf(file, sizeof file, "/proc/%s/root", pid);
  int root = open(file, O_PATH | O_CLOEXEC);
  snprintf(file, sizeof file, "/proc/%s/ns/mnt", pid);
  int mounts = open(file, O_RDONLY | O_CLOEXEC);
  if (root < 0 || mounts < 0) die("the container is not running");
  // A network of the pod's own is not the container's user namespace's: it is entered by way of the pod's.
  if (setting("podnet")) join_pod_network(setting("podnet"));
  snprintf(file, sizeof file, "/proc/%s/ns/user", pid);
  if (!is_root && enter_namespace(file, CLONE_NEWUSER) < 0) die("cannot enter the container: %s", strerror(errno));
  for (size_t i = 0; i < 4; i++) {
    if (setting("podnet") && !strcmp(names[i], "net")) continue;
    snprintf(file, sizeof file, "/proc/%s/ns/%s", pid, names[i]);
    if (enter_namespace(file, 0) < 0) die("cannot enter the container: %s", strerror(errno));
  }
  if (setns(mounts, CLONE_NEWNS) < 0 || fchdir(root) < 0 || chroot(".") < 0) die("cannot enter the container's root: %s", strerror(errno));
  int terminal = setting("size") ? make_terminal(setting("size")) : -1;
  int own_end = terminal >= 0 ? open_terminal(terminal) : -1;
  payload = fork();
  if (payload == 0) {
    if (chdir("/") < 0) die("cannot change directory");
    if (terminal >= 0) {
      for (int fd = 0; fd < 3; fd++) dup2(own_end, fd);
      take_terminal();
    }
    run_command();
  }
  if (own_end >= 0) close(own_end);
  for (int signal = 1; signal < 32; signal++) if (signal != SIGCHLD && signal != SIGKILL && signal != SIGSTOP) sigaction(signal, &(struct sigaction){.sa_handler = forward}, NULL);
  int status;
  if (terminal >= 0) status = serve_terminal(terminal, payload);
  else while (waitpid(payload, &status, 0) < 0 && errno == EINTR) continue;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}
