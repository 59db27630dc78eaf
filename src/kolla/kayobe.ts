import { dirname } from 'node:path/posix'
import type { Problem } from '../model/problem.ts'
import type { FileReader } from './files/files.ts'
import type { Inventory } from './inventory/inventory.ts'

const REMEDY = `let Kayobe write them: kayobe kolla ansible run prechecks; then give --configdir "\${KOLLA_CONFIG_PATH:-/etc/kolla}" and -i "\${KOLLA_CONFIG_PATH:-/etc/kolla}/inventory/overcloud"`

/** Whether a directory is a part of Kayobe's configuration: etc/kayobe, kolla below it, or one of its environments. */
export function isKayobe(directory: string, files: FileReader): boolean {
  const isRoot = (path: string): boolean => {
    const names = files.listDirectory(path) ?? []
    return names.includes('kolla.yml') && (names.includes('overcloud.yml') || names.includes('networks.yml'))
  }
  return withParents(directory, MOST_LEVELS).some(isRoot)
}

/** etc/kayobe/environments/NAME/kolla */
const MOST_LEVELS = 4

function withParents(directory: string, levels: number): readonly string[] {
  const parent = dirname(directory)
  return levels === 1 || parent === directory ? [directory] : [directory, ...withParents(parent, levels - 1)]
}

/** Of Kayobe's configuration nothing is read: Kolla gets what Kayobe makes of it. */
export function kayobeGlobals(file: string): Problem {
  return {
    severity: 'error',
    at: { file },
    path: '',
    message: "found Kayobe's configuration, of which Kayobe makes Kolla's files",
    remedy: REMEDY,
  }
}

/** Kayobe's own inventory has some groups of Kolla's names, but not its control. */
export function kayobeInventory({ groups }: Inventory, file: string | undefined): readonly Problem[] {
  const isKayobes = groups.has('overcloud') && groups.has('controllers') && !groups.has('control')
  if (!isKayobes || file === undefined) return []
  const message = "found Kayobe's inventory (overcloud, controllers), of which Kayobe makes Kolla's"
  return [{ severity: 'error', at: { file }, path: '', message, remedy: REMEDY }]
}
