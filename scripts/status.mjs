#!/usr/bin/env zx
// status: show what runs on every node, since when and by whom, and what was changed by hand; nothing is changed.
import { begin } from './begin.mjs'

await begin(import.meta.url, 'status')
