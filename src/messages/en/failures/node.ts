import { listed, portOf, quoted, said } from '../../format.ts'
import type { FailureWords } from '../../types/failures.ts'
import { pullFailures } from './pull.ts'

/** What stands in the way on the node itself: its engine, its compose, its disk, its ports, its files. */
export const nodeFailures = {
  'sudo-refused': ({ user, evidence }) => ({
    what: `sudo does not let ${user} become root without a password${said(evidence)}`,
    cure: `as root on the node: \`echo ${quoted(`${user} ALL=(root) NOPASSWD: ALL`)} > /etc/sudoers.d/kolla-mimir\`, check with \`sudo -n true\`; or log in as root (ssh.user)`,
  }),
  'worker-missing': ({ container }) => ({
    what: `there is no container ${container} on the node`,
    cure: 'a `rollout` brings it there',
  }),
  'engine-missing': ({ engine }) => ({
    what: `${engine} is not installed on the node`,
    cure: 'Kolla installs it: `kolla-ansible bootstrap-servers -i INVENTORY --limit NODE`; or take the node out of the manifest',
  }),
  'engine-down': ({ engine, evidence }) => ({
    what: `${engine} does not answer${said(evidence)}`,
    cure: `on the node: \`systemctl status ${quoted(engine)}\`, \`journalctl -u ${quoted(engine)} -n 50\`, \`systemctl start ${quoted(engine)}\``,
  }),
  'compose-missing': () => ({
    what: 'neither `docker compose` nor `docker-compose` is on the node',
    cure: 'install one of them on the node: `apt-get install docker-compose-plugin` (Debian itself: `docker-compose`), `dnf install docker-compose-plugin`',
  }),
  'compose-broken': ({ command, evidence }) => ({
    what: `\`${command}\` is installed but does not work${said(evidence)}`,
    cure: 'install the plugin on the node, again where it is broken itself (`docker --help` tells): `apt-get install --reinstall docker-compose-plugin`, `dnf reinstall docker-compose-plugin`; it takes the place of a version 1 too, which breaks when its Python libraries are upgraded',
  }),
  'start-failed': ({ evidence }) => ({
    what: `compose did not start the worker${said(evidence)}`,
    cure: "mend what compose names; `docker-compose up` in the worker's directory on the node shows all of it",
  }),
  'pull-failed': (failure) => pullFailures[failure.cause](failure),
  'disk-full': ({ path, evidence }) => ({
    what: `no space left for ${path}${said(evidence)}`,
    cure: `free space on the node: \`df -h ${quoted(path)}\` and \`df -i ${quoted(path)}\``,
  }),
  'not-writable': ({ path, evidence }) => ({
    what: `${path} cannot be written${said(evidence)}`,
    cure: `check owner, mode and mount on the node: \`ls -ld ${quoted(path)}\`, \`findmnt -T ${quoted(path)}\`; or set ssh.become`,
  }),
  'no-api-address': ({ interface: name, found }) => ({
    what: `the interface ${name} has no address on the node (found: ${listed(found) || 'none'})`,
    cure: `check api_interface (or network_interface) in Kolla's globals.yml or the node's host variables: \`ip -brief address show ${quoted(name)}\``,
  }),
  'port-taken': ({ listen, by }) => ({
    what: `${listen} is taken by ${by}`,
    cure: `set worker.listen in the manifest to a free port; who holds it: \`ss -ltnp 'sport = :${portOf(listen)}'\` on the node`,
  }),
  'config-rejected': ({ file, evidence, keys }) => ({
    what: `promtool rejects ${file}${said(evidence)}`,
    cure: `correct ${keys.length > 0 ? keys.join(' and ') : 'the key of the manifest that this comes from'}; the running worker was not touched`,
  }),
  'foreign-directory': ({ path, found }) => ({
    what: `${path} was not made by kolla-mimir: ${found}`,
    cure: `move it away on the node: \`mv ${quoted(path)} ${quoted(`${path}.old`)}\`, or set another worker.directory in the manifest`,
  }),
  unproven: ({ checks }) => ({
    what: `not proven: ${listed(checks)}`,
    cure: 'see what the checks of this node found, then verify again',
  }),
  moved: ({ fields }) => ({
    what: `not as the plan has it any more (${fields.join(', ')}), so nothing was changed on any node`,
    cure: 'plan again with `--out`, look at it, and apply that',
  }),
  'needs-restart': ({ verdict, fields }) => ({
    what: `needs more than a reload (${verdict}: ${listed(fields)}), so it was left as it is`,
    cure: '`rollout` starts or replaces its worker',
  }),
  'nothing-to-return-to': ({ generation }) => ({
    what:
      generation === ''
        ? 'no worker of kolla-mimir runs here'
        : `no generation before ${generation} was proven here and still lies there`,
    cure: 'see what lies there: `ls -lt /opt/mimir-worker/releases`, and name one with --to; or leave the node out with --limit',
  }),
  'no-record': ({ generation }) => ({
    what: `generation ${generation} runs again, but cannot be proven: it has no readable generation.json, or its files were changed`,
    cure: 'a rollout brings the node to a generation that can be proven',
  }),
} satisfies Partial<FailureWords>
