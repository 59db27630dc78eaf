import { describe, expect, it } from 'vitest'
import { mountPointsBelow } from './clean-up.ts'

describe('mounts that a lab left behind', () => {
  it('are found below its directory, the innermost first', () => {
    const mounts = [
      'proc /proc proc rw 0 0',
      '/dev/loop0 /var/lib/kolla-mimir-lab/lab/cmp1/disk ext4 rw 0 0',
      'node-cmp1 /var/lib/kolla-mimir-lab/lab/cmp1/root overlay rw 0 0',
      'proc /var/lib/kolla-mimir-lab/lab/cmp1/root/proc proc rw 0 0',
      '/dev/loop1 /var/lib/kolla-mimir-lab/lab2/cmp1/disk ext4 rw 0 0',
    ].join('\n')
    expect(mountPointsBelow(mounts, '/var/lib/kolla-mimir-lab/lab')).toEqual([
      '/var/lib/kolla-mimir-lab/lab/cmp1/root/proc',
      '/var/lib/kolla-mimir-lab/lab/cmp1/root',
      '/var/lib/kolla-mimir-lab/lab/cmp1/disk',
    ])
  })
})
