const NAME = 'registry.example/prom/prometheus'

/** As containers of it name it. */
export const IMAGE_ID = `sha256:${'a'.repeat(64)}`

/** What its name is pinned to. */
export const PINNED = `${NAME}@sha256:${'d'.repeat(64)}`

/** The image of the sample settings, as an engine has it that pulled it: by its tag, and by its digest. */
export const IMAGES = [`${NAME}:v2.53.3`, PINNED].map((asked) => `${asked} ${IMAGE_ID} ${PINNED}`).join('\n')

/** What the program in it says of itself. */
export const VERSION = 'prometheus, version 2.53.3 (branch: HEAD, revision: x)'
