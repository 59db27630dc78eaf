import type { Host } from '../../../src/model/host.ts'

/** Does work that opens connections, and closes every host that it added to `hosts`, however it ends. */
export async function withHosts<T>(work: (hosts: Host[]) => Promise<T>): Promise<T> {
  const hosts: Host[] = []
  try {
    return await work(hosts)
  } finally {
    await Promise.all(hosts.map(async (host) => host.close()))
  }
}
