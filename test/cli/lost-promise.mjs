// What nothing keeps alive and nobody settles: the rest of this script never runs.
await new Promise(() => undefined)
process.exitCode = 1
