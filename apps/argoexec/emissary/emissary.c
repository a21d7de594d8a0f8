// Runs the user's command in any image, `FROM scratch` included, and waits for such commands (docs/adr/0012).
//
//   emissary init [-- COMMAND]            copies itself to /var/run/argo/argoexec, then becomes COMMAND
//   emissary emissary [FLAGS] -- COMMAND  runs COMMAND; its exit code goes to ctr/<name>/exitcode and becomes the own one
//     --logs               keeps stdout and stderr in ctr/<name>/combined
//     --save PATH          copies PATH to /var/run/argo/outputs/PATH afterwards
//     --after NAME         starts when the container NAME has ended well
//     --retries N, --retry-delay MS    runs COMMAND again when it fails
//     --sidecar-of NAME    ends COMMAND when the container NAME has ended
//   emissary wait --main NAME [--until FILE] -- COMMAND   waits for containers; then reports by itself, or becomes COMMAND
//   emissary kill SIGNAL PID
//
// The name is ARGO_CONTAINER_NAME; ARGO_INCLUDE_SCRIPT_OUTPUT=true keeps stdout in ctr/<name>/stdout. Errors of its own end with 64.
// Talks to the kernel without a C library, so that it is small and depends on nothing: build with -nostdlib -static -ffreestanding.
#include "copy.h"
#include "report.h"
#include "system.h"

// ---- containers and their ends

// The exit code of a container, or -1 while it has none. Its lock is free without an exit code when it was killed: 137.
static long code_of(const char *container) {
  char path[PATH_SIZE], text[24] = {0};
  if (read_file(in_ctr(path, container, "/exitcode"), text, 20) > 0) return number(text);
  int fd = (int)SYS(openat, AT_FDCWD, in_ctr(path, container, "/alive"), READ, 0);
  if (fd < 0) return -1;
  int free = SYS(flock, fd, 1 | 4) == 0;  // LOCK_SH | LOCK_NB
  SYS(close, fd);
  if (!free) return -1;
  return read_file(in_ctr(path, container, "/exitcode"), text, 20) > 0 ? number(text) : 137;
}

static int all_ended(const char **containers, long n) {
  for (long i = 0; i < n; i++) if (code_of(containers[i]) < 0) return 0;
  return 1;
}

// ---- events: signals, changes of files, output of the child

static int signals, changes, result_file = -1, logs_file = -1;
static struct pollfd watched[4];  // signals, changes, stdout, stderr
static long child, status, told_to_end;

static long now(void) {
  long time[2];
  SYS(clock_gettime, 1, time);
  return time[0] * 1000 + time[1] / 1000000;
}

static void watch(const char *container) {
  char path[PATH_SIZE];
  make_folders(in_ctr(path, container, "/"));
  SYS(inotify_add_watch, changes, path, 0x8 | 0x80);  // IN_CLOSE_WRITE | IN_MOVED_TO
}

static void listen(void) {
  unsigned long all = ~0UL;
  SYS(rt_sigprocmask, 2, &all, 0, 8);
  signals = (int)SYS(signalfd4, -1, &all, 8, O_CLOEXEC | O_NONBLOCK);
  changes = (int)SYS(inotify_init1, O_CLOEXEC | O_NONBLOCK);
  for (int i = 0; i < 4; i++) watched[i].fd = -1, watched[i].events = POLLIN;
  watched[0].fd = signals, watched[1].fd = changes;
}

static void become(char *const *command, const char *path) {
  unsigned long none = 0;
  SYS(rt_sigprocmask, 2, &none, 0, 8);
  long error = SYS(execve, path, command, environment);
  complain("failed to start ", path, error == -ENOEXEC ? ": exec format error" : error == -ENOENT ? ": no such file or directory" : ": permission denied");
  SYS(exit_group, INTERNAL);
}

// Copies what has come to the own output and to the files that keep it; 0 when there is nothing (more).
static int pass_on(int stream) {
  int fd = watched[1 + stream].fd;
  long n = fd < 0 ? 0 : SYS(read, fd, block, BLOCK);
  if (n == 0 && fd >= 0) SYS(close, fd), watched[1 + stream].fd = -1;
  if (n <= 0) return 0;
  put(stream, block, n);
  if (stream == 1 && result_file >= 0) put(result_file, block, n);
  if (logs_file >= 0) put(logs_file, block, n);
  return 1;
}

