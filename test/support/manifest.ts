import { readFile, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Lab } from '../lab/lab/lab.ts'

type Keys = Readonly<Record<string, unknown>>

/** What one test's manifest has beside, or instead of, the common manifest: the keys of each section are merged. */
export type ManifestChanges = Readonly<
  Partial<Record<'mimir' | 'kolla' | 'ssh' | 'worker' | 'rollout' | 'nodes', Keys>>
>

export const TENANT = 'openstack'
export const OTHER_TENANT = 'anonymous-lab'

/** Pure: a reference of the worker's image in the lab's registry. */
export function image(tag: string): string {
  return `registry.lab/prom/prometheus:${tag}`
}

export const IMAGE = image('v2.53.3')

/**
 * Writes a manifest beside the lab's own, as JSON, which is YAML, and gives its path. Scrapes are frequent and sent at
 * once: tests wait for them.
 */
export async function manifest(lab: Lab, name: string, changes: ManifestChanges = {}): Promise<string> {
  const document: Record<string, Keys> = {
    mimir: { url: lab.masterUrl, tenant: TENANT },
    kolla: { configdir: 'kolla', ...(changes.nodes === undefined ? { inventory: ['multinode'] } : {}) },
    ssh: { user: 'root', keys: ['id'], known_hosts: ['known_hosts'] },
    worker: {
      image: IMAGE,
      scrape_interval: '2s',
      remote_write: { batch_send_deadline: '1s' },
      exporters: { openstack_exporter: { scrape_interval: '5s', scrape_timeout: '4s' } },
    },
    rollout: { deadlines: { connect: '10s' } },
  }
  for (const [section, keys] of Object.entries(changes)) document[section] = { ...document[section], ...keys }
  return beside(lab, `${name}.yml`, `${JSON.stringify(document, null, 2)}\n`)
}

/** Writes one of the operator's files anew under another name, changed, and gives the name. */
export async function variant(
  lab: Lab,
  file: string,
  name: string,
  change: (text: string) => string,
): Promise<string> {
  const text = await readFile(join(lab.runDirectory, file), 'utf8')
  const changed = change(text)
  if (changed === text) throw new Error(`${file}: the change for ${name} changes nothing`)
  return basename(await beside(lab, name, changed))
}

async function beside(lab: Lab, name: string, text: string): Promise<string> {
  const path = join(lab.runDirectory, name)
  await writeFile(path, text)
  return path
}
