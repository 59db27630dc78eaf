#!/usr/bin/env zx
// plan: show what a rollout would change on which node, and in which batches; touch nothing.
import { begin } from './begin.mjs'

await begin(import.meta.url, 'plan')
