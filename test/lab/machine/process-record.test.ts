import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { endRecorded, parseStat, recordedPid, recordProcess } from './process-record.ts'

let directory = ''
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'record-'))
})
afterEach(() => rm(directory, { recursive: true }))

describe('/proc/PID/stat', () => {
  it('is read behind a program name with spaces and parentheses', () => {
    const before = '42 (a) b (c) S 1 42 42 0 -1 4194304 100 0 0 0 1 2 0 0 20 0 1 0'
    expect(parseStat(`${before} 98765 1000 200`)).toEqual({ state: 'S', ticks: '98765' })
  })

  it('is nothing where the process has gone', () => {
    expect(parseStat('')).toBeUndefined()
  })
})

describe('a recorded process', () => {
  it('is found while it runs, and ended', async () => {
    const file = join(directory, 'process.json')
    const child = spawn('sleep', ['60'])
    const exited = once(child, 'exit')
    await recordProcess(file, Number(child.pid))
    expect(await recordedPid(file)).toBe(child.pid)
    await endRecorded(file, 'SIGKILL')
    expect(await exited).toEqual([null, 'SIGKILL'])
    expect(await recordedPid(file)).toBeUndefined()
  })

  it('is not taken for another process that got its number', async () => {
    const file = join(directory, 'process.json')
    const child = spawn('sleep', ['60'])
    await recordProcess(file, Number(child.pid))
    const text = await readFile(file, 'utf8')
    await writeFile(file, text.replace(/"startTime":"[^"]*"/, '"startTime":"an earlier one"'))
    await endRecorded(file, 'SIGKILL')
    expect(child.exitCode).toBeNull()
    expect(child.signalCode).toBeNull()
    child.kill('SIGKILL')
    await once(child, 'exit')
  })

  it('is none where nothing was recorded', async () => {
    expect(await recordedPid(join(directory, 'none.json'))).toBeUndefined()
  })
})
