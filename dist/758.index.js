export const id = 758;
export const ids = [758];
export const modules = {

/***/ 7758:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Account: () => (/* binding */ Account)
/* harmony export */ });
/* harmony import */ var _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6653);
/* harmony import */ var _shared_similar_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6112);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4646);
/* harmony import */ var _api_failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7902);
/* harmony import */ var _target_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1160);
/* harmony import */ var _transport_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4935);






const PER_PAGE = 1000;
const MAX_PAGES = 100;
const MAX_NAMES = 5;
class Account {
    #transport;
    #path;
    constructor(transport, id) {
        this.#transport = transport;
        this.#path = `/accounts/${(0,_transport_js__WEBPACK_IMPORTED_MODULE_4__/* .encodeSegment */ .u)(id)}/storage/kv/namespaces`;
    }
    async findNamespace(title, binding) {
        const namespaces = [...(await this.#namespaces()).values()];
        const found = namespaces.filter((namespace) => namespace.title === title);
        const [first] = found;
        if (first === undefined && binding !== undefined)
            throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__/* .InvalidValue */ .h6(describeUndeployed(title, binding));
        if (first === undefined) {
            const titles = namespaces.map((namespace) => namespace.title);
            throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__/* .InvalidValue */ .h6(`${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(title)} is neither an ID (32 hex digits) nor a title: ${describe(title, titles)}`);
        }
        if (found.length > 1) {
            const ids = found.slice(0, MAX_NAMES).map(({ id }) => (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(id));
            throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__/* .InvalidValue */ .h6(`${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(title)} is the title of ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .formatCount */ .B4)(found.length)} namespaces: give the ID of one, ${ids.join(' or ')}`);
        }
        return first;
    }
    async #namespaces() {
        const namespaces = new Map();
        for (let page = 1, known = -1; namespaces.size > known; page++) {
            known = namespaces.size;
            const { result, resultInfo } = await this.#page(page);
            for (const namespace of parseNamespaces(result))
                namespaces.set(namespace.id, namespace);
            if (namespaces.size >= totalOf(resultInfo))
                break;
            if (page === MAX_PAGES)
                throw unexpected();
        }
        return namespaces;
    }
    #page(page) {
        const path = `${this.#path}?page=${page}&per_page=${PER_PAGE}&order=id&direction=asc`;
        return this.#transport.retry.run(() => this.#transport.send({ method: 'GET', path }));
    }
}
function parseNamespaces(result) {
    if (!Array.isArray(result) || result.length > PER_PAGE)
        throw unexpected();
    return result.map((item) => {
        const namespace = (0,_target_js__WEBPACK_IMPORTED_MODULE_5__/* .parseNamespaceInfo */ .xL)(item);
        if (!namespace)
            throw unexpected();
        return namespace;
    });
}
function unexpected() {
    return new _api_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .UnexpectedAnswer */ .M7('the API answered a listing of namespaces with an unexpected response');
}
function totalOf(resultInfo) {
    const { total_count: total } = (resultInfo ?? {});
    return typeof total === 'number' ? total : Infinity;
}
function describeUndeployed(title, binding) {
    return `${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(binding)} has no id in wrangler-config, and this account has no namespace with the title ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(title)}, which wrangler creates for it: deploy the Worker first, or write the ID of a namespace as id`;
}
function describe(title, titles) {
    if (titles.length === 0)
        return 'this account has no namespaces; check account-id, and what the token has access to';
    const names = (0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_1__/* .closest */ .kp)(title, titles, MAX_NAMES);
    if (titles.length <= MAX_NAMES)
        return `the namespaces of this account are ${(0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_1__/* .listed */ .KE)(names)}`;
    return `of the ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .formatCount */ .B4)(titles.length)} namespaces of this account the closest are ${(0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_1__/* .listed */ .KE)(names)}`;
}


/***/ })

};
