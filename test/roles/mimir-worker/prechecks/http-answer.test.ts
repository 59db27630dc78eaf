import { describe, expect, it } from 'vitest'
import { httpAnswer } from '../../../../roles/mimir-worker/prechecks/http-answer.ts'

const told = (raw: string, exit = 0, tool = 'curl') =>
  httpAnswer({ exit, value: `${tool} 100.00 100.25\n${raw}` })

describe('a raw answer', () => {
  it.each([
    ['of curl -i', 'HTTP/1.1 401 Unauthorized\r\nServer: x\r\n\r\nno org id\n'],
    ['of a bare socket', 'HTTP/1.0 401 Unauthorized\r\nServer: x\r\n\r\nno org id\n'],
    ['of HTTP/2', 'HTTP/2 401 \r\nserver: x\r\n\r\nno org id\n'],
    [
      'after 100 Continue',
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 401 Unauthorized\r\nServer: x\r\n\r\nno org id\n',
    ],
  ])('%s has a status, a body and the time it took', (_, raw) => {
    expect(told(raw)).toMatchObject({ status: 401, body: 'no org id', seconds: 0.25 })
  })

  it('of wget -S has its status behind blanks', () => {
    expect(told('  HTTP/1.1 404 Not Found\n  Server: x\n', 8, 'wget')).toMatchObject({ status: 404 })
  })
})

describe('no answer', () => {
  it.each([
    ['curl: (6) Could not resolve host: mimir.invalid', 6, 'unknown-host'],
    ['curl: (7) Failed to connect to 10.0.0.5 port 9009: Connection refused', 7, 'refused'],
    ['curl: (7) Failed to connect to 10.0.0.5 port 9009: No route to host', 7, 'no-route'],
    ['curl: (28) Connection timed out after 5001 milliseconds', 28, 'timed-out'],
    ['curl: (52) Empty reply from server', 52, 'closed'],
    ['curl: (60) SSL certificate problem: self-signed certificate', 60, 'certificate'],
    ['curl: (35) error:0A00010B:SSL routines::wrong version number', 35, 'certificate'],
    [
      'bash: connect: Connection refused\nbash: line 1: /dev/tcp/10.0.0.5/9009: Connection refused',
      1,
      'refused',
    ],
    ['bash: mimir.invalid: Name or service not known', 1, 'unknown-host'],
    [
      "curl: (7) Failed to connect to 127.0.0.1 port 9 after 0 ms: Couldn't connect to server",
      7,
      'unconnected',
    ],
    ['', 124, 'timed-out'],
    ['', 0, 'closed'],
    ['what is this', 3, 'other'],
  ])('%j with exit status %i is %s', (raw, exit, silence) => {
    expect(told(raw, exit)).toMatchObject({ silence })
  })

  it('is told from a node that has nothing to ask with', () => {
    expect(told('', 127, 'none')).toEqual({ silence: 'no-tool' })
  })

  it('shows nothing that acts on a terminal', () => {
    expect(JSON.stringify(told('\u001b[2J\u001b]0;x\u0007', 7))).not.toMatch(/\\u001b/u)
  })
})
