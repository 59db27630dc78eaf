#!/usr/bin/env zx
// rollback: bring every worker back to an earlier generation, batch by batch, each proven before the next begins.
import { begin } from './begin.mjs'

await begin(import.meta.url, 'rollback')
