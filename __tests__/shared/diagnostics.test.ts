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

test('a valid value is returned without an error', async () => {
  const diagnostics = new Diagnostics()
  expect(diagnostics.attempt('ttl', () => 60)).toBe(60)
  expect(await diagnostics.attemptAsync('ttl', () => Promise.resolve(60))).toBe(60)
  expect(diagnostics.errors).toEqual([])
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

test('an error without an entry has no key and no location', () => {
  const diagnostics = new Diagnostics()
  diagnostics.error('is wrong')
  expect(diagnostics.errors).toStrictEqual([{ message: 'is wrong' }])
})

test('an invalid value is printed with the name of its error', () => {
  expect(String(new InvalidValue('must be a number'))).toBe('InvalidValue: must be a number')
})
