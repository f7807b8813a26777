import { expect, test } from '@jest/globals'
import { Diagnostics, InvalidValue } from '../../src/shared/diagnostics.ts'

test('an invalid value becomes an error that begins with its name', async () => {
  const diagnostics = new Diagnostics()
  const value = await diagnostics.attempt<number>('ttl', () => {
    throw new InvalidValue('must be a number')
  })
  expect(value).toBeUndefined()
  expect(diagnostics.errors).toEqual([{ message: 'ttl must be a number' }])
})

test('a valid value is returned and nothing noted', async () => {
  const diagnostics = new Diagnostics()
  expect(await diagnostics.attempt('ttl', () => Promise.resolve(60))).toBe(60)
  expect(diagnostics.errors).toEqual([])
})

test('a defect is not taken for a mistake of the user', async () => {
  const diagnostics = new Diagnostics()
  const defect = new TypeError('x is undefined')
  await expect(diagnostics.attempt('ttl', () => Promise.reject(defect))).rejects.toBe(defect)
})

test('an error keeps the key and the place that it is about, and nothing else', () => {
  const diagnostics = new Diagnostics()
  const entry = { key: 'a', location: { file: 'a.json' }, source: 'a.json' }
  diagnostics.error('is wrong', entry)
  expect(diagnostics.errors).toEqual([{ message: 'is wrong', key: 'a', location: { file: 'a.json' } }])
})

test('an error that is about no key and no place has neither', () => {
  const diagnostics = new Diagnostics()
  diagnostics.error('is wrong')
  expect(diagnostics.errors).toStrictEqual([{ message: 'is wrong' }])
})

test('a mistake of the user is told from a defect wherever it is printed', () => {
  expect(String(new InvalidValue('must be a number'))).toBe('InvalidValue: must be a number')
})
