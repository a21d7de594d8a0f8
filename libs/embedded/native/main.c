// Runs one container of the embedded provider's host runtime, because Node can make neither namespaces nor mounts (docs/adr/0020).
//
//   sandbox run CONFIG       supervises a container: logs to a file, exit status to a file; outlives the node agent
//   sandbox exec PID CONFIG  runs a command inside the container whose first process is PID; stdio is passed through
//   sandbox netns FILE BRIDGE ADDRESS/BITS GATEWAY   makes a network namespace, kept at FILE, linked to the bridge
//   sandbox bridge NAME ADDRESS/BITS | unbridge NAME | unlink FILE
//   sandbox local ADDRESS/BITS | unlocal ADDRESS/BITS   makes a range of addresses those of this machine, or takes that back
//   sandbox podnet FILE PORT SOCKET   without root: a network of the pod's own, held by the process whose number goes to FILE; PORT leads to SOCKET
//   sandbox dial PID PORT    connects stdio to a port in the network of process PID
//   sandbox check-userns     whether this user may run containers without root
//
// CONFIG is a file of records "key\0value\0", in the order in which they are carried out.
#include "sandbox.h"

int main(int argc, char **argv) {
  if (argc == 2 && !strcmp(argv[1], "check-userns")) return check_user_namespace();
  if (argc == 5 && !strcmp(argv[1], "podnet")) return make_podnet(argv[2], argv[3], argv[4]);
  if (argc == 4 && !strcmp(argv[1], "dial")) return dial(argv[2], argv[3]);
  if (argc == 3 && !strcmp(argv[1], "run")) { read_config(argv[2]); return supervise(); }
  if (argc == 4 && !strcmp(argv[1], "exec")) { read_config(argv[3]); return exec_inside(argv[2]); }
  if (argc == 6 && !strcmp(argv[1], "netns")) return make_netns(argv[2], argv[3], argv[4], argv[5]);
  if (argc == 4 && !strcmp(argv[1], "bridge")) return make_bridge(argv[2], argv[3]);
  if (argc == 3 && !strcmp(argv[1], "local")) return set_local(argv[2], 1);
  if (argc == 3 && !strcmp(argv[1], "unlocal")) return set_local(argv[2], 0);
  if (argc == 3 && !strcmp(argv[1], "unbridge")) return remove_link(argv[2]) < 0;
  if (argc == 3 && !strcmp(argv[1], "unlink")) return unlink_netns(argv[2]);
  fprintf(stderr, "usage: sandbox run CONFIG | exec PID CONFIG | netns FILE BRIDGE CIDR GATEWAY | bridge NAME CIDR | unbridge NAME | unlink FILE | local CIDR\n");
  return 2;
}
