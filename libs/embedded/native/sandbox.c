// Runs one container of the embedded provider's host runtime, because Node can make neither namespaces nor mounts (docs/adr/0020).
//
//   sandbox run CONFIG       supervises a container: logs to a file, exit status to a file; outlives the node agent
//   sandbox exec PID CONFIG  runs a command inside the container whose first process is PID; stdio is passed through
//   sandbox netns FILE BRIDGE ADDRESS/BITS GATEWAY   makes a network namespace, kept at FILE, linked to the bridge
//   sandbox bridge NAME ADDRESS/BITS | unbridge NAME | unlink FILE
//   sandbox podnet FILE PORT SOCKET   without root: a network of the pod's own, held by the process whose number goes to FILE; PORT leads to SOCKET
//   sandbox dial PID PORT    connects stdio to a port in the network of process PID
//   sandbox check-userns     whether this user may run containers without root
//
// CONFIG is a file of records "key\0value\0", in the order in which they are carried out.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { MAX_ITEMS = 4096, CANNOT_START = 128 };

struct record { const char *key, *value; };
static struct record records[MAX_ITEMS];
static int count;
static const char *status_file;
static int error_pipe = -1;

static void die(const char *format, ...) {
  char text[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  // The supervisor reads why the container could not start from this pipe.
  dprintf(error_pipe >= 0 ? error_pipe : 2, "%s\n", text);
  _exit(CANNOT_START);
}

static void read_config(const char *file) {
  int fd = open(file, O_RDONLY | O_CLOEXEC);
  struct stat info;
  if (fd < 0 || fstat(fd, &info) < 0) die("cannot read %s: %s", file, strerror(errno));
  char *data = malloc((size_t)info.st_size + 1);
  ssize_t length = 0, got;
  while ((got = read(fd, data + length, (size_t)(info.st_size - length))) > 0) length += got;
  close(fd);
  for (char *at = data, *end = data + length; at < end && count < MAX_ITEMS;) {
    records[count].key = at;
    at += strlen(at) + 1;
    if (at >= end) break;
    records[count++].value = at;
    at += strlen(at) + 1;
  }
}

static const char *setting(const char *key) {
  for (int i = 0; i < count; i++) if (!strcmp(records[i].key, key)) return records[i].value;
  return NULL;
}

static char **settings(const char *key) {
  char **list = calloc((size_t)count + 1, sizeof *list);
  int n = 0;
  for (int i = 0; i < count; i++) if (!strcmp(records[i].key, key)) list[n++] = (char *)records[i].value;
  return list;
}

// ---------------------------------------------------------------- file system

static void make_parents(char *path) {
  for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
    *slash = 0;
    mkdir(path, 0755);
    *slash = '/';
  }
}

// A mount point of the kind of what is mounted there.
static void make_target(char *path, int directory) {
  make_parents(path);
  if (directory) mkdir(path, 0755);
  else close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
}

// value: "source\ntarget\nro|rw"
static void bind_mount(const char *root, const char *value) {
  char copy[8192], target[8192];
  snprintf(copy, sizeof copy, "%s", value);
  char *source = strtok(copy, "\n"), *where = strtok(NULL, "\n"), *mode = strtok(NULL, "\n");
  struct stat info;
  if (!source || !where || stat(source, &info) < 0) die("cannot mount %s: %s", source ? source : value, strerror(errno));
  snprintf(target, sizeof target, "%s%s", root, where);
  make_target(target, S_ISDIR(info.st_mode));
  if (mount(source, target, NULL, MS_BIND | MS_REC, NULL) < 0) die("cannot mount %s at %s: %s", source, where, strerror(errno));
  if (mode && !strcmp(mode, "ro")) mount(NULL, target, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | MS_REC, NULL);
}

static void mount_tmpfs(const char *root, const char *where) {
  char target[8192];
  snprintf(target, sizeof target, "%s%s", root, where);
  make_target(target, 1);
  if (mount("tmpfs", target, "tmpfs", MS_NOSUID | MS_NODEV, "mode=1777") < 0) die("cannot mount a tmpfs at %s: %s", where, strerror(errno));
}

