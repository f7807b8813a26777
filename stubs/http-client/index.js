class LeftOut {
  constructor() {
    throw new Error(
      'This action is built without @actions/http-client, so core.getIDToken cannot request an OIDC token. See stubs/README.md.'
    )
  }
}

export { LeftOut as BearerCredentialHandler, LeftOut as HttpClient }
