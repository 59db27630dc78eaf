// Print every message of every language, one below the other, with sample values: for a reviewer of a translation.
/** @param {string} path @returns {Promise<any>} */
const load = (path) => import(new URL(`../dist/${path}`, import.meta.url).href)
/** @type {{ allMessages: (language: string) => readonly (readonly [string, string])[] }} */
const { allMessages } = await load('test/messages/all-messages.js')
/** @type {{ LANGUAGES: readonly string[] }} */
const { LANGUAGES } = await load('src/messages/language.js')

const columns = LANGUAGES.map((language) => ({ language, messages: allMessages(language) }))
for (const [at, [name]] of (columns[0]?.messages ?? []).entries()) {
  process.stdout.write(`${name}\n`)
  for (const { language, messages } of columns)
    process.stdout.write(`  ${language}  ${(messages[at]?.[1] ?? '').replaceAll('\n', '\n      ')}\n`)
}