// The container's own view: an overlay over the host's root, writes going to a folder of its own.
static void make_root(const char *root) {
  const char *scratch = setting("scratch");
  char options[16384], upper[4096], work[4096];
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) die("cannot make the mounts private: %s", strerror(errno));
  for (int attempt = 0; attempt < 2; attempt++) {
    snprintf(upper, sizeof upper, "%s/upper", scratch);
    snprintf(work, sizeof work, "%s/work", scratch);
    mkdir(upper, 0755);
    mkdir(work, 0755);
    snprintf(options, sizeof options, "lowerdir=/,upperdir=%s,workdir=%s", upper, work);
    if (mount("overlay", root, "overlay", 0, options) == 0) return;
    // A scratch folder that is itself on an overlay cannot be an upper layer: memory can.
    if (attempt == 0 && mount("tmpfs", scratch, "tmpfs", 0, NULL) < 0) break;
  }
  die("cannot mount an overlay of the host's root: %s", strerror(errno));
}

// ---- without root: a user namespace, in which the container's user is the one who started the provider

static void write_text(const char *file, const char *text) {
  int fd = open(file, O_WRONLY | O_CLOEXEC);
  if (fd < 0 || write(fd, text, strlen(text)) < 0) die("cannot write %s: %s", file, strerror(errno));
  close(fd);
}

static void enter_user_namespace(void) {
  const char *uid = setting("uid"), *gid = setting("gid");
  char map[128];
  unsigned outer_uid = getuid(), outer_gid = getgid();
  if (unshare(CLONE_NEWUSER) < 0) die("cannot make a user namespace: %s", strerror(errno));
  write_text("/proc/self/setgroups", "deny");
  snprintf(map, sizeof map, "%s %u 1", uid ? uid : "0", outer_uid);
  write_text("/proc/self/uid_map", map);
  snprintf(map, sizeof map, "%s %u 1", gid ? gid : "0", outer_gid);
  write_text("/proc/self/gid_map", map);
}

// Folders whose content is not the container's business, or that get a mount of their own.
static int is_left_out(const char *name) {
  const char *names[] = {".", "..", "proc", "sys", "dev", "tmp", "run", "mnt", "media", "lost+found", NULL};
  for (const char **one = names; *one; one++) if (!strcmp(*one, name)) return 1;
  return 0;
}

// What belongs to the user is a copy on write, what belongs to others can only be read anyway.
static void share_folder(const char *name, const char *target) {
  char source[512], upper[4096], work[4096], options[12288];
  snprintf(source, sizeof source, "/%s", name);
  snprintf(upper, sizeof upper, "%s/upper/%s", setting("scratch"), name);
  snprintf(work, sizeof work, "%s/work/%s", setting("scratch"), name);
  mkdir(upper, 0755);
  mkdir(work, 0755);
  snprintf(options, sizeof options, "lowerdir=%s,upperdir=%s,workdir=%s,userxattr", source, upper, work);
  if (mount("overlay", target, "overlay", 0, options) == 0) return;
  if (mount(source, target, NULL, MS_BIND | MS_REC, NULL) < 0) return;
  struct { unsigned long long set, clear, propagation, userns; } read_only = {.set = 1};
  syscall(SYS_mount_setattr, AT_FDCWD, target, 0x8000 /* AT_RECURSIVE */, &read_only, sizeof read_only);
}

// Mount points below folders of others cannot be made later: they are put into the layer that is ours before it becomes part of the view.
static void prepare_targets(void) {
  for (int i = 0; i < count; i++) {
    char copy[8192], target[16384];
    struct stat info;
    if (strcmp(records[i].key, "bind")) continue;
    snprintf(copy, sizeof copy, "%s", records[i].value);
    char *source = strtok(copy, "\n"), *where = strtok(NULL, "\n");
    if (!source || !where || stat(source, &info) < 0) continue;
    snprintf(target, sizeof target, "%s/upper%s", setting("scratch"), where);
    make_target(target, S_ISDIR(info.st_mode));
  }
}

