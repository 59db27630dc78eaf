// Preloaded with --import: takes the place of the program's main(), so that a test can see what the way to it does.
import { register } from 'node:module'

const hooks = `
export async function resolve(specifier, context, next) {
  if (specifier !== '#src/cli/main.js') return next(specifier, context)
  return { shortCircuit: true, url: 'data:text/javascript,' + encodeURIComponent(process.env.TEST_MAIN) }
}`

// Newer versions print that register() is deprecated; the oldest one that is promised has nothing else.
process.noDeprecation = true
register(`data:text/javascript,${encodeURIComponent(hooks)}`)
