// The emissary: what runs around a user's command, in any image. Static, no shell, no files of the image needed (DESIGN section 3).
//
//   emissary init                      copies itself to /var/run/argo/argoexec, writes the script of ARGO_SCRIPT_SOURCE
//   argoexec emissary -- COMMAND ...   runs COMMAND, keeps its exit code and what was asked for, ends with its code
//   argoexec kill SIGNAL PID           signals a process
//
// Told by the environment: ARGO_CONTAINER_NAME; ARGO_INCLUDE_SCRIPT_OUTPUT, ARGO_SAVE_LOGS; ARGO_OUTPUTS (lines `P path`, `A path`);
// ARGO_DEPENDENCIES; ARGO_CONTAINER_RETRIES, ARGO_CONTAINER_RETRY_DURATION (seconds or Go duration).
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define SHARED "/var/run/argo"
enum { INTERNAL_ERROR = 64, PATH_SIZE = 4096, POLL_MS = 100 };

extern char **environ;
static pid_t child;
static volatile sig_atomic_t stopped_by;

static void fail(const char *format, ...) {
  va_list args;
  va_start(args, format);
  fprintf(stderr, "emissary: ");
  vfprintf(stderr, format, args);
  fprintf(stderr, "\n");
  va_end(args);
}

static const char *env(const char *name, const char *otherwise) {
  const char *value = getenv(name);
  return value && *value ? value : otherwise;
}

