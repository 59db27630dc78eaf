import { describe, expect, it } from 'vitest'
import { cloudOf, GLOBALS } from './cloud-of.ts'
import { multinode } from './shapes.ts'

describe("what Kolla's own Prometheus was made to do", () => {
  const named = (files: Record<string, string>) =>
    cloudOf({ '/i/multinode': multinode('2025.1'), ...files }).problems.filter((text) =>
      text.includes('not taken over'),
    )
  const folder = '/k/config/prometheus'

  it('is named by its jobs, with the extra_scrape_configs that would do it', () => {
    const job =
      'scrape_configs:\n  - job_name: ipmi\n    static_configs:\n      - targets: ["192.0.2.9:9290"]\n'
    expect(named({ [`${folder}/prometheus.yml.d/10-ipmi.yml`]: job })).toEqual([
      `warning ${folder}/prometheus.yml.d/10-ipmi.yml : not taken over: Kolla's Prometheus has its jobs ipmi; every worker scrapes them with worker: { extra_scrape_configs: [{"job_name":"ipmi","static_configs":[{"targets":["192.0.2.9:9290"]}]}] } in the manifest`,
    ])
  })

  it.each([
    ['a template', 'scrape_configs:\n{% for host in groups["x"] %}\n  - job_name: ipmi\n{% endfor %}\n'],
    ['a secret', 'scrape_configs:\n  - job_name: ipmi\n    basic_auth: {username: a, password: hunter2}\n'],
  ])('is named without its text where that is %s', (_what, text) => {
    const [line = ''] = named({ [`${folder}/mon1/prometheus.yml.d/10-ipmi.yml`]: text })
    expect(line).toBe(
      `warning ${folder}/mon1/prometheus.yml.d/10-ipmi.yml : not taken over: Kolla's Prometheus has its jobs ipmi; write them under worker.extra_scrape_configs in the manifest, without templates and secrets; every worker scrapes them`,
    )
  })

  it('is named where it is a whole configuration, or one without jobs', () => {
    expect(
      named({
        [`${folder}/mon1/prometheus.yml`]: 'global: {}\n',
        [`${folder}/prometheus.yml.d/mimir.yml`]: 'remote_write: []\n',
        [`${folder}/prometheus.yml.d/README.md`]: 'no',
      }),
    ).toHaveLength(2)
  })

  it.each([
    ['prometheus_instance_label: "{{ ansible_facts.hostname }}"', 1],
    ['prometheus_instance_label: "{{ inventory_hostname }}.example.org"', 1],
    ['prometheus_instance_label: "{{ inventory_hostname }}"', 0],
    ['prometheus_instance_label: None', 0],
    ['prometheus_instance_label:', 0],
  ])('is named once where it is %s', (line, times) => {
    const found = named({ '/k/globals.yml': `${GLOBALS}${line}\n` })
    expect(found).toEqual(
      Array.from(
        { length: times },
        () => expect.stringContaining('/k/globals.yml:2:28 prometheus_instance_label') as unknown,
      ),
    )
  })
})
