/** What `npm run lab -- --help` prints. */
export const HELP = `A cloud of real nodes on this machine: own host names, addresses, disks, sshd, Docker engines and Kolla's
monitoring containers, an image registry and a master, in Linux namespaces. Needs root on Debian 12 or 13.

usage: npm run lab -- VERB [--name NAME]

  up [--control N] [--compute N] [--disk SIZE]   bring it up (1 control, 2 compute, 4G); again: add what is missing
     [--suite NODE=SUITE]            a node of bookworm, trixie, forky or compose1 (compose 1.29 on a new engine)
  down [--cache]                     remove it, and with --cache what the labs share as well
  status                             nodes, addresses, faults
  ssh NODE [COMMAND...]              root's shell on a node
  mend                               undo every fault below

Faults, each with its remedy
  cut NODE           heal NODE       unplug the network cable; packets vanish
  freeze NODE        thaw NODE       hang every process: connections are taken, nothing is answered
  slow NODE KBIT     fast NODE       limit the network to so many kbit/s each way
  lose NODE FRACTION lose NODE 0     lose this fraction of the packets, e.g. 0.3
  block NODE         unblock NODE    the node cannot reach the master, and nothing else changes
  power-off NODE     power-on NODE   a power cut; the disk stays
  fill-disk NODE     free-disk NODE  not a block left on the node's disk
  skew NODE SECONDS  skew NODE 0     the clock is so far ahead (skew -- NODE -90: behind)
  kill-docker NODE   start-docker NODE   dockerd crashes
  stop-docker NODE   start-docker NODE   dockerd is stopped cleanly
  registry-fault --status N | --delay MS | clear    pulls fail with 401, 404, 429, 500 or 503; or are late
  master-fault 429 | 500 | 503 | 401 | 202 | black-hole | clear
                                     pushes and queries are refused; 202: pushes are taken and thrown away

cut, freeze, slow and lose also take \`master\` or \`registry\` for NODE. Several labs run side by side: --name NAME.
The operator's files are in test/lab/run (test/lab/run-NAME): inventory.yml, multinode, kolla/, id, known_hosts.
What is real and what stands in for something: docs/lab.md
`
