export const id = 278;
export const ids = [278];
export const modules = {

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
