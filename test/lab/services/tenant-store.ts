import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { createInterface } from 'node:readline'

/** A Prometheus that takes remote write and answers queries, on a port of its own on 127.0.0.1. */
export interface TenantStore {
  readonly port: number
  /** Series, by the bytes of its labels → the time of its newest sample since this store runs, in milliseconds. */
  readonly newest: Map<string, number>
  stop(): Promise<void>
}

/** One store a tenant, each started when it is first needed. */
export interface TenantStores {
  /** The tenant's store. */
  writable(tenant: string): Promise<TenantStore>
  /** The tenant's store, or one that stays empty where the tenant has never pushed anything. */
  readable(tenant: string): Promise<TenantStore>
  /** Those that have pushed, sorted. */
  tenants(): readonly string[]
  stop(): Promise<void>
}

const READY = 'Server is ready to receive web requests'
const START_DEADLINE = 30_000
const STOP_DEADLINE = 10_000
const ATTEMPTS = 3

/** `prometheus`: the binary; `data`: a directory that keeps what was stored from one run to the next. */
export function openTenantStores(prometheus: string, data: string): TenantStores {
  const stores = new Map<string, Promise<TenantStore>>()
  const open = (directory: string): Promise<TenantStore> => {
    const opened = stores.get(directory) ?? startStore(prometheus, directory)
    stores.set(directory, opened)
    // A store that did not start is tried anew with the next request.
    opened.catch(() => stores.delete(directory))
    return opened
  }
  const pushed = new Set<string>()
  const directoryOf = (tenant: string) => `${data}/tenants/${tenant}`
  return {
    writable: (tenant) => {
      pushed.add(tenant)
      return open(directoryOf(tenant))
    },
    readable: (tenant) =>
      pushed.has(tenant) || existsSync(directoryOf(tenant))
        ? open(directoryOf(tenant))
        : open(`${data}/nobody`),
    tenants: () => [...pushed].sort(),
    stop: async () => {
      const running = await Promise.allSettled(stores.values())
      await Promise.all(
        running.flatMap((store) => (store.status === 'fulfilled' ? [store.value.stop()] : [])),
      )
    },
  }
}

/** Another process may take the free port first: then with another one. */
async function startStore(prometheus: string, directory: string): Promise<TenantStore> {
  await mkdir(directory, { recursive: true })
  await writeFile(`${directory}/prometheus.yml`, 'global: {}\n')
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOn(await freePort(), prometheus, directory)
    } catch (error) {
      const taken = error instanceof Error && error.message.includes('address already in use')
      if (!taken || attempt === ATTEMPTS) throw error
    }
  }
}

async function startOn(port: number, prometheus: string, directory: string): Promise<TenantStore> {
  const child = spawn(...commandOf(prometheus, directory, port), { stdio: ['ignore', 'ignore', 'pipe'] })
  await readiness(child, directory)
  return { port, newest: new Map(), stop: () => stopped(child) }
}

/** setpriv has the kernel end the store with its master, whatever ends that. */
function commandOf(prometheus: string, directory: string, port: number): [string, string[]] {
  return [
    'setpriv',
    [
      '--pdeathsig',
      'KILL',
      prometheus,
      `--config.file=${directory}/prometheus.yml`,
      `--storage.tsdb.path=${directory}/data`,
      '--storage.tsdb.retention.time=12h',
      `--web.listen-address=127.0.0.1:${port}`,
      '--web.enable-remote-write-receiver',
    ],
  ]
}

/** Resolves when the store says that it is ready; rejects with its last words when it ends or takes too long. */
function readiness(child: ChildProcess, directory: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const said: string[] = []
    const fail = (how: string) => {
      clearTimeout(timer)
      reject(new Error(`the store in ${directory} ${how}: ${said.slice(-5).join('\n')}`))
    }
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      fail(`was not ready within ${START_DEADLINE / 1000} s`)
    }, START_DEADLINE)
    child.once('error', (error) => fail(`could not be started (${error.message})`))
    child.once('exit', (code, signal) => fail(`ended with ${code ?? signal}`))
    if (child.stderr === null) return
    createInterface({ input: child.stderr }).on('line', (line) => {
      said.push(line)
      if (said.length > 20) said.shift()
      if (!line.includes(READY)) return
      clearTimeout(timer)
      resolve()
    })
  })
}

function stopped(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve()
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), STOP_DEADLINE)
    child.once('exit', () => {
      clearTimeout(timer)
      resolve()
    })
    child.kill('SIGTERM')
  })
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const bound = server.address()
      server.close(() => {
        if (bound === null || typeof bound === 'string') reject(new Error('no free port on 127.0.0.1'))
        else resolve(bound.port)
      })
    })
  })
}
