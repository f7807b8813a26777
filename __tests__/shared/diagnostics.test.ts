import { expect, test } from '@jest/globals'
import { Diagnostics, InvalidValue } from '../../src/shared/diagnostics.ts'

test('an invalid value becomes an error that begins with its name', async () => {
  const diagnostics = new Diagnostics()
  const parse = (): number => {
    throw new InvalidValue('must be a number')
  }
  expect(diagnostics.attempt('ttl', parse)).toBeUndefined()
  expect(await diagnostics.attemptAsync('', () => Promise.resolve().then(parse))).toBeUndefined()
  expect(diagnostics.errors).toEqual([{ message: 'ttl must be a number' }, { message: 'must be a number' }])
})

test('an unexpected error is not reported as an invalid value', async () => {
  const diagnostics = new Diagnostics()
  const defect = new TypeError('x is undefined')
  await expect(diagnostics.attemptAsync('ttl', () => Promise.reject(defect))).rejects.toBe(defect)
})

test('an error keeps only the key and the location of its entry', () => {
  const diagnostics = new Diagnostics()
  const entry = { key: 'a', location: { file: 'a.json' }, source: 'a.json' }
  diagnostics.error('is wrong', entry)
  expect(diagnostics.errors).toEqual([{ message: 'is wrong', key: 'a', location: { file: 'a.json' } }])
})
