// As root: a bridge for the provider, and a network namespace for each pod, linked to it.
#include "sandbox.h"
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

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

int set_up(unsigned index) {
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

// Makes every address of a range one of this machine's, so that services can listen on theirs, or takes that back.
int set_local(const char *cidr, int wanted) {
  struct request request;
  struct in_addr address;
  char text[64];
  snprintf(text, sizeof text, "%s", cidr);
  char *slash = strchr(text, '/');
  if (!slash) return -1;
  *slash = 0;
  inet_pton(AF_INET, text, &address);
  unsigned index = if_nametoindex("lo");
  begin(&request, wanted ? RTM_NEWROUTE : RTM_DELROUTE, wanted ? NLM_F_CREATE | NLM_F_REPLACE : 0, sizeof request.body.route);
  request.body.route = (struct rtmsg){.rtm_family = AF_INET, .rtm_dst_len = (unsigned char)atoi(slash + 1), .rtm_table = RT_TABLE_LOCAL, .rtm_protocol = RTPROT_BOOT, .rtm_scope = RT_SCOPE_HOST, .rtm_type = RTN_LOCAL};
  attribute(&request, RTA_DST, &address, sizeof address);
  attribute(&request, RTA_OIF, &index, sizeof index);
  if (netlink(&request) < 0) die("cannot change the route of %s: %s", cidr, strerror(errno));
  return 0;
}

int make_bridge(const char *name, const char *cidr) {
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

int remove_link(const char *name) {
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

int make_netns(const char *file, const char *bridge, const char *cidr, const char *gateway) {
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

int unlink_netns(const char *file) {
  umount2(file, MNT_DETACH);
  return unlink(file) < 0 && errno != ENOENT ? 1 : 0;
}
