/** Accounts of the images, with the numbers that Kolla's images and Prometheus's own give them. */
const NUMBERS = { kolla: 42_400, mysql: 42_434, memcached: 42_457, prometheus: 42_472 } as const

export type Account = keyof typeof NUMBERS

/** An /etc/passwd with root, nobody and these. */
export function accounts(names: readonly Account[]): string {
  return [
    'root:x:0:0:root:/root:/bin/sh',
    'nobody:x:65534:65534:nobody:/home:/bin/false',
    ...names.map((name) => `${name}:x:${NUMBERS[name]}:${NUMBERS[name]}::/var/lib/${name}:/bin/sh`),
    '',
  ].join('\n')
}

/** An /etc/group with root, nobody and these. */
export function groups(names: readonly Account[]): string {
  return ['root:x:0:', 'nobody:x:65534:', ...names.map((name) => `${name}:x:${NUMBERS[name]}:`), ''].join(
    '\n',
  )
}
