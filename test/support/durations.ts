import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Reporter, TestCase, TestModule } from 'vitest/node'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Read by tools/slowest.mjs. */
const FILE = join(ROOT, 'node_modules', '.cache', 'kolla-mimir', 'durations.json')

/** How long one test took. */
interface Duration {
  readonly ring: string
  readonly file: string
  readonly test: string
  /** Seconds of the test itself. */
  readonly seconds: number
  /** Seconds from the end of the test before it, or from the start of the file: what was prepared for it. */
  readonly prepared: number
}

/** Writes down how long each test of a run took, for the table of the slowest. */
export class Durations implements Reporter {
  readonly #begun = new Map<string, number>()

  onTestModuleStart({ id }: TestModule): void {
    this.#begun.set(id, Date.now())
  }

  async onTestRunEnd(modules: readonly TestModule[]): Promise<void> {
    const durations = modules.flatMap((module) => durationsOf(module, this.#begun.get(module.id)))
    await mkdir(dirname(FILE), { recursive: true })
    await writeFile(FILE, `${JSON.stringify(durations)}\n`)
  }
}

function durationsOf(module: TestModule, begun = 0): Duration[] {
  let before = begun
  return [...module.children.allTests()]
    .map((test) => ({ test, at: test.diagnostic() }))
    .flatMap(({ test, at }) => (at === undefined ? [] : [{ test, begin: at.startTime, length: at.duration }]))
    .toSorted((one, other) => one.begin - other.begin)
    .map(({ test, begin, length }) => {
      const prepared = Math.max(0, begin - before)
      before = begin + length
      return { ...named(test, module), seconds: length / 1000, prepared: prepared / 1000 }
    })
}

function named({ fullName }: TestCase, { project, moduleId }: TestModule) {
  return { ring: project.name, file: relative(ROOT, moduleId), test: fullName }
}
