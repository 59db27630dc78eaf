#!/usr/bin/env zx
// reload: bring a changed configuration to every worker and prove it; no worker is ever restarted.
import { begin } from './begin.mjs'

await begin(import.meta.url, 'reload')