// An overlay of the whole root is refused in a user namespace; a root of our own with the host's folders in it is not.
static void make_user_root(const char *root) {
  char path[4096], link[4096];
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0) die("cannot make the mounts private: %s", strerror(errno));
  for (int i = 0; i < 2; i++) {
    snprintf(path, sizeof path, "%s/%s", setting("scratch"), i ? "work" : "upper");
    mkdir(path, 0755);
  }
  prepare_targets();
  if (mount("tmpfs", root, "tmpfs", 0, "mode=755") < 0) die("cannot mount a root: %s", strerror(errno));
  DIR *host = opendir("/");
  if (!host) die("cannot read /: %s", strerror(errno));
  for (struct dirent *entry; (entry = readdir(host));) {
    struct stat info;
    char source[512];
    snprintf(source, sizeof source, "/%s", entry->d_name);
    snprintf(path, sizeof path, "%s/%s", root, entry->d_name);
    if (is_left_out(entry->d_name) || lstat(source, &info) < 0) continue;
    ssize_t length = S_ISLNK(info.st_mode) ? readlink(source, link, sizeof link - 1) : -1;
    if (length > 0) {
      link[length] = 0;
      if (symlink(link, path) < 0) die("cannot make %s: %s", path, strerror(errno));
    } else if (S_ISDIR(info.st_mode)) {
      mkdir(path, 0755);
      share_folder(entry->d_name, path);
    }
  }
  closedir(host);
  const char *empty[] = {"run", "mnt", "tmp", NULL};
  for (const char **one = empty; *one; one++) {
    snprintf(path, sizeof path, "%s/%s", root, *one);
    mkdir(path, 0755);
  }
}

