/** Variables that the templates below refer to. */
export const variables: Readonly<Record<string, unknown>> = {
  yes_text: 'yes',
  no_text: 'no',
  true_value: true,
  false_value: false,
  one: 1,
  five_text: '5',
  empty: '',
  nothing: null,
  words: ['kvm', 'qemu'],
  map: { rocky: '9', ubuntu: 'noble' },
  distro: 'rocky',
  reference: '{{ distro }}',
  chain: '{{ reference }}-{{ one }}',
  odd: 'Enable',
  float: 1.5,
}

/** Templates that both Ansible and we evaluate, or both refuse, one a line. */
export const templates: readonly string[] = String.raw`
plain text
{{ distro }}
{{ reference }}
{{ chain }}
{{ true_value }}
{{ one }}
{{ nothing }}
a{{ nothing }}b
{{ yes_text | bool }}
{{ odd | bool }}
{{ 'On' | bool }}
{{ 1 | bool }}
{{ '1' | bool }}
{{ 'y' | bool }}
{{ ' yes' | bool }}
{{ nothing | bool }}
{{ yes_text | bool and no_text | bool }}
{{ yes_text | bool or no_text | bool }}
{{ not yes_text | bool }}
{{ not (yes_text | bool and not no_text | bool) }}
{{ 'a' if yes_text | bool else 'b' }}
{{ 'a' if no_text | bool else 'b' if one == 1 else 'c' }}
{{ distro in ['rocky', 'centos'] }}
{{ distro not in ['rocky', 'centos'] }}
{{ 'ock' in distro }}
{{ 'kvm' in words }}
{{ 'rocky' in map }}
{{ distro == 'rocky' }}
{{ distro != "rocky" }}
{{ one == true_value }}
{{ five_text == 5 }}
{{ five_text | int == 5 }}
{{ five_text | int + 1 }}
{{ 'x' | int }}
{{ 'x' | int(7) }}
{{ '1.9' | int }}
{{ distro ~ '-' ~ one }}
{{ distro ~ nothing }}
{{ distro ~ true_value }}
{{ missing | default('d') }}
{{ missing | default(distro) }}
{{ missing | default }}
{{ missing.deep.er | default('d') }}
{{ map.missing | default('d') }}
{{ empty | default('d') }}
{{ empty | default('d', true) }}
{{ nothing | default('d') }}
{{ missing }}
x{{ missing }}
{{ map[distro] }}
{{ map.ubuntu }}
{{ words[0] }}
{{ words[-1] }}
{{ words | first }}
{{ words | last }}
{{ words | length }}
{{ words | join(',') }}
{{ distro | upper }}
{{ 'ABC' | lower }}
{{ 'br-ex-2' | replace('-', '_') }}
{{ 'a.b' | replace('.', '$&') }}
{{ distro | replace('', '-') }}
{{ distro | replace('o') }}
{{ '  x ' | trim }}
{{ one | string }}
{{ missing is defined }}
{{ distro is defined }}
{{ distro is not defined }}
{{ missing is undefined }}
{{ nothing is none }}
{{ (yes_text | bool) | ternary('t', 'f') }}
{{ [1, 2] }}
{{ [distro, one] }}
{{ 3 > 2 }}
{{ 'a' < 'b' }}
{{ one >= 1.0 }}
{{ 2 * 3 - 1 }}
{{ -one }}
{{ 'it''s' }}
{{ "a" 'b' }}
{{ 'a\nb' }}
{{ 'x' }}{{ 'y' }}
port-{{ one }}/{{ five_text }}
{# gone #}left
{{ float }}
v{{ float }}
{{ words }}
{{ map }}
{{ yes_text and no_text }}
{{ empty or distro }}
{{ nothing or 'x' }}
{{ 'True' }}
{{ 'yes' }}
{{ 'a' + 'b' }}
{{ 'a' + 1 }}
{{ distro | }}
{{ == }}
{{ (distro }}
{{ distro | default('}}') }}
{{ yes_text | bool | lower }}
`
  .split('\n')
  .filter((line) => line !== '')
