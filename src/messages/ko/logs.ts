import type { LogMessages } from '../types/logs.ts'

export const logs: LogMessages = {
  lost: (node, problem, remedy) => `${node}: ${problem}${remedy === '' ? '' : `. ${remedy}`}`,
  away: (node, problem) => `${node}: ${problem}. 다시 연결하는 중입니다`,
  back: (node) => `${node}: 다시 연결되었습니다. 로그가 끊긴 곳부터 이어서 보여 줍니다`,
  leftOut: (node, lines) => `${node}: ${lines}줄을 생략했습니다. 로그가 읽는 속도보다 빠르게 늘어납니다`,
}
