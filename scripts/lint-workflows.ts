// Holds action.yml and the workflows against GitHub's own language service, and tells each mistake with its place.
import { globSync, readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

// The language service is written for bundlers, which need not be told that a file is JSON.
registerHooks({
  load: (url, context, nextLoad) =>
    nextLoad(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context)
})
const { registerLogger, validate } = await import('@actions/languageservice')
const { TextDocument } = await import('vscode-languageserver-textdocument')

// It only logs what ends a validation, which then has found nothing.
const { log, info, warn } = console
registerLogger({ log, info, warn, error: fail })

const given = process.argv.slice(2)
const files = given.length > 0 ? given : ['action.yml', ...globSync('.github/workflows/*.{yml,yaml}')]
for (const file of files) {
  const uri = pathToFileURL(resolve(file)).href
  const document = TextDocument.create(uri, 'yaml', 1, readFileSync(file, 'utf8'))
  for (const { message, range } of await validate(document)) {
    const text = typeof message === 'string' ? message : message.value
    fail(`${file}:${range.start.line + 1}:${range.start.character + 1} ${text}`)
  }
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
