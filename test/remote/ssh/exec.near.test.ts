import { expect, test } from 'vitest'
import { successOf } from '../operator.ts'
import { afterStart, command, useBench } from './ssh-node.ts'

const bench = useBench()

test('a command gives exit status, stdout and stderr', async () => {
  const host = await bench.node()
  expect(await host.exec(command('echo out; echo err >&2; exit 3'))).toEqual({
    ok: true,
    value: { exitCode: 3, stdout: 'out\n', stderr: 'err\n' },
  })
  expect(host.name).toBe('ctl1')
})

test('a command is not in any argument list: the program goes over stdin', async () => {
  const host = await bench.node()
  successOf(await host.exec(command('secret=hunter2; :')))
  expect(bench.lines().join('\n')).not.toContain('hunter2')
})

test('a command runs in the C.UTF-8 locale, whatever the node has set', async () => {
  const host = await bench.node()
  expect(successOf(await host.exec(command('echo "$LC_ALL"'))).stdout).toBe('C.UTF-8\n')
})

test('a command hands on lines while it runs, whole even where a character is split over two packets', async () => {
  const korean = Buffer.from('모든 노드가 확인되었습니다\n')
  const host = await bench.node(
    afterStart(({ channel }) => {
      const pieces = [...korean].map((byte) => Buffer.from([byte]))
      const next = (): void => {
        const piece = pieces.shift()
        if (piece === undefined) {
          channel.exit(0)
          channel.close()
        } else channel.write(piece, () => setImmediate(next))
      }
      next()
    }),
  )
  const lines: string[] = []
  const exit = successOf(await host.exec(command(':', { onLine: (line) => lines.push(line) > 0 })))
  expect(lines).toEqual(['begun', '모든 노드가 확인되었습니다'])
  expect(exit.stdout).toBe('begun\n모든 노드가 확인되었습니다\n')
})

test('a command may write more than is kept: head and tail remain, and memory does not grow with it', async () => {
  const host = await bench.node()
  const writing = (bytes: number) =>
    command(`echo first; yes 0123456789abcde | head -c ${bytes}; echo last`, { deadline: 60_000 })
  // What is garbage by then, and how soon it is collected, is different from Node to Node: the heap grows before.
  await host.exec(writing(30_000_000))
  const before = process.memoryUsage().rss
  const { stdout } = successOf(await host.exec(writing(150_000_000)))
  expect(stdout).toMatch(/^first\n0123456789abcde\n/u)
  expect(stdout).toMatch(/\n… \d+ bytes left out …\n/u)
  expect(stdout).toMatch(/0123456789abcde\nlast\n$/u)
  expect(Buffer.byteLength(stdout)).toBeLessThan(132_000)
  expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000)
})

test('a command does not wait for a background child that holds its output open', async () => {
  const host = await bench.node()
  const begun = performance.now()
  expect(successOf(await host.exec(command('sleep 20 & echo hi'))).stdout).toBe('hi\n')
  expect(performance.now() - begun).toBeLessThan(15_000)
})

test('a command counts as ended when only its background child lasts until the deadline', async () => {
  const host = await bench.node()
  const chatty = '( while :; do echo; sleep 0.2; done ) & exit 5'
  expect(successOf(await host.exec(command(chatty, { deadline: 3000 }))).exitCode).toBe(5)
})

test('a command may be slow, as long as it is in time', async () => {
  const host = await bench.node(
    afterStart(({ channel }) => {
      setTimeout(() => channel.write('late\n'), 300)
      setTimeout(() => {
        channel.exit(0)
        channel.close()
      }, 400)
    }),
  )
  expect(successOf(await host.exec(command(':'))).stdout).toBe('begun\nlate\n')
})

test('a command may run with others side by side, more than a server allows at once, without a warning', async () => {
  const host = await bench.node({ maxSessions: 4 })
  const { signal } = new AbortController()
  const exits = await Promise.all(
    Array.from({ length: 15 }, (_, index) => host.exec(command(`exit ${index}`, { signal }))),
  )
  expect(exits.map((exit) => successOf(exit).exitCode)).toEqual(
    Array.from({ length: 15 }, (_, index) => index),
  )
  expect(bench.connections()).toBe(1)
})
