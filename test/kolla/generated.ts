import * as fc from 'fast-check'

/** Names that come up again and again, so that hosts meet in groups. */
const HOSTS = 'ctl1 ctl2 cmp01 cmp02 net1.example.org 10.0.0.7 stor-1 mon_1 web'.split(' ')
const GROUPS = 'control compute network monitoring prometheus-node-exporter web db all'.split(' ')
const KEYS = 'ansible_host ansible_port ansible_user api_interface a b c_d network_interface'.split(' ')
const VALUES =
  String.raw`10.0.0.1|eth0|22|022|0|-5|1.5|1e3|.5|0x1f|0o17|1_000|True|False|None|yes|no|true|[1, 2]|{"a": 1}|
{'b': [True, None]}|(1, 2)|1,2|'quoted'|"double"|'two words'|"a#b"|a#b|"{{ x }}"|{{x}}||""|a=b|x\ y|5 # five|007|00|10.0|
'a' 'b'|[]|{}|1.|fe80::1|12abc|"it's"|{1,2}|+7|u'z'|99999999|- 3|(4)|()|[1,]|"tab\t"|'C:\\x'|--5|1 2|"a" b|'\x41\101\u00e9'`
    .replaceAll('|\n', '|')
    .split('|')
const PATTERNS =
  'ctl[1:3] cmp[01:03] n[1:9:4] x[a:c] r[01:02]s[1:2] 10.0.[0:1].[7:8] h1:2222 [fe80::1]:22 fe80::2 z[3:1] web-[08:11].example.org under_score host.with.dots [h2]:23 a_:9 q[1:2]:24 2001:db8::[1:3]'.split(
    ' ',
  )
const BROKEN =
  'x[1:|y[01:9]|ctl1 novalue|h "open|[two words]|w[c:a]|v[1:2:0]|trailing:|ctl1 a=[1, 2]|ctl1 ansible_connection = local|[***]|<address>|ctl1 a=b ; note'.split(
    '|',
  )

const often = <T>(weight: number, arbitrary: fc.Arbitrary<T>) => ({ weight, arbitrary })
const group = fc.constantFrom(...GROUPS)
const host = fc.oneof(often(6, fc.constantFrom(...HOSTS)), often(3, fc.constantFrom(...PATTERNS)))
const key = fc.constantFrom(...KEYS)
const value = fc.constantFrom(...VALUES)
const comment = fc.constantFrom('', '', '', '  # note', ' #x=1', '\t', '#')
const lead = fc.constantFrom('', '', '', '', '  ', '\t')
const blank = fc.constantFrom('', '# comment', '; comment', '   ')
const assignment = fc.tuple(key, value).map((pair) => pair.join('='))
const hostAssignment = fc
  .tuple(key, value)
  .map(([name, text]) => `${name}=${/ /u.test(text) ? quoted(text) : text}`)
const hostLine = fc
  .tuple(
    lead,
    host,
    fc.constantFrom(' ', ' ', '\t', '    '),
    fc.array(hostAssignment, { maxLength: 3 }),
    comment,
  )
  .map(([start, name, between, assignments, end]) => start + [name, ...assignments].join(between) + end)

function quoted(text: string): string {
  return `"${text.replaceAll(/["\\]/gu, String.raw`\$&`)}"`
}

function section(head: fc.Arbitrary<string>, line: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc
    .tuple(head, fc.array(line, { maxLength: 4 }))
    .map(([first, lines]) => [first, ...lines].join('\n'))
}

function header(kind: string): fc.Arbitrary<string> {
  return fc
    .tuple(group, fc.constantFrom('', '', ' ', ' # why'))
    .map(([name, end]) => `[${name}${kind}]${end}`)
}

const hostSection = section(
  header(''),
  fc.oneof(often(120, hostLine), often(30, blank), often(1, fc.constantFrom(...BROKEN))),
)
const child = fc.tuple(group, comment).map((words) => words.join(''))
const childSection = section(header(':children'), fc.oneof(often(6, child), often(1, blank)))
const spacedAssignment = fc.tuple(assignment, comment).map(([text, end]) => text.replace('=', ' = ') + end)
const variableSection = section(
  header(':vars'),
  fc.oneof(
    often(8, spacedAssignment),
    often(1, blank),
    often(1, fc.constantFrom('ansible_group_priority=10', 'a = b = c')),
  ),
)

/** Texts that look like an INI inventory; many are valid, some are broken as people break them. */
export const iniInventory: fc.Arbitrary<string> = fc
  .tuple(
    fc.array(hostLine, { maxLength: 2 }),
    fc.constantFrom(
      ...[GROUPS, GROUPS, GROUPS, []].map((names) => names.map((name) => `[${name}]`).join('\n')),
    ),
    fc.array(fc.oneof(often(5, hostSection), often(2, childSection), often(2, variableSection)), {
      minLength: 1,
      maxLength: 8,
    }),
    fc.constantFrom('\n', '\n', '\n', '\r\n'),
  )
  .map(([top, declared, sections, end]) =>
    [...top, declared, ...sections, ''].join('\n').replaceAll('\n', end),
  )

