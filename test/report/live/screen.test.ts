import { expect, test } from 'vitest'
import { openScreen, sizeOf } from '../../../src/report/live/screen.ts'
import { FakeStream } from '../fake-stream.ts'
import { FakeTerminal } from '../fake-terminal.ts'

function opened(size = { columns: 40, rows: 10 }) {
  const terminal = new FakeTerminal(size)
  let resizes = 0
  const screen = openScreen(terminal, () => {
    resizes += 1
  })
  return { terminal, screen, resizes: () => resizes }
}

test('each frame takes the place of the one before, whichever is longer', () => {
  const { terminal, screen } = opened()
  screen.draw(['a', 'b', 'c'])
  screen.draw(['d'])
  expect(terminal.seen()).toEqual(['d'])
  screen.draw(['e', 'f'])
  expect(terminal.seen()).toEqual(['e', 'f'])
})

test('a frame that is the same is not written again', () => {
  const { terminal, screen } = opened()
  screen.draw(['a'])
  const before = terminal.writes
  screen.draw(['a'])
  expect(terminal.writes).toBe(before)
})

test('printed lines stay above what is drawn', () => {
  const { terminal, screen } = opened()
  screen.draw(['frame'])
  screen.print(['warning'])
  screen.draw(['frame 2'])
  expect(terminal.seen()).toEqual(['warning', 'frame 2'])
})

test('closing leaves the last lines, gives the cursor back, and ends all writing and listening', async () => {
  const { terminal, screen, resizes } = opened()
  const exitListeners = process.listenerCount('exit')
  screen.draw(['a', 'b'])
  expect(terminal.cursorHidden).toBe(true)
  await screen.close(['end'])
  await screen.close(['again'])
  screen.draw(['c'])
  screen.print(['d'])
  terminal.resize(20, 5)
  expect(terminal.seen()).toEqual(['end'])
  expect(terminal.cursorHidden).toBe(false)
  expect(terminal.listening()).toBe(0)
  expect(resizes()).toBe(0)
  expect(process.listenerCount('exit')).toBe(exitListeners - 1)
})

test('a process that exits in between gives the cursor back', () => {
  const { terminal } = opened()
  for (const listener of process.listeners('exit').slice(-1)) Reflect.apply(listener, process, [0])
  expect(terminal.cursorHidden).toBe(false)
})

test('a terminal made narrower has wrapped the frame: as many rows are taken back as it covers now', () => {
  const { terminal, screen, resizes } = opened()
  screen.draw(['x'.repeat(30), 'y'])
  terminal.resize(10, 10)
  expect(resizes()).toBe(1)
  const before = terminal.written.length
  expect(() => screen.draw(['z'])).toThrow('the cursor cannot go 4 rows up')
  expect(terminal.written.length).toBe(before)
})

test('a terminal that does not know its size is taken for an old one', () => {
  expect(sizeOf(new FakeStream({ columns: 0, rows: 0 }))).toEqual({ columns: 80, rows: 24 })
})

test('while it is suspended the frame is away and the cursor there; what was printed then comes afterwards', () => {
  const { terminal, screen, resizes } = opened()
  screen.draw(['frame'])
  const resume = screen.suspend()
  expect(terminal.seen().filter((line) => line !== '')).toEqual([])
  expect(terminal.cursorHidden).toBe(false)
  screen.draw(['frame 2'])
  screen.print(['warning'])
  expect(terminal.seen().filter((line) => line !== '')).toEqual([])
  resume()
  resume()
  expect(terminal.cursorHidden).toBe(true)
  expect(resizes()).toBe(1)
  screen.draw(['frame 3'])
  expect(terminal.seen()).toEqual(['warning', 'frame 3'])
})

test('a screen that is closed while it is suspended still shows what was printed, and is not drawn on again', async () => {
  const { terminal, screen, resizes } = opened()
  const resume = screen.suspend()
  screen.print(['warning'])
  await screen.close(['end'])
  resume()
  expect(terminal.seen()).toEqual(['warning', 'end'])
  expect(terminal.cursorHidden).toBe(false)
  expect(resizes()).toBe(0)
})
