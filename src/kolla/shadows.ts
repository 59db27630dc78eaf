import { isDeepStrictEqual } from 'node:util'
import type { Problem } from '../model/problem.ts'
import { placeText, type Variable, type VariablePlace } from './files/variable.ts'
import { fromHost, type Layers } from './layers.ts'
import { knownKeys, kollaDefault } from './releases/defaults.ts'

/** Warns of values in an inventory that Kolla's plays do not see, because something stronger hides them. */
export function hiddenVariables(layers: Layers, flattened: boolean): readonly Problem[] {
  return knownKeys().flatMap((key) => {
    const extra = layers.extra.variables.get(key)
    if (layers.overrides.has(key)) return []
    return extra ? hiddenByGlobals(layers, key, extra) : hiddenByDefault(layers, key, flattened)
  })
}

/** A value of a host that globals.yml beats. */
function hiddenByGlobals(layers: Layers, key: string, extra: Variable): readonly Problem[] {
  const hidden = [...layers.inventory.hosts.keys()].flatMap((host) => {
    const found = fromHost(layers, host, key)
    return found?.origin.kind === 'file' && !isDeepStrictEqual(found.value, extra.value)
      ? [found.origin.at]
      : []
  })
  return warning(
    key,
    hidden,
    `${placeText(extra.at)} sets it for every host`,
    'remove the one that is not meant',
  )
}

/** A value of [all:vars], [group:vars] or group_vars/all that Kolla's own group_vars/all beats. */
function hiddenByDefault(layers: Layers, key: string, flattened: boolean): readonly Problem[] {
  const standard = kollaDefault(key, layers.release)
  if (standard === undefined || layers.layout === 'osism') return []
  const groups = [...layers.inventory.groups.values()].map(({ variables }) => variables.get(key))
  const all = layers.groupVars.map((directory) => directory.get('all')?.get(key))
  const hidden = [...groups, ...all].flatMap((variable) =>
    variable && (standard === 'differs' || !isDeepStrictEqual(variable.value, standard.value))
      ? [variable.at]
      : [],
  )
  const flat = flattened ? flatValue(layers, key) : []
  return [
    ...warning(
      key,
      hidden,
      "Kolla's own default beats a variable of [all:vars], [group:vars] and group_vars/all",
      'set it in globals.yml, group_vars/GROUP or on the host',
    ),
    ...warning(
      key,
      flat,
      "every host has the same value; if it comes from [all:vars], Kolla's own default beats it",
      'write the list anew with ansible-inventory --list --export',
    ),
  ]
}

/** Where `ansible-inventory --list` without --export shows one value for all hosts. */
function flatValue(layers: Layers, key: string): readonly VariablePlace[] {
  const values = [...layers.inventory.hosts.values()].map((variables) => variables.get(key))
  const [first] = values
  if (!first || values.length < 2) return []
  return values.every((variable) => variable && isDeepStrictEqual(variable.value, first.value))
    ? [first.at]
    : []
}

function warning(
  key: string,
  hidden: readonly VariablePlace[],
  why: string,
  remedy: string,
): readonly Problem[] {
  const [first, ...others] = hidden
  if (!first) return []
  const more = others.length === 0 ? '' : ` (and ${others.length} more)`
  return [
    {
      severity: 'warning',
      at: first,
      path: key,
      message: `the value here${more} has no effect: ${why}`,
      remedy,
    },
  ]
}
