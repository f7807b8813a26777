import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { test } from '@jest/globals'
import { makeFolder } from './folders.ts'

/** For tests that need links: Windows lets only some users make them. */
export const testWithLinks = canLink() ? test : test.skip

/**
 * For tests that need what Windows has not: pipes, sockets and devices among its files, another file in an open one's
 * place, opening what is no link alone, and signals that a process can act upon.
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
