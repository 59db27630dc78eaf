import { listed, portOf, quoted, said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'
import { pullFailures } from './pull.ts'

/** What stands in the way on the node itself: its engine, its compose, its disk, its ports, its files. */
export const nodeFailures = {
  'sudo-refused': ({ user, evidence }) => ({
    problem: `sudo does not let ${user} become root without a password${said(evidence)}`,
    remedy: `as root on the node: \`echo ${quoted(`${user} ALL=(root) NOPASSWD: ALL`)} > /etc/sudoers.d/kolla-mimir\`, check with \`sudo -n true\`; or log in as root (ssh.user)`,
  }),
  'worker-missing': ({ container }) => ({
    problem: `there is no container ${container} on the node`,
    remedy: 'a `rollout` brings it there',
  }),
  'engine-missing': ({ engine }) => ({
    problem: `${engine} is not installed on the node`,
    remedy:
      'Kolla installs it: `kolla-ansible bootstrap-servers -i INVENTORY --limit NODE`; or take the node out of the manifest',
  }),
  'engine-down': ({ engine, evidence }) => ({
    problem: `${engine} does not answer${said(evidence)}`,
    remedy: `on the node: \`systemctl status ${quoted(engine)}\`, \`journalctl -u ${quoted(engine)} -n 50\`, \`systemctl start ${quoted(engine)}\``,
  }),
  'compose-missing': () => ({
    problem: 'neither `docker compose` nor `docker-compose` is on the node',
    remedy:
      'install one of them on the node: `apt-get install docker-compose-plugin` (Debian itself: `docker-compose`), `dnf install docker-compose-plugin`',
  }),
  'compose-broken': ({ command, evidence }) => ({
    problem: `\`${command}\` is installed but does not work${said(evidence)}`,
    remedy:
      'install the plugin on the node, again where it is broken itself (`docker --help` tells): `apt-get install --reinstall docker-compose-plugin`, `dnf reinstall docker-compose-plugin`; it takes the place of a version 1 too, which breaks when its Python libraries are upgraded',
  }),
  'start-failed': ({ evidence }) => ({
    problem: `compose did not start the worker${said(evidence)}`,
    remedy:
      "mend what compose names; `docker-compose up` in the worker's directory on the node shows all of it",
  }),
  'pull-failed': (failure) => pullFailures[failure.cause](failure),
  'disk-full': ({ path, evidence }) => ({
    problem: `no space left for ${path}${said(evidence)}`,
    remedy: `free space on the node: \`df -h ${quoted(path)}\` and \`df -i ${quoted(path)}\``,
  }),
  'not-writable': ({ path, evidence }) => ({
    problem: `${path} cannot be written${said(evidence)}`,
    remedy: `check owner, mode and mount on the node: \`ls -ld ${quoted(path)}\`, \`findmnt -T ${quoted(path)}\`; or set ssh.become`,
  }),
  'no-api-address': ({ interface: name, found }) => ({
    problem: `the interface ${name} has no address on the node (found: ${listed(found) || 'none'})`,
    remedy: `check api_interface (or network_interface) in Kolla's globals.yml or the node's host variables: \`ip -brief address show ${quoted(name)}\``,
  }),
  'port-taken': ({ listen, by }) => ({
    problem: `${listen} is taken by ${by}`,
    remedy: `set worker.listen in the manifest to a free port; who holds it: \`ss -ltnp 'sport = :${portOf(listen)}'\` on the node`,
  }),
  'config-rejected': ({ file, evidence, keys }) => ({
    problem: `promtool rejects ${file}${said(evidence)}`,
    remedy: `correct ${keys.length > 0 ? keys.join(' and ') : 'the key of the manifest that this comes from'}; the running worker was not touched`,
  }),
  'foreign-directory': ({ path, found }) => ({
    problem: `${path} was not made by kolla-mimir: ${found}`,
    remedy: `move it away on the node: \`mv ${quoted(path)} ${quoted(`${path}.old`)}\`, or set another worker.directory in the manifest`,
  }),
  unproven: ({ checks }) => ({
    problem: `not proven: ${listed(checks)}`,
    remedy: 'see what the checks of this node found, then verify again',
  }),
  moved: ({ fields }) => ({
    problem: `not as the plan has it any more (${fields.join(', ')}), so nothing was changed on any node`,
    remedy: 'plan again with `--out`, look at it, and apply that',
  }),
  'needs-restart': ({ verdict, fields }) => ({
    problem: `needs more than a reload (${verdict}: ${listed(fields)}), so it was left as it is`,
    remedy: '`rollout` starts or replaces its worker',
  }),
  'nothing-to-return-to': ({ generation }) => ({
    problem:
      generation === ''
        ? 'no worker of kolla-mimir runs here'
        : `no generation before ${generation} was proven here and still lies there`,
    remedy:
      'see what lies there: `ls -lt /opt/mimir-worker/releases`, and name one with --to; or leave the node out with --limit',
  }),
  'no-record': ({ generation }) => ({
    problem: `generation ${generation} runs again, but cannot be proven: it has no readable generation.json, or its files were changed`,
    remedy: 'a rollout brings the node to a generation that can be proven',
  }),
} satisfies Partial<FailureMessages>
