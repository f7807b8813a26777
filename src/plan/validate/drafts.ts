import type { Options } from 'ajv'
import type Core from 'ajv/dist/core.js'
import { InvalidValue } from '../../shared/diagnostics.ts'
import { quoted } from '../../shared/text.ts'

/** The drafts of JSON Schema that values can be validated against. */
export type Draft = 'draft-07' | '2019-09' | '2020-12'

/** The validator, of any draft. */
export type Ajv = Core.default

/** Makes a validator of one draft. */
export type MakeAjv = (options: Options) => Ajv

/** The URI of each draft's meta-schema, as the validator knows it. */
export const META_SCHEMAS: Readonly<Record<Draft, string>> = {
  'draft-07': 'http://json-schema.org/draft-07/schema',
  '2019-09': 'https://json-schema.org/draft/2019-09/schema',
  '2020-12': 'https://json-schema.org/draft/2020-12/schema'
}

const URIS: readonly (readonly [RegExp, Draft])[] = [
  [/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, 'draft-07'],
  [/^https?:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/, '2019-09'],
  [/^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, '2020-12']
]

/**
 * Returns the draft that a schema names in `$schema`, or 2020-12 if it has no `$schema`.
 *
 * @throws InvalidValue when the draft is not supported
 */
export function parseDraft(schema: unknown): Draft {
  const uri = typeof schema === 'object' && schema !== null && '$schema' in schema ? schema.$schema : undefined
  if (uri === undefined) return '2020-12'
  const found = typeof uri === 'string' ? URIS.find(([pattern]) => pattern.test(uri)) : undefined
  if (found) return found[1]
  const given = typeof uri === 'string' ? quoted(uri) : 'a value that is not text'
  throw new InvalidValue(
    `has ${given} as $schema, which is not supported: write it for draft-07, 2019-09 or 2020-12, such as "https://json-schema.org/draft/2020-12/schema"`
  )
}

/**
 * Loads the validator of a draft, each in its own chunk. Uses `default`, since in a bundle, a CommonJS module that is a
 * function has no other exports.
 */
export async function loadDraft(draft: Draft): Promise<MakeAjv> {
  switch (draft) {
    case 'draft-07': {
      const { Ajv } = (await import('ajv')).default
      return (options) => new Ajv(options)
    }
    case '2019-09': {
      const { Ajv2019 } = (await import('ajv/dist/2019.js')).default
      return (options) => new Ajv2019(options)
    }
    case '2020-12': {
      const { Ajv2020 } = (await import('ajv/dist/2020.js')).default
      return (options) => new Ajv2020(options)
    }
  }
}
