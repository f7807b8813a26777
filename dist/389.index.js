export const id = 389;
export const ids = [389];
export const modules = {

/***/ 4775:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $T: () => (/* binding */ readPair),
/* harmony export */   ro: () => (/* binding */ checkReadable),
/* harmony export */   wK: () => (/* binding */ readValue)
/* harmony export */ });
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4646);
/* harmony import */ var _api_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7902);
/* harmony import */ var _listing_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9465);



async function readValue(namespace, key, isOn = () => true) {
    checkReadable(namespace, key);
    return ask(namespace, key, isOn, () => namespace.getValue(key));
}
async function readPair(namespace, key, listed, isOn = () => true) {
    const value = await readValue(namespace, key, isOn);
    if (!value && !listed)
        return undefined;
    const metadata = listed
        ? (listed.metadata ?? null)
        : await ask(namespace, key, isOn, () => namespace.getMetadata(key));
    const expiration = value?.expiration ?? listed?.expiration;
    if (!value || metadata === undefined || (listed && expiration !== listed.expiration)) {
        throw new _listing_js__WEBPACK_IMPORTED_MODULE_2__/* .HeldUnknown */ .WY(`key ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(key)} changed while it was read: run the step again`);
    }
    return { bytes: value.bytes, metadata, expiration };
}
function checkReadable(namespace, key) {
    if (namespace.canAddress(key))
        return;
    throw new _listing_js__WEBPACK_IMPORTED_MODULE_2__/* .HeldUnknown */ .WY(`key ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(key)} cannot be read by itself: the namespace is from before 2021 (supports_url_encoding: false), where that works only for keys of A-Z a-z 0-9 - . _ ~`);
}
async function ask(namespace, key, isOn, attempt) {
    try {
        return await namespace.retry.run(attempt, ({ isTransient }) => isTransient && isOn());
    }
    catch (error) {
        if (!(error instanceof _api_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .ApiFailure */ .F9))
            throw error;
        throw new _listing_js__WEBPACK_IMPORTED_MODULE_2__/* .HeldUnknown */ .WY(`key ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(key)} could not be read: ${(0,_api_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .describeFailure */ .Ic)(error)}`, { cause: error });
    }
}


/***/ }),

/***/ 389:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   makeBackup: () => (/* binding */ makeBackup)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7975);
/* harmony import */ var node_util__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(node_util__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var _entries_backup_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(7964);
/* harmony import */ var _entries_expiry_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4653);
/* harmony import */ var _kv_listing_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(9465);
/* harmony import */ var _kv_values_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4775);
/* harmony import */ var _plan_change_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(7023);
/* harmony import */ var _shared_pool_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(5135);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(4646);










