export const id = 825;
export const ids = [825];
export const modules = {

/***/ 894:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ HttpClient)
/* harmony export */ });
/* unused harmony export BearerCredentialHandler */
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




/***/ }),

/***/ 7278:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ fetch)
/* harmony export */ });
/** `@actions/github` imports it, and never calls it: this action passes a `fetch` of its own. */
function fetch() {
  throw new Error('This action is built without the fetch of undici. See stubs/README.md.')
}


/***/ })

};