// Waits for something to happen and deals with it: reaps, forwards signals to the child, passes its output on.
static void attend(long timeout) {
  long limit[2] = {timeout / 1000, timeout % 1000 * 1000000};
  struct signalfd_siginfo signal;
  char path[PATH_SIZE], text[24] = {0};
  SYS(ppoll, watched, 4, limit, 0, 8);
  while (SYS(read, signals, &signal, sizeof signal) > 0) {
    if (signal.ssi_signo != SIGCHLD && signal.ssi_signo != SIGPIPE && child > 0) SYS(kill, -child, signal.ssi_signo);
    if (signal.ssi_signo == SIGTERM) told_to_end = 1;
  }
  for (long pid; (pid = SYS(wait4, -1, &status, 1, 0)) > 0;)
    if (pid == child) { child = -((status & 0x7f) ? 128 + (status & 0x7f) : status >> 8 & 0xff) - 1; break; }
  while (SYS(read, changes, block, BLOCK) > 0) continue;
  if (child > 0 && read_file(in_ctr(path, name, "/signal"), text, 20) > 0) SYS(unlinkat, AT_FDCWD, path, 0), SYS(kill, -child, number(text));
  for (int stream = 1; stream <= 2; stream++) if (watched[1 + stream].fd >= 0 && watched[1 + stream].revents) pass_on(stream);
}

// ---- what it can do

static struct { const char *after[MANY], *saved[MANY], *mains[MANY], *until; long afters, saves, others, retries, delay; int logs; char **command; } plan;

static void read_flags(char **argument) {
  for (; *argument && !same(*argument, "--"); argument++) {
    char *flag = *argument, *value = argument[1];
    if (same(flag, "--logs")) { plan.logs = 1; continue; }
    if (!value || plan.afters == MANY || plan.saves == MANY || plan.others == MANY) fail("cannot take flag ", flag, "");
    if (same(flag, "--after")) plan.after[plan.afters++] = value;
    else if (same(flag, "--save")) plan.saved[plan.saves++] = value;
    else if (same(flag, "--main") || same(flag, "--sidecar-of")) plan.mains[plan.others++] = value;
    else if (same(flag, "--until")) plan.until = value;
    else if (same(flag, "--retries")) plan.retries = number(value);
    else if (same(flag, "--retry-delay")) plan.delay = number(value);
    else fail("unknown flag ", flag, "");
    argument++;
  }
  if (*argument) plan.command = argument + 1;
}

static const char *find(const char *command) {
  static char path[PATH_SIZE];
  for (const char *c = command; *c; c++) if (*c == '/') return command;
  const char *p = env("PATH") ? env("PATH") : "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
  for (; *p; p += *p == ':') {
    struct statx about;
    long n = 0;
    while (*p && *p != ':' && n < PATH_SIZE - 1) path[n++] = *p++;
    path[n] = 0;
    join(path + n, n ? "/" : "./", n + length(command) + 2 < PATH_SIZE ? command : "", (char *)0);
    if (SYS(faccessat, AT_FDCWD, path, 1) == 0 && SYS(statx, AT_FDCWD, path, 0, STATX_TYPE, &about) == 0 && (about.stx_mode & S_IFMT) == S_IFREG) return path;
  }
  fail("failed to find name in PATH: exec: \"", command, "\": executable file not found in $PATH");
  return 0;
}

static void start(const char *path, int umask) {
  int pipes[2][2] = {{-1, -1}, {-1, -1}};
  if (result_file >= 0 || logs_file >= 0) SYS(pipe2, pipes[0], O_CLOEXEC);
  if (logs_file >= 0) SYS(pipe2, pipes[1], O_CLOEXEC);
  child = SYS(clone, SIGCHLD, 0);
  if (child < 0) fail("failed to start ", path, ": no process can be made");
  if (child == 0) {
    SYS(setpgid, 0, 0);
    SYS(umask, umask);
    for (int i = 0; i < 2; i++) if (pipes[i][1] >= 0) SYS(dup3, pipes[i][1], 1 + i, 0);
    become(plan.command, path);
  }
  SYS(setpgid, child, child);
  for (int i = 0; i < 2; i++)
    if (pipes[i][1] >= 0) SYS(close, pipes[i][1]), SYS(fcntl, pipes[i][0], F_SETFL, O_NONBLOCK), watched[2 + i].fd = pipes[i][0];
}

static long run_once(const char *path, int umask) {
  const char *grace = env("ARGO_TERMINATION_GRACE_PERIOD_SECONDS");
  long ended = 0, killed_at = 0;
  start(path, umask);
  while (child > 0) {
    if (plan.others > 0 && !ended && all_ended(plan.mains, plan.others)) {
      ended = 1, killed_at = now() + (grace ? number(grace) : 30) * 1000;
      SYS(kill, -child, SIGTERM);
    }
    if (ended && now() >= killed_at) SYS(kill, -child, SIGKILL);
    attend(1000);
  }
  for (int stream = 1; stream <= 2; stream++) {
    while (pass_on(stream)) continue;
    if (watched[1 + stream].fd >= 0) SYS(close, watched[1 + stream].fd), watched[1 + stream].fd = -1;
  }
  // A sidecar that ends because it was told to has done nothing wrong, whatever it says.
  return ended ? 0 : -child - 1;
}

