import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@jest/globals'
import { makeFolder } from './folders.ts'

/** For tests that need symlinks, which only some users can make on Windows. */
export const testWithLinks = canLink() ? test : test.skip

/**
 * For tests that need features that Windows does not have: pipes, sockets and devices as files, and signals that a process
 * can handle.
 */
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