static void make_parents(const char *path) {
  char copy[PATH_SIZE];
  snprintf(copy, sizeof copy, "%s", path);
  for (char *slash = strchr(copy + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    mkdir(copy, 0777);
    *slash = '/';
  }
}

static int write_all(int fd, const char *data, size_t length) {
  while (length > 0) {
    ssize_t wrote = write(fd, data, length);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return -1;
    data += wrote;
    length -= (size_t)wrote;
  }
  return 0;
}

// ---------------------------------------------------------------- copies

static int copy_file(const char *from, const char *to, mode_t mode) {
  static char buffer[1 << 16];
  int in = open(from, O_RDONLY | O_CLOEXEC);
  if (in < 0) return -1;
  make_parents(to);
  int out = open(to, O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0600);
  ssize_t got = -1;
  if (out >= 0) while ((got = read(in, buffer, sizeof buffer)) > 0) if (write_all(out, buffer, (size_t)got) < 0) { got = -1; break; }
  if (out >= 0 && fchmod(out, mode) < 0) got = -1;
  close(in);
  if (out >= 0) close(out);
  return got < 0 ? -1 : 0;
}

// Files, links and folders as they are; sockets, pipes and devices hold nothing to keep.
static int copy_tree(const char *from, const char *to) {
  struct stat info;
  if (lstat(from, &info) < 0) return -1;
  if (S_ISLNK(info.st_mode)) {
    char target[PATH_SIZE];
    ssize_t length = readlink(from, target, sizeof target - 1);
    if (length < 0) return -1;
    target[length] = 0;
    make_parents(to);
    return symlink(target, to);
  }
  if (S_ISREG(info.st_mode)) return copy_file(from, to, (info.st_mode & 0777) | 0444);
  if (!S_ISDIR(info.st_mode)) return 0;
  make_parents(to);
  if (mkdir(to, 0777) < 0 && errno != EEXIST) return -1;
  DIR *folder = opendir(from);
  if (!folder) return -1;
  int result = 0;
  for (struct dirent *entry; (entry = readdir(folder));) {
    char inner_from[PATH_SIZE], inner_to[PATH_SIZE];
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    if (snprintf(inner_from, sizeof inner_from, "%s/%s", from, entry->d_name) >= PATH_SIZE || snprintf(inner_to, sizeof inner_to, "%s/%s", to, entry->d_name) >= PATH_SIZE) continue;
    if (copy_tree(inner_from, inner_to) < 0) result = -1;
  }
  closedir(folder);
  chmod(to, (info.st_mode & 0777) | 0555);
  return result;
}

// Copies what the template declared as outputs to the shared volume, where the wait container reads it. What is not there stays away.
static int save_outputs(void) {
  char *list = strdup(env("ARGO_OUTPUTS", "")), *rest = list;
  int result = 0;
  for (char *line; (line = strsep(&rest, "\n"));) {
    char target[PATH_SIZE];
    struct stat info;
    if (strlen(line) < 3) continue;
    const char *path = line + 2;
    snprintf(target, sizeof target, SHARED "/outputs/%s%s", line[0] == 'P' ? "parameters" : "artifacts", path);
    if (!strncmp(path, SHARED "/", sizeof SHARED)) continue;
    // An artifact that is a link is what the link leads to.
    char real[PATH_SIZE];
    if (stat(path, &info) < 0 || !realpath(path, real)) continue;
    if (copy_tree(real, target) < 0) {
      fail("cannot save %s: %s", path, strerror(errno));
      result = -1;
    }
  }
  free(list);
  return result;
}

// ---------------------------------------------------------------- this container's folder

static void own_path(char *path, const char *name) {
  snprintf(path, PATH_SIZE, SHARED "/ctr/%s/%s", env("ARGO_CONTAINER_NAME", "main"), name);
}

static void write_exit_code(int code) {
  char temporary[PATH_SIZE], path[PATH_SIZE];
  own_path(path, "exitcode");
  own_path(temporary, "exitcode.tmp");
  make_parents(path);
  FILE *file = fopen(temporary, "w");
  if (!file || fprintf(file, "%d", code) < 0 || fclose(file) != 0 || rename(temporary, path) < 0) fail("cannot write %s: %s", path, strerror(errno));
}

static int open_capture(const char *name, const char *flag) {
  char path[PATH_SIZE];
  if (strcmp(env(flag, "false"), "true")) return -1;
  own_path(path, name);
  make_parents(path);
  return open(path, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
}

// Another container asks by this file for a signal to be sent.
static int asked_signal(void) {
  char path[PATH_SIZE], text[16] = "";
  own_path(path, "signal");
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  ssize_t got = read(fd, text, sizeof text - 1);
  close(fd);
  unlink(path);
  return got > 0 ? atoi(text) : 0;
}

// ---------------------------------------------------------------- the command

static void forward(int signal) {
  if (signal == SIGTERM || signal == SIGINT) stopped_by = signal;
  if (child > 0) kill(-child, signal);
}

static void forward_signals(void) {
  for (int signal = 1; signal < 32; signal++) {
    if (signal == SIGCHLD || signal == SIGKILL || signal == SIGSTOP || signal == SIGPIPE || signal == SIGTTIN || signal == SIGTTOU || signal == SIGTSTP) continue;
    sigaction(signal, &(struct sigaction){.sa_handler = forward}, NULL);
  }
  signal(SIGPIPE, SIG_IGN);
}

static void run_child(char **command, int out, int err) {
  setpgid(0, 0);
  for (int number = 1; number < 32; number++) signal(number, SIG_DFL);
  if (out >= 0) dup2(out, 1);
  if (err >= 0) dup2(err, 2);
  execvpe(command[0], command, environ);
  fail("cannot start %s: %s", command[0], strerror(errno));
  _exit(errno == ENOENT ? 127 : 126);
}

static int pass_on(int from, int to, int first, int second) {
  char buffer[1 << 15];
  ssize_t got = read(from, buffer, sizeof buffer);
  if (got < 0 && errno == EINTR) return 1;
  if (got <= 0) return 0;
  write_all(to, buffer, (size_t)got);
  if (first >= 0) write_all(first, buffer, (size_t)got);
  if (second >= 0) write_all(second, buffer, (size_t)got);
  return 1;
}

static int run_once(char **command) {
  int captured = open_capture("stdout", "ARGO_INCLUDE_SCRIPT_OUTPUT"), combined = open_capture("combined", "ARGO_SAVE_LOGS");
  int out[2] = {-1, -1}, err[2] = {-1, -1}, status = 0, ended = 0;
  if ((captured >= 0 || combined >= 0) && pipe2(out, O_CLOEXEC) < 0) return INTERNAL_ERROR;
  if (combined >= 0 && pipe2(err, O_CLOEXEC) < 0) return INTERNAL_ERROR;
  child = fork();
  if (child < 0) return INTERNAL_ERROR;
  if (child == 0) run_child(command, out[1], err[1]);
  setpgid(child, child);
  if (out[1] >= 0) close(out[1]);
  if (err[1] >= 0) close(err[1]);
  struct pollfd polls[2] = {{out[0], POLLIN, 0}, {err[0], POLLIN, 0}};
  while (!ended) {
    int ready = poll(polls, 2, POLL_MS);
    for (int i = 0; ready > 0 && i < 2; i++)
      if (polls[i].fd >= 0 && polls[i].revents && !pass_on(polls[i].fd, i + 1, i == 0 ? captured : -1, combined)) polls[i].fd = -1;
    int asked = asked_signal();
    if (asked > 0) forward(asked);
    // As first process of the container this one also reaps what others left behind.
    for (pid_t pid; (pid = waitpid(-1, &status, WNOHANG)) > 0;) if (pid == child) { ended = 1; break; }
  }
  // What the command wrote last may still be in the pipes; what its own children keep open is not waited for.
  for (int left = 1; left;) {
    left = 0;
    if (poll(polls, 2, 0) <= 0) break;
    for (int i = 0; i < 2; i++) if (polls[i].fd >= 0 && (polls[i].revents & POLLIN)) left |= pass_on(polls[i].fd, i + 1, i == 0 ? captured : -1, combined);
  }
  for (int i = 0; i < 2; i++) {
    if (out[i] >= 0 && i == 0) close(out[i]);
    if (err[i] >= 0 && i == 0) close(err[i]);
  }
  if (captured >= 0) close(captured);
  if (combined >= 0) close(combined);
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

static void pause_ms(long ms) {
  struct timespec time = {ms / 1000, (ms % 1000) * 1000000};
  nanosleep(&time, NULL);
}

static long duration_ms(const char *text) {
  long total = 0;
  char *end;
  for (double value; *text; text = end) {
    value = strtod(text, &end);
    if (end == text) break;
    if (!strncmp(end, "ms", 2)) { total += (long)value; end += 2; }
    else if (*end == 'm') { total += (long)(value * 60000); end++; }
    else if (*end == 'h') { total += (long)(value * 3600000); end++; }
    else { total += (long)(value * 1000); if (*end == 's') end++; }
  }
  return total;
}

// Containers of a set wait for those they depend on; one that failed ends them, too.
static int wait_for_dependencies(void) {
  char *list = strdup(env("ARGO_DEPENDENCIES", "")), *rest = list;
  for (char *name; (name = strsep(&rest, " "));) {
    char path[PATH_SIZE], text[16] = "";
    if (!*name) continue;
    snprintf(path, sizeof path, SHARED "/ctr/%s/exitcode", name);
    int fd;
    while ((fd = open(path, O_RDONLY | O_CLOEXEC)) < 0) {
      int asked = asked_signal();
      if (asked > 0) stopped_by = asked;
      if (stopped_by) return 128 + stopped_by;
      pause_ms(POLL_MS);
    }
    if (read(fd, text, sizeof text - 1) < 0) text[0] = '1';
    close(fd);
    if (atoi(text) != 0) {
      fail("dependency %s ended with exit code %s", name, text);
      return INTERNAL_ERROR;
    }
  }
  free(list);
  return 0;
}

static int run(char **command) {
  forward_signals();
  umask(0);
  int code = wait_for_dependencies();
  if (code == 0) {
    int retries = atoi(env("ARGO_CONTAINER_RETRIES", "0"));
    long pause = duration_ms(env("ARGO_CONTAINER_RETRY_DURATION", "0"));
    umask(022);
    for (int attempt = 0; ; attempt++) {
      code = run_once(command);
      if (code == 0 || attempt >= retries || stopped_by) break;
      pause_ms(pause);
    }
    umask(0);
  }
  if (save_outputs() < 0 && code == 0) code = INTERNAL_ERROR;
  write_exit_code(code);
  return code;
}

// ---------------------------------------------------------------- init

static int init(void) {
  const char *script = getenv("ARGO_SCRIPT_SOURCE");
  umask(0);
  if (copy_file("/proc/self/exe", SHARED "/argoexec", 0755) < 0) {
    fail("cannot copy myself to " SHARED ": %s", strerror(errno));
    return INTERNAL_ERROR;
  }
  mkdir(SHARED "/ctr", 0777);
  mkdir(SHARED "/outputs", 0777);
  if (!script) return 0;
  make_parents("/argo/staging/script");
  int fd = open("/argo/staging/script", O_CREAT | O_WRONLY | O_TRUNC | O_CLOEXEC, 0755);
  if (fd < 0 || write_all(fd, script, strlen(script)) < 0) {
    fail("cannot write the script: %s", strerror(errno));
    return INTERNAL_ERROR;
  }
  close(fd);
  return 0;
}

static int kill_process(const char *signal, const char *pid) {
  if (kill((pid_t)atoi(pid), atoi(signal)) == 0) return 0;
  fail("cannot signal %s: %s", pid, strerror(errno));
  return 1;
}

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "init")) return init();
  if (argc == 4 && !strcmp(argv[1], "kill")) return kill_process(argv[2], argv[3]);
  if (argc >= 4 && !strcmp(argv[1], "emissary") && !strcmp(argv[2], "--")) return run(argv + 3);
  fprintf(stderr, "usage: emissary init | emissary -- COMMAND [ARG...] | kill SIGNAL PID\n");
  return INTERNAL_ERROR;
}