const MAX_BYTES = 64 * 1024 ** 2;
async function makeBackup({ changes, held }, { namespace, concurrency, backupFolder }, { log }, maxBytes = MAX_BYTES) {
    const changing = changes.filter((change) => (0,_plan_change_js__WEBPACK_IMPORTED_MODULE_8__/* .isWrite */ .ao)(change) || (0,_plan_change_js__WEBPACK_IMPORTED_MODULE_8__/* .isDeletion */ .zo)(change));
    if (backupFolder === undefined || changing.length === 0)
        return undefined;
    const keys = changing.map(({ entry }) => entry.key);
    log(`Reading what namespace ${namespace.id} holds under ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_7__/* .counted */ .hS)(keys.length, 'key')}, for the backup`);
    if (keys.length > MAX_KEYS_WITHOUT_NOTE)
        log(describeTime(keys.length));
    const lines = new Array(keys.length);
    const heldSizes = new Map();
    let size = (0,_entries_backup_js__WEBPACK_IMPORTED_MODULE_3__/* .frameBackup */ .UB)(namespace.id, []).length;
    try {
        for (const key of keys)
            (0,_kv_values_js__WEBPACK_IMPORTED_MODULE_6__/* .checkReadable */ .ro)(namespace, key);
        const listed = await new _kv_listing_js__WEBPACK_IMPORTED_MODULE_5__/* .HeldReader */ .nb(exactly(namespace), concurrency, log).ofKeys(keys);
        await (0,_shared_pool_js__WEBPACK_IMPORTED_MODULE_9__/* .runPool */ .k)(changing.keys(), concurrency, (isStopped) => async (index) => {
            const change = changing[index];
            const { key } = change.entry;
            const pair = await (0,_kv_values_js__WEBPACK_IMPORTED_MODULE_6__/* .readPair */ .$T)(namespace, key, listed.get(key), () => !isStopped());
            checkPair(change, held, pair);
            const line = (0,_entries_backup_js__WEBPACK_IMPORTED_MODULE_3__/* .formatBackupEntry */ .GK)(key, pair);
            size += Buffer.byteLength(line) + 2;
            if (size > maxBytes)
                throw new _kv_listing_js__WEBPACK_IMPORTED_MODULE_5__/* .HeldUnknown */ .WY(describeTooLarge(maxBytes));
            lines[index] = line;
            if (pair)
                heldSizes.set(key, pair.bytes.length);
        });
        const path = save(backupFolder, (0,_entries_backup_js__WEBPACK_IMPORTED_MODULE_3__/* .frameBackup */ .UB)(namespace.id, lines));
        const bytes = heldSizes.values().reduce((sum, held) => sum + held, 0);
        const values = `${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_7__/* .counted */ .hS)(heldSizes.size, 'value')} (${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_7__/* .formatBytes */ .z3)(bytes)})`;
        log(`Backup: ${values}${describeNew(keys.length - heldSizes.size)}, in ${path}`);
        return { path, heldSizes };
    }
    catch (error) {
        if (!(error instanceof _kv_listing_js__WEBPACK_IMPORTED_MODULE_5__/* .HeldUnknown */ .WY))
            throw error;
        throw new _kv_listing_js__WEBPACK_IMPORTED_MODULE_5__/* .HeldUnknown */ .WY(`backup could not be made: ${error.message}`, { cause: error.cause });
    }
}
function describeTooLarge(maxBytes) {
    return `what this run changes takes over ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_7__/* .formatBytes */ .z3)(maxBytes)}. Publish fewer keys in a step, or set backup to false`;
}
function exactly(namespace) {
    const { id, retry } = namespace;
    return { id, retry, listKeys: (prefix, cursor, limit) => namespace.listKeys(prefix, cursor, limit, true) };
}
function describeNew(keys) {
    return keys === 0 ? '' : `, ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_7__/* .counted */ .hS)(keys, 'key')} that ${keys === 1 ? 'is' : 'are'} new`;
}
const MAX_KEYS_WITHOUT_NOTE = 1000;
const REQUESTS_PER_MINUTE = 1200 / 5;
function describeTime(requests) {
    const minutes = Math.ceil(requests / REQUESTS_PER_MINUTE);
    return `Values are read one by one: at least ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_7__/* .formatCount */ .B4)(requests)} requests and ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_7__/* .formatCount */ .B4)(minutes)} minutes, since the API takes 1,200 requests in 5 minutes`;
}
function checkPair({ entry, status }, held, pair) {
    const key = `key ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_7__/* .quoted */ .TL)(entry.key)}`;
    const planned = held?.get(entry.key);
    const hasChanged = planned ? !pair || !isSame(planned, pair) : status === 'new' && pair !== undefined;
    if (hasChanged)
        throw new _kv_listing_js__WEBPACK_IMPORTED_MODULE_5__/* .HeldUnknown */ .WY(`${key} has changed since the plan was made. Run the step again`);
    if (pair?.expiration !== undefined && pair.expiration > _entries_expiry_js__WEBPACK_IMPORTED_MODULE_4__/* .MAX_EXPIRATION */ .F3) {
        throw new _kv_listing_js__WEBPACK_IMPORTED_MODULE_5__/* .HeldUnknown */ .WY(`${key} expires after the year 9999, which cannot be restored. To publish without a backup, set backup to false`);
    }
}
function isSame({ metadata = null, expiration }, pair) {
    const parsed = JSON.parse(JSON.stringify(pair.metadata));
    return expiration === pair.expiration && (0,node_util__WEBPACK_IMPORTED_MODULE_2__.isDeepStrictEqual)(parsed, metadata);
}
function save(directory, text) {
    let folder;
    try {
        folder = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdtempSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(directory, 'kv-put-action-'));
        const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, 'backup.json');
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)(path, text, { mode: 0o600, flag: 'wx', flush: true });
        return path;
    }
    catch (cause) {
        if (folder !== undefined)
            (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.rmSync)(folder, { recursive: true, force: true });
        const { code = String(cause) } = cause;
        throw new _kv_listing_js__WEBPACK_IMPORTED_MODULE_5__/* .HeldUnknown */ .WY(`RUNNER_TEMP could not be written (${code})`, { cause });
    }
}


/***/ })

};
