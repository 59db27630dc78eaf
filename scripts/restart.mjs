#!/usr/bin/env zx
// restart: bring every worker up to date in a new container, batch by batch, and prove it.
import { begin } from './begin.mjs'

await begin(import.meta.url, 'restart')
