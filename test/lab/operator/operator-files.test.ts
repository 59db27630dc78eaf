import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { globalsYml, prometheusGlobalsYml } from './globals.ts'
import { knownHosts } from './known-hosts.ts'
import { manifestYml } from './manifest.ts'
import { bcryptHash, newPasswords, parsePasswords, passwordsYml } from './passwords.ts'

describe("the lab's globals.yml", () => {
  it('is YAML that switches on what the lab has, and off what it has not', () => {
    expect(parse(globalsYml({ internalAddress: '10.78.0.11' }))).toMatchObject({
      kolla_internal_vip_address: '10.78.0.11',
      network_interface: 'eth0',
      enable_haproxy: 'no',
      enable_rabbitmq: 'no',
      enable_fluentd: 'no',
    })
    expect(parse(prometheusGlobalsYml())).toMatchObject({
      enable_prometheus: 'yes',
      enable_prometheus_alertmanager: 'no',
    })
  })
})

describe("the lab's manifest", () => {
  it('names the master, the tenant and paths relative to itself', () => {
    const image = 'registry.lab/prom/prometheus:v2.53.3'
    expect(parse(manifestYml({ masterUrl: 'http://10.78.0.5:9009', image }))).toEqual({
      mimir: { url: 'http://10.78.0.5:9009', tenant: 'openstack' },
      kolla: { configdir: 'kolla', inventory: ['multinode'] },
      ssh: { user: 'root', keys: ['id'], known_hosts: ['known_hosts'] },
      worker: {
        image,
        scrape_interval: '5s',
        exporters: { openstack_exporter: { scrape_interval: '10s', scrape_timeout: '9s' } },
      },
    })
  })
})

describe('known_hosts', () => {
  it('has a line a node, by address and name, without the comment of the key', () => {
    const publicKey = 'ssh-ed25519 AAAAC3Nza root@cmp1\n'
    expect(knownHosts([{ address: '10.78.0.101', name: 'cmp1', publicKey }])).toBe(
      '10.78.0.101,cmp1 ssh-ed25519 AAAAC3Nza\n',
    )
  })

  it('is not written from something that is no key', () => {
    const broken = { address: '10.78.0.101', name: 'cmp1', publicKey: 'cat: no such file' }
    expect(() => knownHosts([broken])).toThrow(/cmp1: expected a public host key, found "cat/)
  })
})

describe('passwords.yml', () => {
  it('is YAML of strings, and is read back as it was written', () => {
    const passwords = newPasswords()
    const text = passwordsYml(passwords, { database_password: 'p1' })
    expect(parse(text)).toEqual({ ...passwords, database_password: 'p1' })
    expect(parsePasswords(text)).toEqual(passwords)
  })

  it('is never the same twice', () => {
    expect(newPasswords().prometheus_password).not.toBe(newPasswords().prometheus_password)
  })

  it('has a salt of 22 characters, as bcrypt wants it', () => {
    expect(newPasswords().prometheus_bcrypt_salt).toMatch(/^[./A-Za-z0-9]{21}[.Oeu]$/)
  })

  it('must have the keys that the lab needs', () => {
    expect(() => parsePasswords('prometheus_password: p1\n')).toThrow(/prometheus_bcrypt_salt is missing/)
  })

  it('is hashed as web.yml wants it', async () => {
    expect(await bcryptHash('abc', 'abcdefghijklmnopqrstuu')).toBe(
      '$2b$08$abcdefghijklmnopqrstuuFOySVLSLnDYPftThisZ/K7DU3GLQUia',
    )
  })
})
