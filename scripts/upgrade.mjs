#!/usr/bin/env zx
// upgrade: bring another image to every worker, batch by batch, each proven before the next begins.
import { begin } from './begin.mjs'

await begin(import.meta.url, 'upgrade')
