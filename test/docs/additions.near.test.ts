import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkLists, root } from './page.ts'

/** Milliseconds: the compiler and vitest start anew for each, and near tests share the machine. */
const DEADLINE = 300_000

/** How an addition begins: in which file which text becomes which. */
type Beginning = readonly (readonly [path: string, before: string, after: string])[]

const COMPILED: Readonly<Record<string, Beginning>> = {
  'A check': [
    ['src/model/check.ts', "  'grafana',\n", "  'grafana',\n  'added',\n"],
    ['src/model/check.ts', 'export type Finding =', "export type Finding =\n  | { readonly kind: 'added' }"],
  ],
  'A precheck': [
    ['src/model/precheck.ts', "  'read-back',\n", "  'read-back',\n  'added',\n"],
    [
      'src/model/precheck.ts',
      'export type PrecheckFinding =',
      "export type PrecheckFinding =\n  | { readonly kind: 'added' }",
    ],
  ],
  'A failure': [
    [
      'src/model/failure.ts',
      'export type Failure =',
      "export type Failure =\n  | { readonly reason: 'added' }",
    ],
  ],
  'A verb': [
    ['src/model/verb.ts', "  'destroy',\n", "  'destroy',\n  'added',\n"],
    [
      'src/model/verb.ts',
      "\n  'rollback',\n] as const satisfies",
      "\n  'rollback',\n  'added',\n] as const satisfies",
    ],
  ],
  'A transport': [
    [
      'src/model/node.ts',
      'export type Reach =',
      "export type Reach = { readonly transport: 'added'; readonly become: boolean } |",
    ],
  ],
  'A language': [['src/messages/catalog.ts', '  ko,\n}', "  ko,\n  xx: { name: 'added' },\n}"]],
}

const TESTED: Readonly<Record<string, Beginning>> = {
  'An exporter': [
    [
      'src/kolla/releases/exporters.ts',
      'ROWS: readonly ExporterRow[] = [',
      `ROWS: readonly ExporterRow[] = [{
        name: 'added', job: 'added', kollaJob: 'added', group: 'added', enabledBy: 'enable_added',
        portVariable: 'added_port', container: 'added', sentinel: 'added_up',
      },`,
    ],
  ],
  'A key of the manifest': [
    [
      'schemas/inventory.schema.json',
      '"max_gap": {',
      '"added": { "$ref": "#/$defs/duration", "default": "1m" }, "max_gap": {',
    ],
  ],
}

const COPIED = ['src', 'roles', 'scripts', 'test', 'tools', 'bench', 'schemas', 'docs']
const FILES = ['package.json', 'tsconfig.json', 'vitest.config.ts', 'inventory.example.yml']

let copy = ''

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'kolla-mimir-additions-'))
  for (const name of COPIED)
    cpSync(join(root, name), join(copy, name), {
      recursive: true,
      filter: (path) => !path.startsWith(join(root, 'test/lab/run')),
    })
  for (const name of FILES) cpSync(join(root, name), join(copy, name))
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
})

afterAll(() => rmSync(copy, { recursive: true, force: true }))

/** What a program of the packages prints on stdout in the copy, whatever it ends with. */
async function outputOf(script: string, args: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [join('node_modules', script), ...args], {
    cwd: copy,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await new Promise((resolve) => child.on('close', resolve))
  return text
}

/** Does something in the copy as it is with an addition begun. */
async function begun<T>(beginning: Beginning, then: () => Promise<T>): Promise<T> {
  const untouched = new Map<string, string>()
  for (const [path, before, after] of beginning) {
    const text = readFileSync(join(copy, path), 'utf8')
    if (!text.includes(before)) throw new Error(`${path} has no ${before}`)
    if (!untouched.has(path)) untouched.set(path, text)
    writeFileSync(
      join(copy, path),
      text.replace(before, () => after),
    )
  }
  try {
    return await then()
  } finally {
    for (const [path, text] of untouched) writeFileSync(join(copy, path), text)
  }
}

/** The files of a list that somebody asks for. */
function askedBy(heading: string, isAsker: (asker: string) => boolean): string[] {
  const boxes = checkLists().get(heading) ?? []
  return boxes.filter(({ asker }) => isAsker(asker)).map(({ files }) => files[0]?.path ?? '')
}

async function filesWithErrors(): Promise<string[]> {
  const incremental = ['--incremental', '--tsBuildInfoFile', join(copy, 'tsbuildinfo')]
  const output = await outputOf('typescript/bin/tsc', [
    '-p',
    'tsconfig.json',
    '--pretty',
    'false',
    ...incremental,
  ])
  return [...new Set([...output.matchAll(/^(\S[^(\n]*)\(\d+,\d+\): error/gmu)].map(([, file = '']) => file))]
}

describe('what the compiler names when an addition has begun', { timeout: DEADLINE }, () => {
  it.each(Object.entries(COMPILED))(
    '%s: the files of the list that are marked so',
    async (heading, begin) => {
      const named = await begun(begin, filesWithErrors)
      expect(named.sort()).toEqual(askedBy(heading, (asker) => asker === 'compiler').sort())
    },
  )
})

describe('what fails when an addition has begun', { timeout: DEADLINE }, () => {
  it.each(Object.entries(TESTED))('%s: the tests that its list names', async (heading, begin) => {
    const boxes = checkLists().get(heading) ?? []
    const tests = [...new Set(boxes.map(({ asker }) => asker).filter((asker) => asker.endsWith('.test.ts')))]
    expect(tests.length).toBeGreaterThan(0)
    const json = await begun(begin, async () =>
      outputOf('vitest/vitest.mjs', ['run', '--project', 'unit', '--reporter=json', ...tests]),
    )
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- vitest's own report
    const { testResults } = JSON.parse(json) as { testResults: { name: string; status: string }[] }
    const failed = testResults.filter(({ status }) => status === 'failed').map(({ name }) => name)
    expect(failed.map((name) => name.replace(`${copy}/`, '')).sort()).toEqual(tests.sort())
  })
})
