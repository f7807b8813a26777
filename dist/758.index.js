export const id = 758;
export const ids = [758];
export const modules = {

/***/ 7758:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   findExplorerNamespace: () => (/* binding */ findExplorerNamespace),
/* harmony export */   findNamespaceByTitle: () => (/* binding */ findNamespaceByTitle)
/* harmony export */ });
/* harmony import */ var _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6653);
/* harmony import */ var _shared_similar_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6112);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4646);
/* harmony import */ var _api_failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7902);
/* harmony import */ var _target_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(1160);
/* harmony import */ var _transport_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4935);






const PER_PAGE = 1000;
const MAX_NAMES = 5;
async function findNamespaceByTitle(transport, accountId, title, binding) {
    const namespaces = await listNamespaces(transport, accountId);
    const [first, ...others] = namespaces.filter((namespace) => namespace.title === title);
    if (first === undefined) {
        const titles = namespaces.map((namespace) => namespace.title);
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__/* .InvalidValue */ .h6(binding === undefined ? describeUnknown(title, titles) : describeUndeployed(title, binding));
    }
    if (others.length === 0)
        return first;
    const ids = [first, ...others].slice(0, MAX_NAMES).map(({ id }) => (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(id));
    throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__/* .InvalidValue */ .h6(`${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(title)} is the title of ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .formatCount */ .B4)(others.length + 1)} namespaces: give the ID of one, ${ids.join(' or ')}`);
}
async function listNamespaces(transport, accountId) {
    const path = `/accounts/${(0,_transport_js__WEBPACK_IMPORTED_MODULE_4__/* .encodeSegment */ .u)(accountId)}/storage/kv/namespaces`;
    const namespaces = new Map();
    let [known, total] = [-1, Infinity];
    for (let page = 1; namespaces.size > known && namespaces.size < total; page++) {
        known = namespaces.size;
        const request = { method: 'GET', path: `${path}?page=${page}&per_page=${PER_PAGE}&order=id&direction=asc` };
        const { result, resultInfo } = await transport.retry.run(() => transport.send(request));
        for (const namespace of parseNamespaces(result))
            namespaces.set(namespace.id, namespace);
        total = totalOf(resultInfo);
    }
    return [...namespaces.values()];
}
async function findExplorerNamespace(transport, name) {
    const path = '/storage/kv/namespaces';
    const { result } = await transport.retry.run(() => transport.send({ method: 'GET', path }));
    const namespaces = parseNamespaces(result, parseExplorerItem);
    const found = namespaces.find(({ title }) => title === name) ?? namespaces.find(({ id }) => id === name);
    if (found)
        return found;
    const titles = namespaces.map(({ title }) => title);
    const others = titles.length > 0 ? `it has ${(0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_1__/* .listed */ .KE)((0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_1__/* .closest */ .kp)(name, titles, titles.length))}` : 'it has none';
    throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__/* .InvalidValue */ .h6(`${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(name)} is not a KV binding or ID of the Worker that wrangler dev runs: ${others}`);
}
function parseExplorerItem(item) {
    const { id, title } = (item ?? {});
    return typeof id === 'string' && typeof title === 'string' ? { ...(0,_target_js__WEBPACK_IMPORTED_MODULE_5__/* .assumeNamespace */ .aj)(id), title } : undefined;
}
function parseNamespaces(result, parse = _target_js__WEBPACK_IMPORTED_MODULE_5__/* .parseNamespaceInfo */ .xL) {
    const items = Array.isArray(result) ? result.map(parse) : [undefined];
    const namespaces = items.filter((namespace) => namespace !== undefined);
    if (namespaces.length === items.length)
        return namespaces;
    throw new _api_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .ApiFailure */ .F9('the API answered a listing of namespaces with an unexpected response');
}
function totalOf(resultInfo) {
    const { total_count: total } = (resultInfo ?? {});
    return typeof total === 'number' ? total : Infinity;
}
function describeUndeployed(title, binding) {
    return `${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(binding)} has no id in wrangler-config, and this account has no namespace with the title ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(title)}, which wrangler creates for it: deploy the Worker first, or write the ID of a namespace as id`;
}
function describeUnknown(title, titles) {
    const what = `${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .quoted */ .TL)(title)} is neither an ID (32 hex digits) nor a title`;
    if (titles.length === 0)
        return `${what}: this account has no namespaces; check account-id, and what the token has access to`;
    const names = (0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_1__/* .listed */ .KE)((0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_1__/* .closest */ .kp)(title, titles, MAX_NAMES));
    return titles.length <= MAX_NAMES
        ? `${what}: the namespaces of this account are ${names}`
        : `${what}: of the ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .formatCount */ .B4)(titles.length)} namespaces of this account the closest are ${names}`;
}


/***/ })

};
