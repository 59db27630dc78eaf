import { spawn } from 'node:child_process'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Progress } from './progress.ts'

const PATIENCE_BEFORE_SAYING_SO = 1000

/**
 * Does some work while no other process on this machine holds the same lock. The kernel holds it, through flock(1), so
 * that it is free again however this process ends.
 */
export async function withLock<T>(file: string, progress: Progress, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true })
  const release = await acquire(file, progress)
  try {
    return await work()
  } finally {
    await release()
  }
}

/** Takes a lock that nobody holds; undefined where somebody does. What it returns gives it back. */
export async function lockIfFree(file: string): Promise<(() => Promise<void>) | undefined> {
  await mkdir(dirname(file), { recursive: true })
  return hold(file, '--nonblock')
}

async function acquire(file: string, progress: Progress): Promise<() => Promise<void>> {
  const timer = setTimeout(
    () => progress(`waiting for another lab command that holds ${file}`),
    PATIENCE_BEFORE_SAYING_SO,
  )
  try {
    const release = await hold(file)
    if (release === undefined) throw new Error(`flock could not lock ${file}`)
    return release
  } finally {
    clearTimeout(timer)
  }
}

/** Undefined where flock(1) ends without the lock. */
async function hold(file: string, ...options: readonly string[]): Promise<(() => Promise<void>) | undefined> {
  // Holds the lock until its standard input ends: when we close it, or when we die.
  const holder = spawn(
    'flock',
    ['--exclusive', ...options, file, 'sh', '-c', 'echo held; exec cat >/dev/null'],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  )
  const ended = new Promise<void>((resolve) => holder.once('close', () => resolve()))
  const isHeld = await new Promise<boolean>((resolve, reject) => {
    holder.stdout.once('data', () => resolve(true))
    holder.once('error', reject)
    holder.once('close', () => resolve(false))
  })
  if (!isHeld) return undefined
  return async () => {
    holder.stdin.end()
    await ended
  }
}
