export const id = 238;
export const ids = [238];
export const modules = {

/***/ 7238:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ExplorerNamespace: () => (/* binding */ ExplorerNamespace),
/* harmony export */   findExplorerNamespace: () => (/* binding */ findExplorerNamespace)
/* harmony export */ });
/* harmony import */ var _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6653);
/* harmony import */ var _shared_similar_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6112);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4646);
/* harmony import */ var _api_failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7902);
/* harmony import */ var _envelope_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(819);
/* harmony import */ var _namespace_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(8590);
/* harmony import */ var _target_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1160);







const FEWEST_LISTED = 10;
class ExplorerNamespace extends _namespace_js__WEBPACK_IMPORTED_MODULE_5__/* .Namespace */ .g$ {
    constructor(transport, id) {
        super(transport, '', id);
    }
    canPut({ metadata, expiry }) {
        return metadata === undefined && !expiry;
    }
    async getMetadata(key) {
        const found = await this.#find(key);
        return found && (found.metadata ?? null);
    }
    async getValue(key) {
        try {
            return await super.getValue(key);
        }
        catch (error) {
            if (error instanceof _envelope_js__WEBPACK_IMPORTED_MODULE_4__/* .KvApiError */ .m && error.status === 404)
                return undefined;
            throw error;
        }
    }
    async #find(key) {
        const { keys } = await this.listKeys(key, '', FEWEST_LISTED, true);
        return keys.find(({ name }) => name === key);
    }
}
async function findExplorerNamespace(transport, name) {
    const path = '/storage/kv/namespaces';
    const { result } = await transport.retry.run(() => transport.send({ method: 'GET', path }));
    const namespaces = Array.isArray(result) ? result.map(parseItem) : [undefined];
    const known = namespaces.filter((namespace) => namespace !== undefined);
    if (known.length < namespaces.length) {
        throw new _api_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .ApiFailure */ .F9('the local explorer answered a listing of namespaces with an unexpected response');
    }
    const found = known.find(({ title }) => title === name) ?? known.find(({ id }) => id === name);
    if (found)
        return found;
    const titles = known.map(({ title }) => title);
    const others = titles.length > 0 ? `it has ${(0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_1__/* .listed */ .KE)((0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_1__/* .closest */ .kp)(name, titles, titles.length))}` : 'it has none';
    throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__/* .InvalidValue */ .h6(`${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(name)} is not a KV binding or ID of the Worker that wrangler dev runs: ${others}`);
}
function parseItem(item) {
    const { id, title } = (item ?? {});
    if (typeof id !== 'string' || typeof title !== 'string')
        return undefined;
    return { ...(0,_target_js__WEBPACK_IMPORTED_MODULE_6__/* .assumeNamespace */ .aj)(id), title };
}


/***/ })

};