static void emissary(int umask) {
  char path[PATH_SIZE], other[PATH_SIZE], text[24];
  listen();
  SYS(prctl, 36, 1);  // PR_SET_CHILD_SUBREAPER
  watch(name);
  // The kernel frees this lock when this process dies, however it dies: that is how others learn of it.
  long lock = SYS(openat, AT_FDCWD, in_ctr(path, name, "/alive.part"), WRITE, 0666);
  SYS(flock, lock, 2);
  SYS(renameat, AT_FDCWD, path, AT_FDCWD, in_ctr(other, name, "/alive"));
  for (long i = 0; i < plan.others; i++) watch(plan.mains[i]);
  for (long i = 0; i < plan.afters; i++) {
    long code;
    watch(plan.after[i]);
    while ((code = code_of(plan.after[i])) < 0 && !told_to_end) attend(1000);
    if (told_to_end) leave(128 + SIGTERM);
    if (code > 0) fail("dependency \"", plan.after[i], join(other, "\" exited with non-zero code: ", decimal(text, code), (char *)0));
  }
  const char *program = find(*plan.command), *wanted = env("ARGO_INCLUDE_SCRIPT_OUTPUT");
  if (plan.logs) logs_file = (int)SYS(openat, AT_FDCWD, in_ctr(path, name, "/combined"), WRITE | O_TRUNC, 0666);
  if (wanted && same(wanted, "true")) result_file = (int)SYS(openat, AT_FDCWD, in_ctr(path, name, "/stdout"), WRITE | O_TRUNC, 0666);
  long code = run_once(program, umask);
  for (long attempt = 0; code != 0 && attempt < plan.retries && !told_to_end; attempt++) {
    for (long until = now() + plan.delay; !told_to_end && now() < until;) attend(until - now());
    if (result_file >= 0) SYS(ftruncate, result_file, 0), SYS(lseek, result_file, 0, 0);
    if (!told_to_end) code = run_once(program, umask);
  }
  for (long i = 0; i < plan.saves; i++) if (!save(plan.saved[i]) && code == 0) code = INTERNAL;
  leave(code);
}

static void init(void) {
  join(from, "/proc/self/exe", (char *)0);
  make_folders(join(to, ROOT "/argoexec", (char *)0));
  if (copy_file(0755) < 0) complain("failed to copy the emissary to " ROOT, "", ""), SYS(exit_group, INTERNAL);
  if (plan.command && *plan.command) become(plan.command, find(*plan.command));
  SYS(exit_group, 0);
}

// ---- the verbs

static void wait_for_mains(void) {
  const char *lines = env("ARGO_PLAIN_REPORT");
  char path[PATH_SIZE];
  listen();
  for (long i = 0; i < plan.others; i++) watch(plan.mains[i]);
  if (plan.until) SYS(inotify_add_watch, changes, ROOT, 0x8 | 0x80 | 0x100);  // also IN_CREATE
  while (!all_ended(plan.mains, plan.others) && !(plan.until && exists(plan.until))) {
    attend(1000);
    if (!told_to_end) continue;
    // The pod is ending: containers that have not started never will.
    long running = 0, started = 0;
    for (long i = 0; i < plan.others; i++) if (exists(in_ctr(path, plan.mains[i], "/alive"))) started++, running += code_of(plan.mains[i]) < 0;
    if (!started) SYS(exit_group, 128 + SIGTERM);
    if (!running) break;
  }
  if (lines && compose(lines)) {
    int fd = (int)SYS(openat, AT_FDCWD, TERMINATION_LOG, O_WRONLY_ | O_TRUNC | O_CLOEXEC, 0);
    if (fd >= 0 && put(fd, report, reported) == 0) SYS(exit_group, 0);
  }
  become(plan.command, find(*plan.command));
}

void begin(long *stack) {
  char **arguments = (char **)(stack + 1);
  environment = arguments + stack[0] + 1;
  const char *verb = stack[0] > 1 ? arguments[1] : "";
  if (env("ARGO_CONTAINER_NAME")) name = env("ARGO_CONTAINER_NAME");
  long umask = SYS(umask, 0);  // containers of a pod may run as different users
  if (same(verb, "kill") && stack[0] == 4) SYS(exit_group, SYS(kill, number(arguments[3]), number(arguments[2])) == 0 ? 0 : 1);
  if (*verb) read_flags(arguments + 2);
  if (same(verb, "init")) init();
  if (!plan.command || !*plan.command) fail("no command was given to ", *verb ? verb : "emissary init|emissary|wait [FLAGS] -- COMMAND", "");
  if (same(verb, "emissary")) emissary((int)umask);
  if (same(verb, "wait")) wait_for_mains();
  fail("unknown command ", verb, "");
}
