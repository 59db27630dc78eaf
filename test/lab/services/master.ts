import { mkdir } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { parseArgs } from 'node:util'
import {
  answerControl,
  type Control,
  createControl,
  pathOf,
  type RequestDetails,
  remember,
} from './control.ts'
import { forward } from './forward.ts'
import { BUILD_INFO, USER_LIMITS } from './master-answers.ts'
import {
  answerFault,
  faultFor,
  faultOf,
  MASTER_FAULT_KEYS,
  type MasterFault,
  scopeOf,
} from './master-fault.ts'
import { type Route, routeOf } from './master-routes.ts'
import { mergedMetadata, metadataAnswer } from './metadata.ts'
import { runAsProgram } from './program.ts'
import { contentTypeFault, LARGEST_PUSH, push, tooLarge } from './push.ts'
import {
  answer,
  answerJson,
  bodyOf,
  holdBack,
  type ListenAddress,
  listenAddress,
  type Service,
  serve,
} from './service.ts'
import { ANONYMOUS, type Tenancy, tenancyOf } from './tenant.ts'
import { openTenantStores, type TenantStores } from './tenant-store.ts'
import type { MetricMetadata } from './write-request.ts'

export interface MasterOptions {
  readonly listen: ListenAddress
  /** What was pushed is kept here from one run to the next. */
  readonly data: string
  /** The binary of a real Prometheus, 2.42 or later; one is run for each tenant. */
  readonly prometheus: string
}

/** A master that answers as Grafana Mimir 3.0.2 does, with faults by `PUT /_lab`. */
export async function startMaster({ listen, data, prometheus }: MasterOptions): Promise<Service> {
  await mkdir(data, { recursive: true })
  const master: Master = {
    control: createControl(MASTER_FAULT_KEYS, {}),
    stores: openTenantStores(prometheus, data),
    metadata: new Map(),
  }
  const service = await serve((request, response) => answerRequest(master, request, response), listen)
  return {
    url: service.url,
    close: async () => {
      await service.close()
      await master.stores.stop()
    },
  }
}

interface Master {
  readonly control: Control<MasterFault>
  readonly stores: TenantStores
  readonly metadata: Map<string, readonly MetricMetadata[]>
}

/** A request on its way: what it asks for, whose data it is about, and what to remember of it. */
interface Exchange {
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly details: RequestDetails
  readonly route: Route
  readonly tenancy: Tenancy
}

async function answerRequest(
  master: Master,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { control, stores } = master
  if (await answerControl(control, request, response, () => ({ tenants: stores.tenants() }))) return
  const details = remember(control, request, response)
  const route = routeOf(request.method ?? '', pathOf(request))
  const wrong = faultOf(control.fault, request.socket.remoteAddress)
  const tenancy = tenancyFor(wrong, request)
  if (tenancy.ok) details.tenant = tenancy.tenant
  const scope = scopeOf(route)
  const fault = faultFor(wrong, scope, details.tenant)
  if (fault.blackHole === true) {
    request.resume()
    return
  }
  if (!(await holdBack(response, fault.delayMs ?? 0))) return
  if (fault.status !== undefined && tenancy.ok) answerFault(response, scope, fault.status)
  else await answerRoute(master, { request, response, details, route, tenancy })
}

function tenancyFor({ multitenancy }: MasterFault, request: IncomingMessage): Tenancy {
  if (multitenancy === false) return { ok: true, tenant: ANONYMOUS }
  return tenancyOf(request.headersDistinct['x-scope-orgid']?.[0])
}

async function answerRoute(master: Master, exchange: Exchange): Promise<void> {
  const { response, route } = exchange
  switch (route.kind) {
    case 'refused':
      return answer(response, route.status, route.status === 404 ? '404 page not found\n' : '')
    case 'ready':
      return answerReady(response, master.control.fault.ready !== false)
    case 'build-info':
      return answerJson(response, 200, BUILD_INFO)
    case 'push':
    case 'query':
    case 'metadata':
    case 'cardinality':
    case 'user-limits':
      return answerTenant(master, exchange)
  }
}

function answerReady(response: ServerResponse, ready: boolean): void {
  if (ready) answer(response, 200, 'ready\n')
  else answer(response, 503, 'Ingester not ready: waiting for 15s after being ready\n')
}

async function answerTenant(master: Master, exchange: Exchange): Promise<void> {
  const { request, response, route, tenancy } = exchange
  if (!tenancy.ok) {
    answer(response, tenancy.status, `${tenancy.text}\n`)
    return
  }
  const { tenant } = tenancy
  if (route.kind === 'push') await answerPush(master, exchange, tenant)
  else if (route.kind === 'metadata') answerJson(response, 200, metadataOf(master, request, tenant))
  else if (route.kind === 'user-limits') answerJson(response, 200, limitsOf(master))
  else if (route.kind === 'query') await answerQuery(master, exchange, route.path, tenant)
  else answer(response, 400, `cardinality analysis is disabled for the tenant: ${tenant}\n`)
}

function limitsOf({ control }: Master): object {
  const { seriesLimit } = control.fault
  return seriesLimit === undefined ? USER_LIMITS : { ...USER_LIMITS, max_global_series_per_user: seriesLimit }
}

async function answerPush(master: Master, exchange: Exchange, tenant: string): Promise<void> {
  const { request, response, details } = exchange
  const body = await bodyOf(request, LARGEST_PUSH)
  const refused =
    body === undefined
      ? tooLarge(request.headers['content-length'] ?? `more than ${LARGEST_PUSH}`)
      : contentTypeFault(request.headers['content-type'])
  const answered = refused ?? (await push(tenant, body ?? Buffer.of(), () => master.stores.writable(tenant)))
  details.samples = answered.samples
  master.metadata.set(tenant, mergedMetadata(master.metadata.get(tenant) ?? [], answered.metadata))
  if (body === undefined) response.shouldKeepAlive = false
  answer(response, answered.status, answered.text === '' ? '' : `${answered.text}\n`)
}

async function answerQuery(master: Master, exchange: Exchange, path: string, tenant: string): Promise<void> {
  const { request, response } = exchange
  const store = await master.stores.readable(tenant)
  await forward(request, response, store, `${path}${searchOf(request)}`)
}

function metadataOf(master: Master, request: IncomingMessage, tenant: string): object {
  return metadataAnswer(master.metadata.get(tenant) ?? [], new URLSearchParams(searchOf(request)))
}

function searchOf(request: IncomingMessage): string {
  const url = request.url ?? ''
  const mark = url.indexOf('?')
  return mark < 0 ? '' : url.slice(mark)
}

runAsProgram(import.meta.url, () => {
  const { values } = parseArgs({
    options: { listen: { type: 'string' }, data: { type: 'string' }, prometheus: { type: 'string' } },
  })
  const { listen = '', data, prometheus = 'prometheus' } = values
  if (data === undefined) throw new Error('--data: expected a directory for the stores of the tenants')
  return startMaster({ listen: listenAddress(listen), data, prometheus })
})
