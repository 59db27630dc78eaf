#!/usr/bin/env zx
// rollout: bring the worker to every node of the cloud, and prove that its metrics arrive in Mimir.
import { begin } from './begin.mjs'

await begin(import.meta.url, 'rollout')
