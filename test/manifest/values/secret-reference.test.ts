import { inspect } from 'node:util'
import { expect, test, vi } from 'vitest'
import type { ManifestContext } from '../../../src/manifest/manifest.ts'
import { problemLine } from '../../../src/manifest/problems/problem-lines.ts'
import { failed, success } from '../../../src/model/result.ts'
import { OPERATOR, read } from '../operator.ts'

async function tokenOf(reference: string, context: ManifestContext = OPERATOR) {
  const text = `mimir: { url: "https://a", auth: { bearer: "${reference}" } }\nkolla: { inventory: a }\n`
  const { manifest } = await read(text, context)
  if (manifest?.mimir.auth?.type !== 'bearer') throw new Error(`${reference} was refused`)
  return { manifest, token: manifest.mimir.auth.token }
}

async function answer(reference: string, context: ManifestContext = OPERATOR): Promise<string> {
  const { token } = await tokenOf(reference, context)
  const secret = await token.resolve()
  return secret.ok ? secret.value.reveal() : problemLine(secret.failure)
}

test('finds a secret in the environment, in a file and in what a command prints, without the newline at the end', async () => {
  const runCommand = vi.fn<ManifestContext['runCommand']>(async () => success('s3cret-printed\n'))
  expect(await answer('env:MIMIR_PASSWORD')).toBe('s3cret')
  expect(await answer('file:token')).toBe('s3cret-token')
  expect(await answer('cmd:pass show mimir', { ...OPERATOR, runCommand })).toBe('s3cret-printed')
  expect(runCommand.mock.calls).toEqual([['pass show mimir', '/cloud']])
})

test('runs no command before the secret is asked for, and then only once', async () => {
  const runCommand = vi.fn<ManifestContext['runCommand']>(async () => success('s3cret\n'))
  const { token } = await tokenOf('cmd:pass show mimir', { ...OPERATOR, runCommand })
  expect(runCommand).not.toHaveBeenCalled()
  expect(await token.resolve()).toBe(await token.resolve())
  expect(runCommand).toHaveBeenCalledTimes(1)
})

test.each([
  [
    failed('exited 1: no such entry'),
    'the command exited 1: no such entry; run it by hand; it must print the secret on stdout',
  ],
  [success('\n'), 'what the command printed is empty; it must hold the secret alone, on one line'],
  [
    success('a\nb\n'),
    'what the command printed has more than one line; it must hold the secret alone, on one line',
  ],
])('says where and why a command gave no secret', async (result, words) => {
  const context = { ...OPERATOR, runCommand: async () => result }
  expect(await answer('cmd:pass show mimir', context)).toBe(`inventory.yml:1:44 mimir.auth.bearer: ${words}`)
})

test('says so when a file that was there is gone by the time it is needed', async () => {
  let there = true
  const readText: ManifestContext['readText'] = (path) =>
    there ? OPERATOR.readText(path) : failed('does not exist')
  const { token } = await tokenOf('file:token', { ...OPERATOR, readText })
  there = false
  const secret = await token.resolve()
  expect(secret.ok ? '' : problemLine(secret.failure)).toBe(
    'inventory.yml:1:44 mimir.auth.bearer: /cloud/token does not exist; put the secret there, or correct the path',
  )
})

test('shows nothing of a secret when the manifest is printed', async () => {
  const { manifest, token } = await tokenOf('env:MIMIR_PASSWORD')
  const secret = await token.resolve()
  expect(`${inspect([manifest, secret], { depth: 9 })}${JSON.stringify([manifest, secret])}`).not.toContain(
    's3cret',
  )
})
