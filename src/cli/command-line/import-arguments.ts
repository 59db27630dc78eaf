import { LANGUAGES, type Language } from '../../messages/language.ts'
import { readWords } from './command-line.ts'
import { OPTIONS, type Option } from './options.ts'

/** What the operator wants a first manifest to be made of. */
export interface ImportArguments {
  readonly inventory: readonly string[]
  readonly configdir: string | undefined
  readonly mimirUrl: string | undefined
  readonly tenant: string
  readonly release: string | undefined
  /** The file to write; `-` for stdout. */
  readonly file: string
  readonly lang: Language | undefined
}

export type ImportAsked =
  | { readonly kind: 'run'; readonly arguments: ImportArguments }
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'wrong'; readonly mistakes: readonly string[] }

const SHARED = ['lang', 'help', 'version']

export const IMPORT_OPTIONS: readonly Option[] = [
  {
    name: 'kolla-inventory',
    short: 'i',
    value: 'FILE',
    multiple: true,
    help: "Kolla's inventory; may be given several times",
  },
  {
    name: 'configdir',
    value: 'DIR',
    help: "folder of Kolla's globals.yml; else KOLLA_CONFIG_PATH, /etc/kolla",
  },
  { name: 'mimir-url', value: 'URL', help: 'Mimir as the nodes reach it: http or https, host and port' },
  { name: 'tenant', value: 'NAME', help: 'the tenant that metrics go to; default: openstack' },
  {
    name: 'release',
    value: 'NAME',
    help: "Kolla's release, as 2025.1; else that of globals.yml, or of the kolla-ansible in the PATH",
  },
  {
    name: 'output',
    short: 'o',
    value: 'FILE',
    help: 'the manifest to write, never over another; - for stdout; default: inventory.yml',
  },
  ...OPTIONS.filter(({ name }) => SHARED.includes(name)),
]

/** Read the words of import's command line; every mistake at once. */
export function readImportArguments(words: readonly string[]): ImportAsked {
  const read = readWords(words, IMPORT_OPTIONS, 'import')
  if (read.kind !== 'read') return read
  const { positionals, values } = read
  const text = (name: string): string | undefined => {
    const value = values[name]
    return typeof value === 'string' ? value : undefined
  }
  const several = values['kolla-inventory']
  const inventory = Array.isArray(several) ? several.map(String) : []
  const mistakes = [
    ...positionals.map((word) => `expected only options, found ${word}; the file to write is named with -o`),
    ...(inventory.length === 0 ? ['no inventory is named; write e.g. -i /etc/kolla/multinode'] : []),
  ]
  if (mistakes.length > 0) return { kind: 'wrong', mistakes }
  return {
    kind: 'run',
    arguments: {
      inventory,
      configdir: text('configdir'),
      mimirUrl: text('mimir-url'),
      tenant: text('tenant') ?? 'openstack',
      release: text('release'),
      file: text('output') ?? 'inventory.yml',
      lang: LANGUAGES.find((one) => one === text('lang')),
    },
  }
}
