import * as core from '@actions/core'
import { expect, test } from '@jest/globals'
import { useEnvironment } from './support/environment.ts'

const environment = useEnvironment()

test('a request for an OIDC token fails, and the error says what is left out', async () => {
  environment.set({ ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:1', ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'token' })
  await expect(core.getIDToken()).rejects.toThrow(
    'This action is built without @actions/http-client, so core.getIDToken cannot request an OIDC token. See stubs/README.md.'
  )
})

test('reading the details of the platform fails, and the error says what is left out', async () => {
  await expect(core.platform.getDetails()).rejects.toThrow(
    'This action is built without @actions/exec, so core.platform cannot read the details of the platform. See stubs/README.md.'
  )
})
