import { SETTINGS, type SettingChange, type SettingKind } from '../../../src/model/file-change.ts'
import { type SafeText, safeLine } from '../../../src/values/safe-text.ts'
import type { GenerationTexts } from '../generation/texts.ts'
import { differing, type Setting, settingsOf } from './settings-in-files.ts'

/** Characters of a value that are told; the diff has all of it. */
const LONGEST = 120

/** What a change of files means, in the order in which it matters: what appears, vanishes and changes. */
export function settingChanges(current: GenerationTexts, desired: GenerationTexts): SettingChange[] {
  return differing(settingsOf(current), settingsOf(desired))
    .filter((pair) => isTelling(pair.desired ?? pair.current, current, desired))
    .flatMap((pair): SettingChange[] => {
      const trait = pair.desired ?? pair.current
      return trait === undefined
        ? []
        : [
            {
              kind: trait.kind,
              name: safeLine(trait.name),
              ...(pair.current === undefined ? {} : { current: shown(pair.current) }),
              ...(pair.desired === undefined ? {} : { desired: shown(pair.desired) }),
            },
          ]
    })
    .sort((one, other) => SETTINGS.indexOf(one.kind) - SETTINGS.indexOf(other.kind))
}

function shown({ value }: Setting): SafeText {
  return safeLine(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), LONGEST)
}

/** Of a file that comes or goes as a whole, the most telling things say enough. */
const MOST_TELLING: ReadonlySet<SettingKind> = new Set(['image', 'job', 'interval', 'label'])

function isTelling(trait: Setting | undefined, current: GenerationTexts, desired: GenerationTexts): boolean {
  if (trait === undefined || MOST_TELLING.has(trait.kind)) return true
  const file = trait.kind === 'flag' || trait.kind === 'container' ? 'project' : 'configuration'
  return current[file] !== '' && desired[file] !== ''
}
