import { execFileSync, spawnSync, type SpawnSyncReturns } from 'node:child_process'
import { appendFileSync, chmodSync, cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from '@jest/globals'
import { parse } from 'yaml'
import { makeFolder } from '../support/folders.ts'
import { testOnPosix } from '../support/system.ts'

interface Job {
  readonly steps: readonly { readonly run?: string }[]
}

const { jobs } = parse(readFileSync('.github/workflows/release.yml', 'utf8')) as {
  readonly jobs: Readonly<Record<'verify' | 'publish', Job>>
}
// What `.ci/run` does is tested by running it.
const scripts = [...jobs.verify.steps, ...jobs.publish.steps].flatMap(({ run }) => run ?? [])
const steps = scripts.filter((run) => run !== '.ci/run')

const REPOSITORY = 'acme/kv-put'

/** Answers what the workflow asks of GitHub, from the repository `REMOTE`, and moves its tags. */
const GH = `#!/usr/bin/env node
const { execFileSync } = require('node:child_process')
const { copyFileSync } = require('node:fs')
const { REMOTE, RUNNER_TEMP, GH_REFUSES } = process.env
const [command, action, ...rest] = process.argv.slice(2)
const git = (...args) => execFileSync('git', args, { cwd: REMOTE, stdio: ['ignore', 'inherit', 'inherit'] })
if (command === 'release' && action === 'view') process.exit(1)
if (command === 'release') copyFileSync(rest.at(-1), RUNNER_TEMP + '/released.md')
else if (action === '--paginate') git('tag', '--list', rest[0].split('/').at(-1) + '*')
else if (GH_REFUSES) process.exit(1)
else git('update-ref', /refs\\/tags\\/v\\d+$/.exec(rest.find((text) => /tags/.test(text)))[0], rest.find((text) => text.startsWith('sha=')).slice(4))
`

/** A repository with a remote, in which releases are made as CONTRIBUTING.md says. */
class Maintainer {
  readonly remote = makeFolder()
  readonly clone = makeFolder({ 'README.md': `- uses: ${REPOSITORY}@v1\n`, 'CHANGELOG.md': '# Changelog\n' })
  readonly temp = makeFolder({ 'bin/gh': GH })

  constructor() {
    chmodSync(join(this.temp, 'bin/gh'), 0o755)
    this.git('init', '--quiet', '--initial-branch=main')
    execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch=main', this.remote])
    this.git('remote', 'add', 'origin', this.remote)
    mkdirSync(join(this.clone, 'scripts'))
    cpSync('scripts/release-notes.ts', join(this.clone, 'scripts/release-notes.ts'))
    this.commit('main')
  }

  git(...args: string[]): string {
    const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false']
    return execFileSync('git', [...identity, ...args], { cwd: this.clone, encoding: 'utf8' }).trim()
  }

  commit(branch: string): void {
    this.git('add', '--all')
    this.git('commit', '--quiet', '--allow-empty', '--message=Change')
    this.git('push', '--quiet', 'origin', branch)
  }

  /** Prepares a version on a branch, tags it as documented, and runs the workflow. Returns its log. */
  release(version: string, branch = 'main', env: NodeJS.ProcessEnv = {}): { failed: boolean; log: string } {
    writeFileSync(join(this.clone, 'package.json'), JSON.stringify({ name: 'kv-put', version: '0.0.0' }))
    execFileSync('npm', ['version', '--no-git-tag-version', version], { cwd: this.clone, stdio: 'pipe' })
    appendFileSync(join(this.clone, 'CHANGELOG.md'), `\n## [${version}] - 2027-01-31\n\n- Notes of ${version}.\n`)
    this.commit(branch)
    this.git('fetch', '--quiet', 'origin')
    this.git('tag', `v${version}`, `origin/${branch}`)
    this.git('push', '--quiet', 'origin', `v${version}`)
    this.git('checkout', '--quiet', `v${version}`)
    const runs = steps.map((run) => this.#run(run, `v${version}`, env))
    this.git('checkout', '--quiet', branch)
    return { failed: runs.some(({ status }) => status !== 0), log: runs.map((run) => run.stdout + run.stderr).join('') }
  }

  #run(script: string, tag: string, env: NodeJS.ProcessEnv): SpawnSyncReturns<string> {
    return spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: this.clone,
      encoding: 'utf8',
      env: {
        ...process.env,
        PATH: `${join(this.temp, 'bin')}:${process.env['PATH']}`,
        REMOTE: this.remote,
        RUNNER_TEMP: this.temp,
        GITHUB_REF_NAME: tag,
        GITHUB_REPOSITORY: REPOSITORY,
        GITHUB_SHA: this.git('rev-parse', 'HEAD'),
        ...env
      }
    })
  }

  /** The version that a tag of the remote names. */
  versionAt(tag: string): unknown {
    const file = execFileSync('git', ['show', `${tag}:package.json`], { cwd: this.remote, encoding: 'utf8' })
    return (JSON.parse(file) as { version: unknown }).version
  }
}

describe('the release workflow', () => {
  testOnPosix(
    'publishes the first release, a patch, and a patch of an older version',
    () => {
      const maintainer = new Maintainer()
      expect(maintainer.release('1.0.0')).toMatchObject({ failed: false })
      expect(maintainer.versionAt('v1')).toBe('1.0.0')
      expect(readFileSync(join(maintainer.temp, 'released.md'), 'utf8')).toBe('- Notes of 1.0.0.\n')
      expect(maintainer.release('1.1.0')).toMatchObject({ failed: false })
      expect(maintainer.versionAt('v1')).toBe('1.1.0')
      maintainer.git('checkout', '--quiet', '-b', 'releases/v1', 'v1.0.0')
      const { failed, log } = maintainer.release('1.0.1', 'releases/v1')
      expect([failed, maintainer.versionAt('v1')]).toEqual([false, '1.1.0'])
      expect(log).toContain('v1 stays: v1.1.0 is newer than v1.0.1')
    },
    120_000
  )

  testOnPosix(
    'refuses a tag off the release branches, and a README of another repository',
    () => {
      const maintainer = new Maintainer()
      maintainer.git('checkout', '--quiet', '-b', 'topic')
      expect(maintainer.release('1.0.0', 'topic').log).toMatch(
        /::error::\w{40} is on neither main nor a branch releases\/vN/
      )
      maintainer.git('checkout', '--quiet', 'main')
      const { failed, log } = maintainer.release('1.0.1', 'main', { GITHUB_REPOSITORY: 'acme/copy' })
      expect([failed, log]).toEqual([true, expect.stringContaining('README.md does not name this repository')])
    },
    120_000
  )

  testOnPosix(
    'shows the command that moves the tag when GitHub refuses to move it',
    () => {
      const maintainer = new Maintainer()
      const { failed, log } = maintainer.release('1.0.0', 'main', { GH_REFUSES: 'true' })
      expect([failed, log]).toEqual([
        true,
        expect.stringMatching(/v1 was not moved\. Move it by hand: git push --force origin \w{40}:refs\/tags\/v1/)
      ])
    },
    120_000
  )
})