static void enter_root(const char *root) {
  char path[8192];
  snprintf(path, sizeof path, "%s/proc", root);
  mkdir(path, 0755);
  // Where parts of the host's /proc are covered, a user namespace gets no fresh one.
  if (mount("proc", path, "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL) < 0 && mount("/proc", path, NULL, MS_BIND | MS_REC, NULL) < 0)
    die("cannot mount /proc: %s", strerror(errno));
  if (chdir(root) < 0 || syscall(SYS_pivot_root, ".", ".") < 0) die("cannot enter the container's root: %s", strerror(errno));
  if (umount2(".", MNT_DETACH) < 0 || chdir("/") < 0) die("cannot leave the host's root: %s", strerror(errno));
}

// ---------------------------------------------------------------- processes

static pid_t payload;
static void forward(int signal) { if (payload > 0) kill(payload, signal); }

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

static void run_command(void) {
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
static void be_init(void) {
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
    setpgid(0, 0);
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

// ---------------------------------------------------------------- logs

struct stream { int fd; const char *name; char line[16384]; size_t length; };

static void write_line(int log, struct stream *stream, char tag) {
  struct timespec now;
  struct tm utc;
  char head[80];
  clock_gettime(CLOCK_REALTIME, &now);
  gmtime_r(&now.tv_sec, &utc);
  size_t n = strftime(head, sizeof head, "%Y-%m-%dT%H:%M:%S", &utc);
  n += (size_t)snprintf(head + n, sizeof head - n, ".%09ldZ %s %c ", now.tv_nsec, stream->name, tag);
  char text[sizeof head + sizeof stream->line + 1];
  memcpy(text, head, n);
  memcpy(text + n, stream->line, stream->length);
  text[n + stream->length] = '\n';
  if (write(log, text, n + stream->length + 1) < 0) { /* a full disk must not end the container */ }
  stream->length = 0;
}

// One line of the log for each line of output, as the kubelet's container runtimes write them: `time stream F|P text`.
static int copy_output(int log, struct stream *stream) {
  char buffer[16384];
  ssize_t got = read(stream->fd, buffer, sizeof buffer);
  if (got < 0 && (errno == EINTR || errno == EAGAIN)) return 1;
  if (got <= 0) {
    if (stream->length > 0) write_line(log, stream, 'P');
    return 0;
  }
  for (ssize_t i = 0; i < got; i++) {
    if (buffer[i] == '\n') write_line(log, stream, 'F');
    else {
      stream->line[stream->length++] = buffer[i];
      if (stream->length == sizeof stream->line) write_line(log, stream, 'P');
    }
  }
  return 1;
}

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

static int enter_namespace(const char *file, int type) {
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
static void join_pod_network(const char *pid) {
  char file[64];
  for (int i = 0; i < 2; i++) {
    snprintf(file, sizeof file, "/proc/%s/ns/%s", pid, i ? "net" : "user");
    if (enter_namespace(file, i ? CLONE_NEWNET : CLONE_NEWUSER) < 0) die("cannot enter the pod's network: %s", strerror(errno));
  }
}

static int supervise(void) {
  status_file = setting("status");
  const char *netns = setting("netns"), *log_file = setting("log");
  int out[2], err[2], failure[2];
  struct sigaction ignore = {.sa_handler = SIG_IGN};
  sigaction(SIGPIPE, &ignore, NULL);
  sigaction(SIGHUP, &ignore, NULL);
  setsid();
  int log = open(log_file, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0644);
  if (log < 0 || pipe(out) < 0 || pipe(err) < 0 || pipe2(failure, O_CLOEXEC) < 0) die("cannot open the log: %s", strerror(errno));
  if (netns && enter_namespace(netns, CLONE_NEWNET) < 0) die("cannot enter the pod's network: %s", strerror(errno));
  join_cgroup();
  if (setting("podnet")) join_pod_network(setting("podnet"));
  if (setting("userns")) enter_user_namespace();
  pid_t child = (pid_t)syscall(SYS_clone, CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS | SIGCHLD, 0, 0, 0, 0);
  if (child < 0) die("cannot make namespaces: %s", strerror(errno));
  if (child == 0) {
    int null = open("/dev/null", O_RDONLY);
    dup2(null, 0);
    dup2(out[1], 1);
    dup2(err[1], 2);
    close(out[0]);
    close(err[0]);
    close(out[1]);
    close(err[1]);
    error_pipe = failure[1];
    be_init();
  }
  close(out[1]);
  close(err[1]);
  close(failure[1]);
  char line[256], time_text[40];
  now_text(time_text, sizeof time_text);
  snprintf(line, sizeof line, "%d\n", child);
  if (write(1, line, strlen(line)) < 0) { /* the agent is gone: the status file will tell */ }
  struct stream streams[2] = {{.fd = out[0], .name = "stdout"}, {.fd = err[0], .name = "stderr"}};
  int open_streams[2] = {1, 1}, status = 0, ended = 0;
  char why[1024] = "";
  while (open_streams[0] || open_streams[1]) {
    struct pollfd polls[2] = {{open_streams[0] ? out[0] : -1, POLLIN, 0}, {open_streams[1] ? err[0] : -1, POLLIN, 0}};
    int ready = poll(polls, 2, ended ? 100 : 1000);
    for (int i = 0; i < 2; i++) if (polls[i].revents) open_streams[i] = copy_output(log, &streams[i]);
    if (!ended && waitpid(child, &status, WNOHANG) == child) ended = 1;
    else if (ended && ready == 0) break;
  }
  if (!ended) waitpid(child, &status, 0);
  ssize_t got = read(failure[0], why, sizeof why - 1);
  if (got > 0 && why[got - 1] == '\n') why[got - 1] = 0;
  char finish[40], text[1400];
  now_text(finish, sizeof finish);
  int code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  snprintf(text, sizeof text, "%d %s %s %s", code, time_text, finish, why);
  write_status(text);
  return 0;
}

// ---------------------------------------------------------------- exec

static int exec_inside(const char *pid) {
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
  payload = fork();
  if (payload == 0) {
    if (chdir("/") < 0) die("cannot change directory");
    run_command();
  }
  for (int signal = 1; signal < 32; signal++) if (signal != SIGCHLD && signal != SIGKILL && signal != SIGSTOP) sigaction(signal, &(struct sigaction){.sa_handler = forward}, NULL);
  int status;
  while (waitpid(payload, &status, 0) < 0 && errno == EINTR) continue;
  return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

// ---------------------------------------------------------------- network

struct request { struct nlmsghdr head; union { struct ifinfomsg link; struct ifaddrmsg address; struct rtmsg route; } body; char rest[1024]; };

static void begin(struct request *request, int type, int flags, size_t body) {
  memset(request, 0, sizeof *request);
  request->head.nlmsg_type = (unsigned short)type;
  request->head.nlmsg_flags = (unsigned short)(NLM_F_REQUEST | NLM_F_ACK | flags);
  request->head.nlmsg_len = (unsigned)NLMSG_LENGTH(body);
}

static struct rtattr *attribute(struct request *request, int type, const void *data, size_t length) {
  struct rtattr *at = (struct rtattr *)((char *)request + NLMSG_ALIGN(request->head.nlmsg_len));
  at->rta_type = (unsigned short)type;
  at->rta_len = (unsigned short)RTA_LENGTH(length);
  if (length) memcpy(RTA_DATA(at), data, length);
  request->head.nlmsg_len = (unsigned)(NLMSG_ALIGN(request->head.nlmsg_len) + RTA_ALIGN(at->rta_len));
  return at;
}

static void end_nested(struct request *request, struct rtattr *nest) {
  nest->rta_len = (unsigned short)((char *)request + request->head.nlmsg_len - (char *)nest);
}

static int netlink(struct request *request) {
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  char answer[4096];
  if (fd < 0 || send(fd, request, request->head.nlmsg_len, 0) < 0) return -1;
  ssize_t got = recv(fd, answer, sizeof answer, 0);
  close(fd);
  struct nlmsghdr *head = (struct nlmsghdr *)answer;
  if (got < (ssize_t)sizeof *head || head->nlmsg_type != NLMSG_ERROR) return -1;
  errno = -((struct nlmsgerr *)NLMSG_DATA(head))->error;
  return errno ? -1 : 0;
}

static int set_up(unsigned index) {
  struct request request;
  begin(&request, RTM_NEWLINK, 0, sizeof request.body.link);
  request.body.link.ifi_index = (int)index;
  request.body.link.ifi_flags = request.body.link.ifi_change = IFF_UP;
  return netlink(&request);
}

static int add_address(unsigned index, const char *cidr) {
  struct request request;
  char text[64];
  struct in_addr address;
  snprintf(text, sizeof text, "%s", cidr);
  char *slash = strchr(text, '/');
  if (!slash) return -1;
  *slash = 0;
  inet_pton(AF_INET, text, &address);
  begin(&request, RTM_NEWADDR, NLM_F_CREATE | NLM_F_REPLACE, sizeof request.body.address);
  request.body.address.ifa_family = AF_INET;
  request.body.address.ifa_prefixlen = (unsigned char)atoi(slash + 1);
  request.body.address.ifa_index = index;
  attribute(&request, IFA_LOCAL, &address, sizeof address);
  attribute(&request, IFA_ADDRESS, &address, sizeof address);
  return netlink(&request);
}

static int add_default_route(const char *gateway) {
  struct request request;
  struct in_addr address;
  inet_pton(AF_INET, gateway, &address);
  begin(&request, RTM_NEWROUTE, NLM_F_CREATE | NLM_F_REPLACE, sizeof request.body.route);
  request.body.route = (struct rtmsg){.rtm_family = AF_INET, .rtm_table = RT_TABLE_MAIN, .rtm_protocol = RTPROT_BOOT, .rtm_scope = RT_SCOPE_UNIVERSE, .rtm_type = RTN_UNICAST};
  attribute(&request, RTA_GATEWAY, &address, sizeof address);
  return netlink(&request);
}

static int make_bridge(const char *name, const char *cidr) {
  struct request request;
  begin(&request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof request.body.link);
  attribute(&request, IFLA_IFNAME, name, strlen(name) + 1);
  struct rtattr *info = attribute(&request, IFLA_LINKINFO, NULL, 0);
  attribute(&request, IFLA_INFO_KIND, "bridge", 6);
  end_nested(&request, info);
  if (netlink(&request) < 0 && errno != EEXIST) die("cannot make a bridge: %s", strerror(errno));
  if (add_address(if_nametoindex(name), cidr) < 0 || set_up(if_nametoindex(name)) < 0) die("cannot set the bridge up: %s", strerror(errno));
  return 0;
}

static int remove_link(const char *name) {
  struct request request;
  begin(&request, RTM_DELLINK, 0, sizeof request.body.link);
  request.body.link.ifi_index = (int)if_nametoindex(name);
  return request.body.link.ifi_index ? netlink(&request) : 0;
}

// A veth pair: one end on the bridge, the other, eth0, in the namespace of `target`.
static void make_veth(const char *host_end, const char *bridge, int target) {
  struct request request;
  unsigned master = if_nametoindex(bridge);
  begin(&request, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, sizeof request.body.link);
  attribute(&request, IFLA_IFNAME, host_end, strlen(host_end) + 1);
  attribute(&request, IFLA_MASTER, &master, sizeof master);
  struct rtattr *info = attribute(&request, IFLA_LINKINFO, NULL, 0);
  attribute(&request, IFLA_INFO_KIND, "veth", 4);
  struct rtattr *data = attribute(&request, IFLA_INFO_DATA, NULL, 0);
  struct rtattr *peer = attribute(&request, VETH_INFO_PEER, NULL, 0);
  request.head.nlmsg_len += sizeof(struct ifinfomsg);
  attribute(&request, IFLA_IFNAME, "eth0", 5);
  attribute(&request, IFLA_NET_NS_FD, &target, sizeof target);
  end_nested(&request, peer);
  end_nested(&request, data);
  end_nested(&request, info);
  if (netlink(&request) < 0) die("cannot link the pod to the bridge: %s", strerror(errno));
  set_up(if_nametoindex(host_end));
}

static int make_netns(const char *file, const char *bridge, const char *cidr, const char *gateway) {
  int host = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  char host_end[IFNAMSIZ];
  if (unshare(CLONE_NEWNET) < 0) die("cannot make a network namespace: %s", strerror(errno));
  close(open(file, O_CREAT | O_WRONLY | O_CLOEXEC, 0644));
  if (mount("/proc/self/ns/net", file, NULL, MS_BIND, NULL) < 0) die("cannot keep the network namespace: %s", strerror(errno));
  int own = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
  set_up(if_nametoindex("lo"));
  if (!bridge[0]) return 0;
  if (setns(host, CLONE_NEWNET) < 0) die("cannot go back to the host's network: %s", strerror(errno));
  snprintf(host_end, sizeof host_end, "av%x", (unsigned)getpid() ^ (unsigned)time(NULL) << 12);
  make_veth(host_end, bridge, own);
  if (setns(own, CLONE_NEWNET) < 0) die("cannot enter the pod's network: %s", strerror(errno));
  unsigned index = if_nametoindex("eth0");
  if (add_address(index, cidr) < 0 || set_up(index) < 0 || add_default_route(gateway) < 0) die("cannot set the pod's network up: %s", strerror(errno));
  return 0;
}

static int unlink_netns(const char *file) {
  umount2(file, MNT_DETACH);
  return unlink(file) < 0 && errno != ENOENT ? 1 : 0;
}

// ---- without root: a network that has nothing but loopback and a way to the API server

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

static int make_podnet(const char *file, const char *port, const char *socket_path) {
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

static int dial(const char *pid, const char *port) {
  struct sockaddr_in address;
  join_pod_network(pid);
  int far = loopback(atoi(port), &address);
  if (far < 0 || connect(far, (struct sockaddr *)&address, sizeof address) < 0) die("cannot connect to port %s: %s", port, strerror(errno));
  pump(0, 1, far);
  return 0;
}

// Exit code 0 when this user may make what a container needs.
static int check_user_namespace(void) {
  enter_user_namespace();
  if (unshare(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWIPC | CLONE_NEWUTS) < 0) die("cannot make namespaces: %s", strerror(errno));
  if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 || mount("tmpfs", "/tmp", "tmpfs", 0, NULL) < 0) die("cannot mount: %s", strerror(errno));
  return 0;
}

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "check-userns")) return check_user_namespace();
  if (argc == 5 && !strcmp(argv[1], "podnet")) return make_podnet(argv[2], argv[3], argv[4]);
  if (argc == 4 && !strcmp(argv[1], "dial")) return dial(argv[2], argv[3]);
  if (argc == 3 && !strcmp(argv[1], "run")) { read_config(argv[2]); return supervise(); }
  if (argc == 4 && !strcmp(argv[1], "exec")) { read_config(argv[3]); return exec_inside(argv[2]); }
  if (argc == 6 && !strcmp(argv[1], "netns")) return make_netns(argv[2], argv[3], argv[4], argv[5]);
  if (argc == 4 && !strcmp(argv[1], "bridge")) return make_bridge(argv[2], argv[3]);
  if (argc == 3 && !strcmp(argv[1], "unbridge")) return remove_link(argv[2]) < 0;
  if (argc == 3 && !strcmp(argv[1], "unlink")) return unlink_netns(argv[2]);
  fprintf(stderr, "usage: sandbox run CONFIG | exec PID CONFIG | netns FILE BRIDGE CIDR GATEWAY | bridge NAME CIDR | unbridge NAME | unlink FILE\n");
  return 2;
}
