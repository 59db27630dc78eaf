import { expect, it } from 'vitest'
import { rolloutGroupProblems } from '../../src/fleet/rollout-groups.ts'
import { pathText } from '../../src/yaml/tree.ts'

const groups = new Map(['compute', 'control', 'redis'].map((name) => [name, ['n1']]))

const problems = (order: readonly string[], exclusive: readonly string[]) =>
  rolloutGroupProblems({ order, exclusive }, { groups }, (path) => ({
    file: pathText(path),
    line: 1,
    column: 1,
  }))

it('lets a cloud lack the usual groups, and have those that are named', () => {
  expect(problems(['compute'], ['mariadb', 'rabbitmq', 'loadbalancer', 'redis'])).toEqual([])
})

it('refuses groups that nobody is in, each in its place', () => {
  expect(problems(['compute', 'storage'], ['contrl'])).toEqual([
    {
      severity: 'error',
      at: { file: 'rollout.order[1]', line: 1, column: 1 },
      path: 'rollout.order[1]',
      message: 'the inventory has no group storage',
      remedy: 'write one of its groups, or take it out',
    },
    {
      severity: 'error',
      at: { file: 'rollout.exclusive[0]', line: 1, column: 1 },
      path: 'rollout.exclusive[0]',
      message: 'the inventory has no group contrl',
      remedy: 'did you mean control?',
    },
  ])
})
