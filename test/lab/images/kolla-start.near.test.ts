import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { attempt } from '../base/shell.ts'
import { imagesDirectory } from './unpack.ts'

const CONFIG_FILES = '/var/lib/kolla/config_files'

describe('kolla_start', () => {
  let directory = ''
  /** Runs the program with its directory below this test's. */
  const start = async (config: object) => {
    const script = await readFile(join(imagesDirectory, 'files/kolla_start'), 'utf8')
    await writeFile(
      join(directory, 'kolla_start'),
      script.replaceAll(CONFIG_FILES, `${directory}/config_files`),
    )
    await writeFile(join(directory, 'config_files/config.json'), `${JSON.stringify(config, null, 4)}\n`)
    return attempt('sh', [join(directory, 'kolla_start')])
  }

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kolla-start-'))
    await mkdir(join(directory, 'config_files'))
  })
  afterAll(() => rm(directory, { recursive: true }))

  it("runs the command of Kolla's config.json in its own place, and gives its exit status", async () => {
    const program = join(directory, 'program')
    await writeFile(program, 'echo "$# words: $*"; exit 7\n')
    const ended = await start({ command: `sh ${program} --one=1 two`, config_files: [] })
    expect(ended).toMatchObject({ exitCode: 7, stderr: '' })
    expect(ended.stdout).toContain('INFO:__main__:Kolla config strategy set to: COPY_ALWAYS')
    expect(ended.stdout).toContain(`Running command: 'sh ${program} --one=1 two'\n2 words: --one=1 two\n`)
  })

  it('copies the files that config.json lists, with their owner and permissions', async () => {
    const source = join(directory, 'config_files/my.cnf')
    const dest = join(directory, 'etc/prometheus/my.cnf')
    await writeFile(source, '[client]\n')
    await chmod(source, 0o666)
    const owner = userInfo().username
    const ended = await start({
      command: `cat ${dest}`,
      config_files: [
        { source, dest, owner, perm: '0600' },
        { source, dest: `${dest}.2`, owner, perm: '0640' },
      ],
    })
    expect(ended).toMatchObject({ exitCode: 0, stderr: '' })
    expect(ended.stdout).toMatch(/\[client\]\n$/u)
    expect((await stat(dest)).mode & 0o777).toBe(0o600)
    expect((await stat(`${dest}.2`)).mode & 0o777).toBe(0o640)
  })

  it('does not start what lacks a file', async () => {
    const missing = { source: join(directory, 'config_files/gone'), dest: join(directory, 'gone') }
    const ended = await start({
      command: 'echo started',
      config_files: [{ ...missing, owner: userInfo().username, perm: '0600' }],
    })
    expect(ended.exitCode).toBeGreaterThan(0)
    expect(ended.stdout).not.toContain('\nstarted\n')
  })
})
