/** `@actions/github` asks it for agents while it loads, and gets none: this action passes a `fetch` of its own. */
class HttpClient {
  getAgent() {
    return undefined
  }

  getAgentDispatcher() {
    return undefined
  }
}

/** `@actions/core` makes one before it requests an OIDC token. */
class BearerCredentialHandler {
  constructor() {
    throw new Error(
      'This action is built without @actions/http-client, so core.getIDToken cannot request an OIDC token. See stubs/README.md.'
    )
  }
}

export { BearerCredentialHandler, HttpClient }
