import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { linesOf } from './operator.ts'

/**
 * Files of cases, one for each section of the manifest: some lines of it with a problem, then `=>` and each line that
 * must be printed. An empty line ends a case.
 */
const FOLDER = new URL('problem-cases/', import.meta.url)

const MIMIR = 'mimir: { url: "http://10.0.0.5:9009" }\n'
const KOLLA = 'kolla: { inventory: multinode }\n'

/** What stands around the lines of a case to make a whole manifest. */
function around(section: string, lines: string): string {
  if (section === 'mimir') return `${lines}\n${KOLLA}`
  return section === 'kolla' || section === 'nodes' ? `${MIMIR}${lines}\n` : `${MIMIR}${KOLLA}${lines}\n`
}

function casesOf(section: string): { text: string; expected: string[] }[] {
  const blocks = readFileSync(new URL(`${section}.txt`, FOLDER), 'utf8')
    .trim()
    .split(/\n\n+/u)
  return blocks.map((block) => {
    const [text = '', ...expected] = block.split(/\n=> /u)
    return { text, expected: expected.map((line) => `inventory.yml:${line}`) }
  })
}

const SECTIONS = readdirSync(FOLDER).map((file) => file.replace(/\.txt$/u, ''))

test('there are cases for every section', () => {
  expect(SECTIONS).toEqual(['grafana', 'kolla', 'mimir', 'nodes', 'rollout', 'ssh', 'worker'])
})

describe.each(SECTIONS)('in %s', (section) => {
  test.each(casesOf(section))('$text', async ({ text, expected }) => {
    expect(expected.length).toBeGreaterThan(0)
    expect(await linesOf(around(section, text))).toEqual(expected)
  })
})

test('finds problems of shape, meaning and syntax at once, in the order of the text', async () => {
  const text = `mimir:
  url: http://10.0.0.5:9009/prometheus
  tennant: openstack
  tenant: openstack
  tenant: other
ssh:
  become: yes
  passphrase: env:NOT_SET
worker:
  labels: { job: a, region: 5 }
rollot: {}
`
  expect(await linesOf(text)).toEqual([
    "inventory.yml:1:1 kolla.inventory: the key is missing; add e.g. inventory: multinode, or name Kolla's inventory with -i",
    'inventory.yml:2:8 mimir.url: expected only scheme, host and port, found "/prometheus" after them; write http://10.0.0.5:9009, and paths in mimir.push_path and mimir.query_path',
    'inventory.yml:3:3 mimir.tennant: unknown key; did you mean tenant?',
    'inventory.yml:5:3 mimir.tenant: the key is given twice, on line 4 and on line 5; keep one of the two',
    'inventory.yml:7:11 ssh.become: expected true or false, found "yes"; write true',
    'inventory.yml:8:15 ssh.passphrase: the environment variable NOT_SET is not set; export NOT_SET, then run again',
    'inventory.yml:10:13 worker.labels.job: the label job is not for the manifest: it distinguishes the exporters and comes from Kolla; take it out',
    'inventory.yml:10:29 worker.labels.region: expected a label\'s value, as a string, found the number 5; quote it: "5"',
    'inventory.yml:11:1 rollot: unknown key; did you mean rollout?',
  ])
})

test.each([
  'mimir: { url: "http://u:hunter2@a" }',
  'mimir: { url: "u:hunter2@a:9009" }',
  'mimir: { auth: { basic: { password: hunter2 } } }',
  'mimir: { auth: [hunter2] }',
  'mimir: { auth: { bearer: hunter2 } }',
  'grafana: { url: "http://u:hunter2@g" }',
  'grafana: { url: "u:hunter2@g:3000" }',
  'grafana: { auth: { basic: { password: hunter2 } } }',
  'grafana: { auth: { bearer: hunter2 } }',
  'ssh: { passphrase: hunter2 }',
  'nodes: { a: { vars: { ansible_password: hunter2 } } }',
  'kolla: { overrides: { x_secret: hunter2 } }',
])('shows nothing of the secret in %s', async (text) => {
  const lines = await linesOf(text)
  expect(lines).not.toEqual([])
  expect(lines.join('\n')).not.toContain('hunter2')
})
