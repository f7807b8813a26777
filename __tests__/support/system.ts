import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@jest/globals'
import { makeFolder } from './folders.ts'

/** For tests that need links: Windows lets only some users make them. */
export const testWithLinks = canLink() ? test : test.skip

/** For tests that need what Windows has not among its files: pipes, sockets, devices, and another in an open file's place. */
export const testOnPosix = process.platform === 'win32' ? test.skip : test

/** For tests that need `/proc`. */
export const testOnLinux = process.platform === 'linux' ? test : test.skip

function canLink(): boolean {
  try {
    symlinkSync('nowhere', join(makeFolder(), 'link'))
    return true
  } catch {
    return false
  }
}
