import type { Failure } from '../../../src/model/failure.ts'
import { failed, type Result, success } from '../../../src/model/result.ts'
import type { Expectation } from '../exporters/jobs.ts'
import type { Facts } from '../node/facts.ts'

/** The address on which this node's exporters listen: as written down, else the first of the API interface. */
export function apiAddress(expectation: Expectation, facts: Facts): Result<string> {
  if (expectation.address !== undefined) return success(expectation.address)
  const { apiInterface = 'none' } = expectation
  const wanted = expectation.family === 'ipv6'
  const address = facts.addresses?.find((candidate) => candidate.includes(':') === wanted)
  if (address !== undefined) return success(address)
  const failure: Failure = {
    reason: 'no-api-address',
    interface: apiInterface.replace(/^@/u, 'ansible_facts.default_'),
    found: facts.addresses ?? facts.interfaces,
  }
  return failed(failure)
}
