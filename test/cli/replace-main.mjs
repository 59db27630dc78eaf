// Preloaded with --import: takes the place of the program's main(), so that a test can see what the way to it does.
import module from 'node:module'

const main = () => `data:text/javascript,${encodeURIComponent(process.env.TEST_MAIN)}`
const hooks = `
export async function resolve(specifier, context, next) {
  if (specifier !== '#src/cli/main.js') return next(specifier, context)
  return { shortCircuit: true, url: 'data:text/javascript,' + encodeURIComponent(process.env.TEST_MAIN) }
}`

// register() prints a deprecation warning on newer versions, and the older ones have nothing else.
if (module.registerHooks)
  module.registerHooks({
    resolve: (specifier, context, next) =>
      specifier === '#src/cli/main.js' ? { shortCircuit: true, url: main() } : next(specifier, context),
  })
else module.register(`data:text/javascript,${encodeURIComponent(hooks)}`)