const YAML_VALUES =
  '1|"1"|yes|n|0660|1:30|1e3|1.5|~|text|\'q\'|[a, 1]|{k: v}|"{{ x }}"|12345678901|2026-01-01|On|!unsafe "{{ y }}"'.split(
    '|',
  )
const yamlVariables = fc
  .uniqueArray(key, { maxLength: 3 })
  .chain((names) =>
    fc.tuple(...names.map((name) => fc.constantFrom(...YAML_VALUES).map((text) => `${name}: ${text}`))),
  )

interface YamlGroup {
  readonly name: string
  readonly hosts: readonly (readonly [string, readonly string[]])[]
  readonly variables: readonly string[]
  readonly children: readonly YamlGroup[]
}

const { yamlGroup } = fc.letrec<{ yamlGroup: YamlGroup }>((tie) => ({
  yamlGroup: fc.record({
    name: group,
    hosts: fc.uniqueArray(fc.tuple(host, yamlVariables), { maxLength: 3, selector: ([name]) => name }),
    variables: yamlVariables,
    children: fc.oneof(
      { depthSize: 'small' },
      fc.constant([]),
      fc.uniqueArray(tie('yamlGroup'), { maxLength: 2, selector: ({ name }) => name }),
    ),
  }),
}))

/** Texts that are inventories in Ansible's YAML. */
export const yamlInventory: fc.Arbitrary<string> = fc
  .uniqueArray(yamlGroup, { minLength: 1, maxLength: 4, selector: ({ name }) => name })
  .map((groups) => groups.flatMap((content) => groupLines(content, '')).join('\n'))

function groupLines({ name, hosts, variables, children }: YamlGroup, indent: string): string[] {
  const deeper = `${indent}  `
  return [
    `${indent}${name}:`,
    ...(hosts.length > 0 ? [`${deeper}hosts:`] : []),
    ...hosts.flatMap(([named, own]) => [
      `${deeper}  "${named}":`,
      ...own.map((line) => `${deeper}    ${line}`),
    ]),
    ...(variables.length > 0 ? [`${deeper}vars:`, ...variables.map((line) => `${deeper}  ${line}`)] : []),
    ...(children.length > 0
      ? [`${deeper}children:`, ...children.flatMap((below) => groupLines(below, `${deeper}  `))]
      : []),
  ]
}

const groupEnds = fc.constantFrom(
  ...'|.yml|.yaml|.json|/main.yml|/50.yaml|/sub/x.yml|/.hidden.yml|/x.txt'.split('|'),
)
const groupFile = fc.tuple(group, groupEnds).map(([name, end]) => `group_vars/${name}${end}`)
const hostFile = fc
  .tuple(fc.constantFrom(...HOSTS), fc.constantFrom('.yml', '', '/a.yml'))
  .map(([name, end]) => `host_vars/${name}${end}`)

/** Files of variables for group_vars and host_vars: path below the inventory's directory, and text. */
export const varsTree: fc.Arbitrary<readonly (readonly [string, string])[]> = fc.uniqueArray(
  fc.tuple(
    fc.oneof(groupFile, hostFile),
    yamlVariables.map((lines) => `${lines.join('\n')}\n`),
  ),
  { maxLength: 6, selector: ([path]) => path },
)

const SUBSCRIPTS = '[0]|[-1]|[0:1]|[1:]|[0:0]|[9]||'.split('|')
const GLOBS = '* ctl* c?p* ~c.* ~ctl[12]$ [cn]* [!c]* nobody al* *.org 10.0.0.* c[a-n]* ungrouped all'.split(
  ' ',
)
/** Subscripts on groups of one level only: deeper down the order is that of a Python set. */
const subscripted = fc
  .tuple(
    fc.constantFrom(...GROUPS.filter((name) => name !== 'all'), ...HOSTS),
    fc.constantFrom(...SUBSCRIPTS),
  )
  .map((words) => words.join(''))
const limitPart = fc.tuple(
  fc.constantFrom('', '', '', '&', '!'),
  fc.oneof(subscripted, fc.constantFrom(...GLOBS)),
)

/** Patterns for --limit over the names above. */
export const limitPattern: fc.Arbitrary<string> = fc
  .tuple(fc.array(limitPart, { minLength: 1, maxLength: 3 }), fc.constantFrom(',', ':', ', '))
  .map(([parts, separator]) => parts.map((words) => words.join('')).join(separator))

/** Every variable that the texts above may set. */
export const keys: readonly string[] = KEYS
