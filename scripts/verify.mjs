#!/usr/bin/env zx
// verify: look at every node and at Mimir, and prove, link by link, that the metrics arrive; nothing is changed.
import { begin } from './begin.mjs'

await begin(import.meta.url, 'verify')
