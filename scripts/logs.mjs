#!/usr/bin/env zx
// logs: read what the workers of many nodes write as one log; nothing is changed.
import { begin } from './begin.mjs'

await begin(import.meta.url, 'logs')
