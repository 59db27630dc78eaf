import type { LogMessages } from '../types/logs.ts'

export const logs: LogMessages = {
  lost: (node, problem, remedy) => `${node}: ${problem}${remedy === '' ? '' : `; ${remedy}`}`,
  away: (node, problem) => `${node}: ${problem}; reconnecting`,
  back: (node) => `${node}: reconnected; resuming where the log stopped`,
  leftOut: (node, lines) => `${node}: ${lines} lines dropped: the log grows faster than it can be read`,
}
