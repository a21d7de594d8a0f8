// What the parts of `sandbox` share. See main.c for what the program does.
#pragma once
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
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

// config.c
struct record { const char *key, *value; };
extern struct record records[MAX_ITEMS];
extern int count;
// Where the supervisor reads why the container could not start; -1: stderr.
extern int error_pipe;
void die(const char *format, ...) __attribute__((noreturn, format(printf, 1, 2)));
void read_config(const char *file);
const char *setting(const char *key);
char **settings(const char *key);
void write_text(const char *file, const char *text);

// root-view.c
void make_parents(char *path);
void make_target(char *path, int directory);
void bind_mount(const char *root, const char *value);
void mount_tmpfs(const char *root, const char *where);
void make_root(const char *root);
void enter_root(const char *root);

// user-root-view.c
void enter_user_namespace(void);
void make_user_root(const char *root);
int check_user_namespace(void);

// process.c
extern pid_t payload;
void forward(int signal);
void run_command(void);
void be_init(void);

// output.c
struct stream { int fd; const char *name; char line[16384]; size_t length; };
int copy_output(int log, struct stream *stream);

// terminal.c
int make_terminal(const char *size);
int open_terminal(int master);
void resize_terminal(int master, const char *size);
void take_terminal(void);
int serve_terminal(int master, pid_t command);

// attach.c
enum { ATTACH_POLLS = 6 };
void open_attach(const char *log, int input, int terminal);
void attach_polls(struct pollfd *polls);
void attach_ready(const struct pollfd *polls);
void attach_output(unsigned char stream, const char *data, size_t length);

// supervise.c
int enter_namespace(const char *file, int type);
void join_pod_network(const char *pid);
int supervise(void);

// exec.c
int exec_inside(const char *pid);

// network.c
int set_up(unsigned index);
int make_bridge(const char *name, const char *cidr);
int remove_link(const char *name);
int set_local(const char *cidr, int wanted);
int make_netns(const char *file, const char *bridge, const char *cidr, const char *gateway);
int unlink_netns(const char *file);

// pod-network.c
int make_podnet(const char *file, const char *port, const char *socket_path);
int dial(const char *pid, const char *port);
