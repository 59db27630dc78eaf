import { type Meaning, TRAITS, type TraitKind } from '../../../src/model/file-change.ts'
import { type SafeText, safeLine } from '../../../src/values/safe-text.ts'
import type { GenerationTexts } from '../generation/texts.ts'
import { differing, type Trait, traitsOf } from './settings-in-files.ts'

/** Characters of a value that are told; the diff has all of it. */
const LONGEST = 120

/** What a change of files means, in the order in which it matters: what appears, vanishes and changes. */
export function meaningOf(current: GenerationTexts, desired: GenerationTexts): Meaning[] {
  return differing(traitsOf(current), traitsOf(desired))
    .filter((pair) => isTelling(pair.desired ?? pair.current, current, desired))
    .flatMap((pair): Meaning[] => {
      const trait = pair.desired ?? pair.current
      return trait === undefined
        ? []
        : [
            {
              what: trait.what,
              name: safeLine(trait.name),
              ...(pair.current === undefined ? {} : { current: shown(pair.current) }),
              ...(pair.desired === undefined ? {} : { desired: shown(pair.desired) }),
            },
          ]
    })
    .sort((one, other) => TRAITS.indexOf(one.what) - TRAITS.indexOf(other.what))
}

function shown({ value }: Trait): SafeText {
  return safeLine(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''), LONGEST)
}

/** Of a file that comes or goes as a whole, the most telling things say enough. */
const MOST_TELLING: ReadonlySet<TraitKind> = new Set(['image', 'job', 'interval', 'label'])

function isTelling(trait: Trait | undefined, current: GenerationTexts, desired: GenerationTexts): boolean {
  if (trait === undefined || MOST_TELLING.has(trait.what)) return true
  const file = trait.what === 'flag' || trait.what === 'container' ? 'project' : 'configuration'
  return current[file] !== '' && desired[file] !== ''
}
