// The processes of a container: its first one, and the command.
#include "sandbox.h"

pid_t payload;
void forward(int signal) { if (payload > 0) kill(payload, signal); }

static const char *find_in_path(const char *command, const char *path) {
  static char candidate[8192];
  if (strchr(command, '/')) return command;
  char *copy = strdup(path ? path : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
  for (char *part = strtok(copy, ":"); part; part = strtok(NULL, ":")) {
    snprintf(candidate, sizeof candidate, "%s/%s", part, command);
    if (access(candidate, X_OK) == 0) return candidate;
  }
  return NULL;
}

static void become_user(void) {
  // In a user namespace it is that user already.
  if (setting("userns")) return;
  const char *gid = setting("gid"), *uid = setting("uid");
  if (gid && (setgroups(0, NULL) < 0 || setgid((gid_t)atoi(gid)) < 0)) die("cannot become group %s: %s", gid, strerror(errno));
  if (uid && setuid((uid_t)atoi(uid)) < 0) die("cannot become user %s: %s", uid, strerror(errno));
}

void run_command(void) {
  char **args = settings("arg"), **env = settings("env");
  const char *directory = setting("cwd"), *path = NULL;
  if (!args[0]) die("no command specified");
  if (directory && directory[0]) {
    char copy[8192];
    snprintf(copy, sizeof copy, "%s/", directory);
    make_parents(copy);
    if (chdir(directory) < 0) die("cannot change to the working directory %s: %s", directory, strerror(errno));
  }
  for (char **entry = env; *entry; entry++) if (!strncmp(*entry, "PATH=", 5)) path = *entry + 5;
  const char *program = find_in_path(args[0], path);
  if (!program) die("exec: \"%s\": executable file not found in $PATH", args[0]);
  become_user();
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (int signal = 1; signal < 32; signal++) if (signal != SIGKILL && signal != SIGSTOP) sigaction(signal, &(struct sigaction){.sa_handler = SIG_DFL}, NULL);
  execve(program, args, env);
  if (errno == ENOEXEC) die("exec: \"%s\": exec format error", args[0]);
  die("exec: \"%s\": %s", args[0], errno == ENOENT ? "no such file or directory" : strerror(errno));
}

// First process of the container: starts the command, hands signals on, reaps what is orphaned, ends with the command's status.
void be_init(void) {
  const char *root = setting("root"), *hostname = setting("hostname");
  if (setting("userns")) make_user_root(root);
  else make_root(root);
  for (int i = 0; i < count; i++) {
    if (!strcmp(records[i].key, "bind")) bind_mount(root, records[i].value);
    else if (!strcmp(records[i].key, "tmpfs")) mount_tmpfs(root, records[i].value);
  }
  enter_root(root);
  if (hostname && sethostname(hostname, strlen(hostname)) < 0) die("cannot set the host name: %s", strerror(errno));
  payload = fork();
  if (payload == 0) {
    if (setting("tty")) take_terminal();
    else setpgid(0, 0);
    run_command();
  }
  close(error_pipe);
  close(0);
  close(1);
  close(2);
  for (int signal = 1; signal < 32; signal++) if (signal != SIGCHLD && signal != SIGKILL && signal != SIGSTOP) sigaction(signal, &(struct sigaction){.sa_handler = forward}, NULL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, NULL);
  for (;;) {
    int status;
    pid_t ended = wait(&status);
    if (ended < 0 && errno == EINTR) continue;
    if (ended < 0) _exit(CANNOT_START);
    if (ended == payload) _exit(WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status));
  }
}
