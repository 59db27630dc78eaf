/** The image of the sample settings, as an engine lists it that pulled it. */
export const IMAGES = `registry.example/prom/prometheus v2.53.3 sha256:${'d'.repeat(64)} sha256:aa11`

/** What the program in it says of itself. */
export const VERSION = 'prometheus, version 2.53.3 (branch: HEAD, revision: x)'
