// Lets clients write to a container's stdin and see its output as it comes, by way of a socket in the container's folder. Frames go both
// ways: a byte that says what it is, two bytes of length, the data. To us: 0 input, 4 size of the terminal, 255 end of the input; from us: 1, 2.
#include "sandbox.h"

enum { FRAME = 3, LARGEST = 32768, INPUT = 0, SIZE = 4, END = 255 };

struct client { int fd; unsigned char data[FRAME + LARGEST]; size_t length; };

static struct client clients[ATTACH_POLLS - 2];
static int listener = -1, input_fd = -1, terminal_fd = -1, is_once;
static char pending[LARGEST];
static size_t pending_from, pending_to;

void open_attach(const char *log, int input, int terminal) {
  struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "attach"};
  char folder[4096];
  snprintf(folder, sizeof folder, "%s", log);
  char *slash = strrchr(folder, '/');
  if (slash) *slash = 0;
  for (int i = 0; i < ATTACH_POLLS - 2; i++) clients[i].fd = -1;
  input_fd = input;
  terminal_fd = terminal;
  is_once = setting("stdinOnce") != NULL;
  if (input >= 0) fcntl(input, F_SETFL, fcntl(input, F_GETFL) | O_NONBLOCK);
  // The path of a socket is short; the folder's may not be.
  if (chdir(folder) < 0) return;
  unlink("attach");
  listener = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (bind(listener, (struct sockaddr *)&address, sizeof address) < 0 || listen(listener, 4) < 0) die("cannot listen for attach: %s", strerror(errno));
}

// Descriptors to wait for: the listener, the container's input, the clients.
void attach_polls(struct pollfd *polls) {
  polls[0] = (struct pollfd){listener, POLLIN, 0};
  polls[1] = (struct pollfd){pending_to > pending_from ? input_fd : -1, POLLOUT, 0};
  // Nobody is read while the container has not taken what was sent before.
  for (int i = 0; i < ATTACH_POLLS - 2; i++) polls[i + 2] = (struct pollfd){listener < 0 || pending_to > pending_from ? -1 : clients[i].fd, POLLIN, 0};
}

static void close_input(void) {
  if (input_fd >= 0 && input_fd != terminal_fd) { close(input_fd); input_fd = -1; }
}

static void drop(struct client *client) {
  close(client->fd);
  client->fd = -1;
  if (is_once) close_input();
}

static void flush_input(void) {
  while (input_fd >= 0 && pending_to > pending_from) {
    ssize_t now = write(input_fd, pending + pending_from, pending_to - pending_from);
    if (now < 0 && errno == EINTR) continue;
    if (now < 0 && errno == EAGAIN) return;
    if (now < 0) break;
    pending_from += (size_t)now;
  }
  pending_from = pending_to = 0;
}

static void take_frame(unsigned char type, const unsigned char *data, size_t length) {
  if (type == INPUT && length <= sizeof pending) {
    memcpy(pending, data, length);
    pending_from = 0;
    pending_to = length;
    flush_input();
  } else if (type == SIZE && terminal_fd >= 0) {
    char text[64];
    snprintf(text, sizeof text, "%.*s", (int)length, (const char *)data);
    resize_terminal(terminal_fd, text);
  } else if (type == END) close_input();
}

// One frame at a time: the next one waits until the container has taken the input.
static void take_frames(struct client *client) {
  while (client->length >= FRAME && pending_to == pending_from) {
    size_t length = (size_t)client->data[1] << 8 | client->data[2];
    if (length > LARGEST) { drop(client); return; }
    if (client->length < FRAME + length) return;
    take_frame(client->data[0], client->data + FRAME, length);
    client->length -= FRAME + length;
    memmove(client->data, client->data + FRAME + length, client->length);
  }
}

static void read_client(struct client *client) {
  ssize_t got = read(client->fd, client->data + client->length, sizeof client->data - client->length);
  if (got < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (got <= 0) { drop(client); return; }
  client->length += (size_t)got;
  take_frames(client);
}

static void accept_client(void) {
  int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  for (int i = 0; fd >= 0 && i < ATTACH_POLLS - 2; i++) {
    if (clients[i].fd >= 0) continue;
    clients[i].fd = fd;
    clients[i].length = 0;
    return;
  }
  if (fd >= 0) close(fd);
}

void attach_ready(const struct pollfd *polls) {
  if (polls[1].revents) {
    flush_input();
    for (int i = 0; i < ATTACH_POLLS - 2; i++) if (clients[i].fd >= 0) take_frames(&clients[i]);
  }
  for (int i = 0; i < ATTACH_POLLS - 2; i++) if (polls[i + 2].revents && clients[i].fd == polls[i + 2].fd) read_client(&clients[i]);
  if (polls[0].revents) accept_client();
}

enum { PATIENCE = 2000 };

// False when the client is gone, or does not take anything for a while.
static int send_all(int fd, const void *data, size_t length) {
  for (size_t sent = 0; sent < length;) {
    ssize_t now = send(fd, (const char *)data + sent, length - sent, MSG_NOSIGNAL);
    struct pollfd ready = {fd, POLLOUT, 0};
    if (now > 0) sent += (size_t)now;
    else if (errno != EINTR && (errno != EAGAIN || poll(&ready, 1, PATIENCE) <= 0)) return 0;
  }
  return 1;
}

// A client that does not keep up is let go: it must not hold the container up.
void attach_output(unsigned char stream, const char *data, size_t length) {
  unsigned char frame[FRAME] = {stream, (unsigned char)(length >> 8), (unsigned char)length};
  if (listener < 0) return;
  for (int i = 0; i < ATTACH_POLLS - 2; i++) {
    if (clients[i].fd < 0) continue;
    if (!send_all(clients[i].fd, frame, FRAME) || !send_all(clients[i].fd, data, length)) drop(&clients[i]);
  }
}
