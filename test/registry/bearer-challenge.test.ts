import { assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bearerChallenge } from '../../src/registry/bearer-challenge.ts'

describe('where a token is asked for', () => {
  it("is the realm, with the registry's service and scope", () => {
    const header =
      'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:prom/prometheus:pull,push"'
    expect(bearerChallenge(header)?.href).toBe(
      'https://auth.docker.io/token?service=registry.docker.io&scope=repository%3Aprom%2Fprometheus%3Apull%2Cpush',
    )
  })

  it('keeps what the realm asks already', () => {
    expect(bearerChallenge('bearer realm="https://a/b?c=d", service="e"')?.href).toBe(
      'https://a/b?c=d&service=e',
    )
  })

  it.each([
    '',
    'Basic realm="x"',
    'Bearer',
    'Bearer realm=""',
    'Bearer realm="no url"',
    `Bearer realm="${'a'.repeat(5000)}"`,
  ])('is not known from %j', (header) => {
    expect(bearerChallenge(header)).toBeUndefined()
  })

  it('is a URL or nothing, whatever a registry writes', () => {
    assert(
      property(string(), (text) => {
        const url = bearerChallenge(`Bearer realm="${text}`)
        expect(url === undefined || url instanceof URL).toBe(true)
      }),
    )
  })
})
