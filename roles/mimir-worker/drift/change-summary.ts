import { SETTINGS, type SettingChange, type SettingKind } from '../../../src/model/file-change.ts'
import { type SafeText, safeLine } from '../../../src/values/safe-text.ts'
import type { GenerationTexts } from '../generation/texts.ts'
import { differing, type Setting, settingsOf } from './settings-in-files.ts'

/** Characters of a value that are shown; the diff has all of it. */
const LONGEST = 120

/** What a change of files means, in the order in which it matters: what appears, vanishes and changes. */
export function settingChanges(current: GenerationTexts, desired: GenerationTexts): SettingChange[] {
  return differing(settingsOf(current), settingsOf(desired))
    .filter((pair) => isTelling(pair.desired ?? pair.current, current, desired))
    .flatMap((pair): SettingChange[] => {
      const setting = pair.desired ?? pair.current
      return setting === undefined
        ? []
        : [
            {
              kind: setting.kind,
              name: safeLine(setting.name),
              ...(pair.current === undefined ? {} : { current: shown(pair.current) }),
              ...(pair.desired === undefined ? {} : { desired: shown(pair.desired) }),
            },
          ]
    })
    .sort((a, b) => SETTINGS.indexOf(a.kind) - SETTINGS.indexOf(b.kind))
}

function shown({ value }: Setting): SafeText {
  return safeLine(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), LONGEST)
}

/** Of a file that comes or goes as a whole, the most telling things say enough. */
const MOST_TELLING: ReadonlySet<SettingKind> = new Set(['image', 'job', 'interval', 'label'])

function isTelling(
  setting: Setting | undefined,
  current: GenerationTexts,
  desired: GenerationTexts,
): boolean {
  if (setting === undefined || MOST_TELLING.has(setting.kind)) return true
  const file = setting.kind === 'flag' || setting.kind === 'container' ? 'project' : 'configuration'
  return current[file] !== '' && desired[file] !== ''
}
