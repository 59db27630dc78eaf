import type { Cloud } from '../../../src/kolla/cloud.ts'
import type { Manifest } from '../../../src/manifest/settings.ts'
import { DEFAULTS, REMOTE_WRITE } from './defaults.ts'
import type { Authorization, Listen, WorkerSettings } from './vars.ts'

/** What is the same for all workers, as the manifest and Kolla's files say; what they leave open has its default here. */
export function settingsOf(
  { mimir, worker }: Pick<Manifest, 'mimir' | 'worker'>,
  cloud: Cloud,
  authorization: Authorization | undefined,
): WorkerSettings {
  return {
    directory: worker.directory ?? DEFAULTS.directory,
    image: worker.image ?? DEFAULTS.image,
    listen: worker.listen ?? listenOf(DEFAULTS.listen),
    mode: worker.mode ?? DEFAULTS.mode,
    retention: worker.retention ?? DEFAULTS.retention,
    jobNames: worker.jobNames ?? DEFAULTS.jobNames,
    remoteWrite: { ...REMOTE_WRITE, ...worker.remoteWrite },
    extraScrapeConfigs: worker.extraScrapeConfigs ?? [],
    ...(worker.scrapeInterval === undefined ? {} : { scrapeInterval: worker.scrapeInterval }),
    labels: {
      cluster: DEFAULTS.cluster,
      environment: DEFAULTS.environment,
      ...regionOf(cloud),
      ...worker.labels,
    },
    pushUrl: `${mimir.url}${mimir.pushPath}`,
    tenant: mimir.tenant,
    ...(authorization === undefined ? {} : { authorization }),
    ...(mimir.tls === undefined ? {} : { ca: mimir.tls.ca.pem }),
  }
}

/** A cloud of several regions is several clouds to Kolla, which may well send to one tenant. */
function regionOf(cloud: Cloud): { readonly region?: string } {
  const region = cloud.resolve(undefined, 'openstack_region_name')
  return region.known && typeof region.value === 'string' && region.value !== ''
    ? { region: region.value }
    : {}
}

function listenOf(text: string): Listen {
  const at = text.lastIndexOf(':')
  return { host: text.slice(0, at), port: Number(text.slice(at + 1)) }
}
