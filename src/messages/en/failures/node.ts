import { listed, portOf, quoted, said } from '../../format.ts'
import type { FailureMessages } from '../../types/failures.ts'
import { pullFailures } from './pull.ts'

/** Problems of the node: its engine, its compose, its disk, its ports, its files. */
export const nodeFailures = {
  'sudo-refused': ({ user, evidence }) => ({
    problem: `sudo does not let ${user} become root without a password${said(evidence)}`,
    remedy: `as root on the node: \`echo ${quoted(`${user} ALL=(root) NOPASSWD: ALL`)} > /etc/sudoers.d/kolla-mimir\`, check with \`sudo -n true\`; or log in as root (ssh.user)`,
  }),
  'worker-missing': ({ container }) => ({
    problem: `there is no container ${container} on the node`,
    remedy: 'run `rollout` to install it',
  }),
  'engine-missing': ({ engine }) => ({
    problem: `${engine} is not installed on the node`,
    remedy:
      'Kolla installs it: `kolla-ansible bootstrap-servers -i INVENTORY --limit NODE`; or remove the node from the manifest',
  }),
  'engine-podman': ({ evidence }) => ({
    problem: `\`docker\` on the node is podman${said(evidence)}`,
    remedy:
      'podman is not supported yet: exclude the node with --limit, or have Kolla deploy it with Docker (kolla_container_engine: docker in globals.yml)',
  }),
  'engine-down': ({ engine, evidence }) => ({
    problem: `${engine} does not answer${said(evidence)}`,
    remedy: `on the node: \`systemctl status ${quoted(engine)}\`, \`journalctl -u ${quoted(engine)} -n 50\`, \`systemctl start ${quoted(engine)}\``,
  }),
  'compose-missing': () => ({
    problem: 'neither `docker compose` nor `docker-compose` is installed on the node',
    remedy:
      'install one of them on the node: `apt-get install docker-compose-plugin` (in Debian itself: `docker-compose`), `dnf install docker-compose-plugin`',
  }),
  'compose-broken': ({ command, evidence }) => ({
    problem: `\`${command}\` is installed but does not work${said(evidence)}`,
    remedy:
      'install the plugin on the node, or reinstall it if it is the broken one (`docker --help` shows it): `apt-get install --reinstall docker-compose-plugin`, `dnf reinstall docker-compose-plugin`; the plugin also replaces version 1, which breaks when its Python libraries are upgraded',
  }),
  'compose-unanswered': ({ command, evidence }) => ({
    problem: `\`${command}\` cannot talk to the node's engine${said(evidence)}`,
    remedy:
      "install a version of the plugin that fits the engine: `apt-get install docker-compose-plugin` (in Debian itself: `docker-compose`), `dnf install docker-compose-plugin`; a plugin that was installed by hand takes precedence until its file is removed (`docker info --format '{{json .ClientInfo.Plugins}}'` shows the path); `docker compose ls` must succeed afterwards",
  }),
  'compose-rejected': ({ command, evidence }) => ({
    problem: `\`${command}\` does not accept the worker's docker-compose.yml${said(evidence)}`,
    remedy:
      'fix what the message names; if it names an unsupported key, this docker-compose is older than 1.27: install the plugin, which replaces it: `apt-get install docker-compose-plugin`, `dnf install docker-compose-plugin`',
  }),
  'start-failed': ({ evidence }) => ({
    problem: `compose did not start the worker${said(evidence)}`,
    remedy:
      "fix the error that compose reports; `docker-compose up` in the worker's directory on the node shows it in full",
  }),
  'way-back-missing': ({ image, evidence }) => ({
    problem: `the worker was not replaced: its current image is not on the node and cannot be pulled, so the node could not auto-revert: ${image}${said(evidence)}`,
    remedy: `pull it on the node: \`docker pull ${quoted(image)}\`; or stop the worker (\`docker stop openstack-worker-prometheus\`) and run rollout: a stopped worker is replaced without this image`,
  }),
  'pull-failed': (failure) => pullFailures[failure.cause](failure),
  'disk-full': ({ path, evidence }) => ({
    problem: `no space left on the disk of ${path}${said(evidence)}`,
    remedy: `free space on the node: \`df -h ${quoted(path)}\` and \`df -i ${quoted(path)}\``,
  }),
  'not-writable': ({ path, evidence }) => ({
    problem: `${path} cannot be written${said(evidence)}`,
    remedy: `check owner, mode and mount on the node: \`ls -ld ${quoted(path)}\`, \`findmnt -T ${quoted(path)}\`; or set ssh.become`,
  }),
  'directory-not-safe': ({ path, found }) => ({
    problem: `other users of the node could change what kolla-mimir runs as root: ${path} (${found})`,
    remedy: found.startsWith('a link')
      ? 'set worker.directory in the manifest to the path that the link leads to'
      : `on the node, as root: \`chown root:root ${quoted(path)} && chmod go-w ${quoted(path)}\`; or set worker.directory to a folder below which only root writes`,
  }),
  'not-readable': ({ user, evidence }) => ({
    problem: `the worker's user ${user} cannot read its own files in the container${said(evidence)}`,
    remedy:
      "find what denies the access, in the worker's directory on the node: ACLs (`getfacl -R .`), SELinux or AppArmor (`journalctl -k --grep denied`), mount options (`findmnt -T .`)",
  }),
  'no-api-address': ({ interface: name, found }) =>
    name.startsWith('ansible_facts.')
      ? {
          problem: `the node has no address at its default route, ${name} (found: ${listed(found) || 'none'})`,
          remedy: `check the route: \`ip ${name.includes('6') ? '-6 ' : ''}route show default\` on the node; or write the interface itself as api_interface in Kolla's globals.yml or the node's host variables`,
        }
      : {
          problem: `the interface ${name} has no address on the node (found: ${listed(found) || 'none'})`,
          remedy: `check api_interface (or network_interface) in Kolla's globals.yml or the node's host variables: \`ip -brief address show ${quoted(name)}\``,
        },
  'same-machine': ({ others }) => ({
    problem: `the node is the same machine as ${listed(others)}: same boot ID, same worker directory`,
    remedy: 'keep one of the names in the inventory, or correct ansible_host and ansible_port',
  }),
  'port-taken': ({ listen, by }) => ({
    problem: `${listen} is already in use by ${by || 'a process that was not seen'}`,
    remedy: `set worker.listen in the manifest to a free port; to see the process: \`ss -ltnp 'sport = :${portOf(listen)}'\` on the node`,
  }),
  'config-rejected': ({ file, evidence, keys }) => ({
    problem: `promtool rejects ${file}${said(evidence)}`,
    remedy: `correct ${keys.length > 0 ? keys.join(' and ') : 'the manifest key that causes it'}; the running worker was not changed`,
  }),
  'foreign-directory': ({ path, found }) => ({
    problem: `${path} was not created by kolla-mimir: ${found}`,
    remedy: `move it aside on the node: \`mv ${quoted(path)} ${quoted(`${path}.old`)}\`, or set another worker.directory in the manifest`,
  }),
  unproven: ({ checks }) => ({
    problem: `not verified: ${listed(checks)}`,
    remedy: 'fix what these checks found on the node, then verify again',
  }),
  moved: ({ fields }) => ({
    problem: `the plan is stale (${fields.join(', ')}), so no node was changed`,
    remedy: 'plan again with `--out`, review the new plan, and apply it',
  }),
  'needs-restart': ({ verdict, fields }) => ({
    problem: `needs more than a reload (${verdict}: ${listed(fields)}), so the node was not changed`,
    remedy: 'run `rollout` to start or replace the worker',
  }),
  'nothing-to-return-to': ({ directory, generation }) =>
    generation === ''
      ? {
          problem: 'no worker is installed on the node',
          remedy: 'run `rollout` to install it, or exclude the node with --limit',
        }
      : {
          problem: `the node has no verified generation before ${generation}`,
          remedy: `list its generations (\`ls -lt ${quoted(`${directory}/releases`)}\`) and name one with --to, or exclude the node with --limit`,
        },
  'no-record': ({ generation }) => ({
    problem: `generation ${generation} runs again, but cannot be verified: it has no readable generation.json, or its files were changed`,
    remedy: 'run rollout to bring the node to a generation that can be verified',
  }),
  'image-disputed': ({ image, evidence }) => ({
    problem: `the nodes that were asked do not agree what ${image} stands for${said(evidence)}`,
    remedy: `write the digest into the manifest as worker.image: NAME@sha256:…; the registry shows it: \`docker buildx imagetools inspect ${quoted(image)}\``,
  }),
  'image-not-allowed': ({ image }) => ({
    problem: `worker.image_digests does not list the digest of ${image}`,
    remedy:
      'if the image is right, add its digest to worker.image_digests in the manifest; else correct worker.image',
  }),
} satisfies Partial<FailureMessages>
