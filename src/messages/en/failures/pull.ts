import { quoted, registryOf, said } from '../../format.ts'
import type { FailureOf } from '../../types/failures.ts'

type Pull = FailureOf<'pull-failed'>

/** Why an image could not be pulled, by cause. */
export const pullFailures: Readonly<
  Record<Pull['cause'], (failure: Pull) => { what: string; cure: string }>
> = {
  'not-found': ({ image }) => ({
    what: `no such image in the registry (404): ${image}`,
    cure: `check worker.image in the manifest; if the registry is your own, push it there: \`docker push ${quoted(image)}\``,
  }),
  unauthorized: ({ image, evidence }) => ({
    what: `the registry wants a login (401) for ${image}${said(evidence)}`,
    cure: `log in on the node as root: \`docker login ${registry(image)}\`; a misspelt repository is answered in the same way`,
  }),
  'rate-limited': ({ image }) => ({
    what: `the registry limits pulls (429): ${image}`,
    cure: `wait, or log in with an account (\`docker login ${registry(image)}\`), or copy the image to your own registry and name that in worker.image`,
  }),
  'registry-error': ({ image, evidence }) => ({
    what: `the registry ${registryOf(image)} failed on ${image}${said(evidence)}`,
    cure: `look at the registry's own log; \`curl -si https://${registry(image)}/v2/\` on the node shows its answer; then run again`,
  }),
  'registry-unreachable': ({ image, evidence }) => ({
    what: `the registry ${registryOf(image)} cannot be reached from the node${said(evidence)}`,
    cure: `check firewall and proxy on the node: \`curl -v https://${registry(image)}/v2/\`, \`systemctl show docker -p Environment\``,
  }),
  'registry-unknown-host': ({ image }) => ({
    what: `the node cannot resolve the registry's name ${registryOf(image)}`,
    cure: `check the node's DNS: \`getent hosts ${registry(image).replace(/:\d+$/u, '')}\`, /etc/resolv.conf`,
  }),
  certificate: ({ image, evidence }) => ({
    what: `the node's engine does not trust the certificate of ${registryOf(image)}${said(evidence)}`,
    cure: `put the registry's CA on the node as /etc/docker/certs.d/${registryOf(image)}/ca.crt; a registry without TLS belongs into insecure-registries of /etc/docker/daemon.json (docker_registry_insecure in Kolla's globals.yml)`,
  }),
  'disk-full': ({ image, evidence }) => ({
    what: `no space left while pulling ${image}${said(evidence)}`,
    cure: 'free space where the engine keeps its images: `df -h /var/lib/docker`, `docker system df`',
  }),
  other: ({ image, evidence }) => ({
    what: `the pull of ${image} failed${said(evidence)}`,
    cure: `see the engine's whole answer on the node: \`docker pull ${quoted(image)}\``,
  }),
}

function registry(image: string): string {
  return quoted(registryOf(image))
}
