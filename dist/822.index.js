export const id = 822;
export const ids = [822];
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

/***/ 1822:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readShownValues: () => (/* binding */ readShownValues)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./src/kv/listing.ts
var listing = __webpack_require__(9465);
// EXTERNAL MODULE: ./src/kv/values.ts
var values = __webpack_require__(4775);
// EXTERNAL MODULE: ./src/shared/pool.ts
var pool = __webpack_require__(5135);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: ./src/shared/value.ts
var value = __webpack_require__(3664);
// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
;// CONCATENATED MODULE: ./src/plan/diff.ts


const MAX_SHOWN = 16 * 1024;
const MAX_EDITS = 2000;
async function diffValues(before, after) {
    if (before && after && Buffer.compare(before, after) === 0)
        return { note: 'the value stays the same' };
    const values = [before, after].filter((value) => value !== undefined);
    if (!values.every(isShown)) {
        const sizes = values.map(({ length }) => (0,shared_text/* formatBytes */.z3)(length)).join(' → ');
        return { note: `${sizes} (over 16 KiB, or not UTF-8)` };
    }
    const lines = await diffTexts(...layOutAlike(textOf(before), textOf(after)));
    return lines.length > 0 ? { lines } : { note: 'the value is empty' };
}
function isShown(value) {
    return value.length <= MAX_SHOWN && (0,external_node_buffer_.isUtf8)(value);
}
function textOf(value = new Uint8Array()) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString();
}
function layOutAlike(before, after) {
    const laidOut = [before, after].map((text) => (text === '' ? text : layOutJson(text)));
    const [old, now] = laidOut;
    return old === undefined || now === undefined || old === now ? [before, after] : [old, now];
}
const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|[^\s[\]{},:"]+/g;
const MAX_INDENTED = 50;
function layOutJson(text) {
    try {
        JSON.parse(text);
    }
    catch {
        return undefined;
    }
    let laidOut = '';
    let depth = 0;
    let previous = '';
    for (const [token] of text.matchAll(TOKEN)) {
        const closes = token === '}' || token === ']';
        const opened = previous === '{' || previous === '[';
        if (closes)
            depth -= 1;
        if (previous === ',' || opened !== closes)
            laidOut += `\n${'  '.repeat(Math.min(depth, MAX_INDENTED))}`;
        laidOut += token === ':' ? ': ' : token;
        if (token === '{' || token === '[')
            depth += 1;
        previous = token;
    }
    return laidOut;
}
async function diffTexts(before, after) {
    const { structuredPatch } = await __webpack_require__.e(/* import() */ 23).then(__webpack_require__.bind(__webpack_require__, 4023));
    const end = before.endsWith('\n') || after.endsWith('\n') ? '' : '\n';
    const [old, now] = [before && before + end, after && after + end];
    const patch = structuredPatch('', '', old, now, '', '', { context: 3, maxEditLength: MAX_EDITS });
    if (!patch)
        return [...linesOf(old).map((line) => `-${line}`), ...linesOf(now).map((line) => `+${line}`)];
    return patch.hunks.flatMap(({ oldStart, newStart, lines }) => oldStart > 1 ? [`@@ -${oldStart} +${newStart} @@`, ...lines] : lines);
}
function linesOf(text) {
    return text.replace(/\n$/, '').split('\n');
}

;// CONCATENATED MODULE: ./src/plan/show-values.ts







const MAX_KEYS = 100;
async function readShownValues({ changes }, namespace, concurrency, { log }) {
    const all = ['to-delete', 'changed', 'new'].flatMap((wanted) => changes.filter(({ status }) => status === wanted));
    const chosen = all.slice(0, MAX_KEYS);
    if (chosen.length > 0)
        log(`Reading the values of ${(0,shared_text/* counted */.hS)(chosen.length, 'key')}, to show how they change`);
    const shown = new Array(chosen.length);
    await (0,pool/* runPool */.k)(chosen.entries(), concurrency, (isStopped) => async ([index, change]) => {
        const { entry, status } = change;
        shown[index] = { key: entry.key, status, diff: await diffChange(change, namespace, () => !isStopped()) };
        await (0,promises_.setImmediate)();
    });
    return { changes: shown, others: all.length - chosen.length };
}
async function diffChange({ entry, status }, namespace, isOn) {
    try {
        const before = status === 'new' ? undefined : await (0,values/* readValue */.wK)(namespace, entry.key, isOn);
        const after = entry.value && (0,value/* readValue */.wK)(entry.value);
        return await diffValues(before?.bytes, after);
    }
    catch (error) {
        if (error instanceof listing/* HeldUnknown */.WY || error instanceof value/* FileChanged */.zR)
            return { note: error.message };
        throw error;
    }
}


/***/ })

};
