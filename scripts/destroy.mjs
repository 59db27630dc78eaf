#!/usr/bin/env zx
// destroy: remove the workers, their data and their files from the nodes; nothing of Kolla's, and nothing by hand.
import { begin } from './begin.mjs'

await begin(import.meta.url, 'destroy')
