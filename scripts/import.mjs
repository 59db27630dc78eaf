#!/usr/bin/env zx
// import: write a first manifest from Kolla's folder and inventory; no node is contacted and nothing overwritten.
import { begin } from './begin.mjs'

await begin(import.meta.url, 'import')
