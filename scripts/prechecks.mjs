#!/usr/bin/env zx
// prechecks: see what would be in the way of a first rollout, on every node and from there to Mimir; nothing is changed.
import { begin } from './begin.mjs'

await begin(import.meta.url, 'prechecks')
