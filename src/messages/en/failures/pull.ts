import { quoted, registryOf, said } from '../../format.ts'
import type { FailureOf } from '../../types/failures.ts'

type Pull = FailureOf<'pull-failed'>

/** Why an image could not be pulled, by cause. */
export const pullFailures: Readonly<
  Record<Pull['cause'], (failure: Pull) => { problem: string; remedy: string }>
> = {
  'not-found': ({ image }) => ({
    problem: `no such image in the registry (404): ${image}`,
    remedy: `check worker.image in the manifest; if the registry is your own, push it there: \`docker push ${quoted(image)}\``,
  }),
  unauthorized: ({ image, evidence }) => ({
    problem: `the registry requires a login (401) for ${image}${said(evidence)}`,
    remedy: `log in on the node as root: \`docker login ${registry(image)}\`; a misspelled repository gets the same answer`,
  }),
  'credential-helper': ({ image, evidence }) => ({
    problem: `docker on the node is set up to use a credential helper that does not work, so ${image} cannot be pulled${said(evidence)}`,
    remedy:
      "install the helper that the message names, or remove it from credsStore and credHelpers in root's ~/.docker/config.json on the node",
  }),
  'rate-limited': ({ image }) => ({
    problem: `the registry limits pulls (429): ${image}`,
    remedy: `wait, or log in with an account (\`docker login ${registry(image)}\`), or copy the image to your own registry and name the copy in worker.image`,
  }),
  'registry-error': ({ image, evidence }) => ({
    problem: `the registry ${registryOf(image)} returned an error for ${image}${said(evidence)}`,
    remedy: `check the registry's log; \`curl -si https://${registry(image)}/v2/\` on the node shows its answer; then run again`,
  }),
  'registry-unreachable': ({ image, evidence }) => ({
    problem: `the registry ${registryOf(image)} cannot be reached from the node${said(evidence)}`,
    remedy: `check firewall and proxy on the node: \`curl -v https://${registry(image)}/v2/\`, \`systemctl show docker -p Environment\``,
  }),
  'registry-unknown-host': ({ image }) => ({
    problem: `the node cannot resolve the registry's name ${registryOf(image)}`,
    remedy: `check the node's DNS: \`getent hosts ${registry(image).replace(/:\d+$/u, '')}\`, /etc/resolv.conf`,
  }),
  certificate: ({ image, evidence }) => ({
    problem: `the node's engine does not trust the certificate of ${registryOf(image)}${said(evidence)}`,
    remedy: `put the registry's CA on the node as /etc/docker/certs.d/${registryOf(image)}/ca.crt; a registry without TLS goes into insecure-registries of /etc/docker/daemon.json (docker_registry_insecure in Kolla's globals.yml)`,
  }),
  'disk-full': ({ image, evidence }) => ({
    problem: `no space left while pulling ${image}${said(evidence)}`,
    remedy: 'free space where the engine stores its images: `df -h /var/lib/docker`, `docker system df`',
  }),
  other: ({ image, evidence }) => ({
    problem: `the pull of ${image} failed${said(evidence)}`,
    remedy: `see the engine's full output on the node: \`docker pull ${quoted(image)}\``,
  }),
}

function registry(image: string): string {
  return quoted(registryOf(image))
}
