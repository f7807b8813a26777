export const id = 486;
export const ids = [486,349];
export const modules = {

/***/ 1349:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   InvalidLine: () => (/* binding */ InvalidLine),
/* harmony export */   checkUnique: () => (/* binding */ checkUnique),
/* harmony export */   toJson: () => (/* binding */ toJson)
/* harmony export */ });
/* harmony import */ var _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6653);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4646);


class InvalidLine extends _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__/* .InvalidValue */ .h6 {
    line;
    constructor(message, line) {
        super(message);
        this.line = line;
    }
}
const MAX_DEPTH = 500;
function toJson(node, depth = 0) {
    if ('text' in node)
        return JSON.stringify(node.text);
    if ('json' in node)
        return node.json;
    if ('refused' in node)
        throw new InvalidLine(node.refused, node.line);
    if (depth === MAX_DEPTH)
        throw new InvalidLine(`is nested more than ${MAX_DEPTH} levels deep`, node.line);
    if ('items' in node)
        return `[${node.items.map((item) => toJson(item, depth + 1)).join(',')}]`;
    checkUnique(node);
    const properties = node.properties.map(({ name, value }) => `${JSON.stringify(name)}:${toJson(value, depth + 1)}`);
    return `{${properties.join(',')}}`;
}
function checkUnique({ properties }) {
    const lines = new Map();
    for (const { name, line } of properties) {
        const first = lines.get(name);
        if (first !== undefined) {
            throw new InvalidLine(`has the property ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(name)} twice, in line ${first} and in line ${line}`, line);
        }
        lines.set(name, line);
    }
}


/***/ }),

/***/ 2488:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   G: () => (/* binding */ readTextFile)
/* harmony export */ });
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4573);
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_buffer__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6653);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4646);




const BYTE_ORDER_MARK = '\ufeff';
const REPLACEMENT_CHARACTER = '\ufffd';
const UTF_16 = /^(\ufffd\ufffd[^\0]?\0|\ufffd\ufffd\0|[^\0]\0[^\0]\0|\0[^\0]\0[^\0])/;
const MAX_BYTES = 128 * 1024 ** 2;
function readTextFile(path, workspace, maxBytes = MAX_BYTES) {
    const text = workspace.open(path, (descriptor, { size }) => {
        if (size <= maxBytes)
            return readText(descriptor, size);
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_2__/* .InvalidValue */ .h6(`is ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .formatCount */ .B4)(size)} bytes, and at most ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .formatCount */ .B4)(maxBytes)} can be read: check that it is the right file, or split it`);
    });
    return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}
function readText(descriptor, size) {
    const text = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.readFileSync)(descriptor, 'utf8');
    if (UTF_16.test(text))
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_2__/* .InvalidValue */ .h6('is UTF-16: save it as UTF-8');
    if (text.includes(REPLACEMENT_CHARACTER) && !(0,node_buffer__WEBPACK_IMPORTED_MODULE_0__.isUtf8)(readFromStart(descriptor, size))) {
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_2__/* .InvalidValue */ .h6('is not valid UTF-8: save it as UTF-8');
    }
    return text;
}
function readFromStart(descriptor, size) {
    const bytes = Buffer.alloc(size);
    return bytes.subarray(0, (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.readSync)(descriptor, bytes, 0, size, 0));
}


/***/ }),

/***/ 4486:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   at: () => (/* binding */ at),
/* harmony export */   f: () => (/* binding */ asTable),
/* harmony export */   readWranglerFile: () => (/* binding */ readWranglerFile)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _entries_list_node_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1349);
/* harmony import */ var _entries_text_file_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2488);
/* harmony import */ var _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6653);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4646);





const MAX_BYTES = 512 * 1024;
async function readWranglerFile(path, workspace) {
    const extension = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.extname)(path).toLowerCase();
    if (!['.toml', '.json', '.jsonc'].includes(extension)) {
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_3__/* .InvalidValue */ .h6(`must be a wrangler.toml, wrangler.json or wrangler.jsonc, got ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(path)}`);
    }
    const shown = workspace.display(path);
    try {
        const text = (0,_entries_text_file_js__WEBPACK_IMPORTED_MODULE_2__/* .readTextFile */ .G)(path, workspace, MAX_BYTES);
        const content = await (extension === '.toml' ? parseToml(text) : parseJson(text));
        return { path: shown, environments: Object.keys(asTable(content.top['env'])), ...content };
    }
    catch (error) {
        if (!(error instanceof _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_3__/* .InvalidValue */ .h6))
            throw error;
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_3__/* .InvalidValue */ .h6(`${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(shown)} ${error.message}`, { cause: error });
    }
}
function asTable(value) {
    return typeof value === 'object' && value !== null ? value : {};
}
function at(file, path) {
    const line = file.lineOf(path);
    return line === undefined ? '' : ` (line ${line})`;
}
async function parseToml(text) {
    const { parse, TomlError } = await __webpack_require__.e(/* import() */ 292).then(__webpack_require__.bind(__webpack_require__, 3292));
    try {
        const top = parse(text, { integersAsBigInt: 'asNeeded' });
        return { isToml: true, top, lineOf: (path) => findTomlLine(text, path) };
    }
    catch (error) {
        if (!(error instanceof TomlError))
            throw error;
        const what = (error.message.split('\n')[0] ?? '').replace('Invalid TOML document: ', '').replace(/\.$/, '');
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_3__/* .InvalidValue */ .h6(`is not valid TOML: ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_4__/* .printable */ .g$)(what)} at line ${error.line}, column ${error.column}`);
    }
}
function findTomlLine(text, path) {
    const property = path.at(-1);
    const lines = text.split('\n');
    const found = lines.flatMap((line, index) => {
        const [, name] = /^\s*(?:\[\[?\s*)?(?:[\w-]+\s*\.\s*)*["']?([\w-]+)["']?\s*[=\]]/.exec(line) ?? [];
        return name === property ? [index + 1] : [];
    });
    return found.length === 1 ? found[0] : undefined;
}
async function parseJson(text) {
    const { readJson } = await Promise.all(/* import() */[__webpack_require__.e(547), __webpack_require__.e(449)]).then(__webpack_require__.bind(__webpack_require__, 830));
    const node = readJson(text, { comments: true });
    const top = asTable(JSON.parse((0,_entries_list_node_js__WEBPACK_IMPORTED_MODULE_1__.toJson)(node)));
    return { isToml: false, top, lineOf: (path) => findNodeLine(node, path) };
}
function findNodeLine(root, path) {
    let place = { line: root.line, value: root };
    for (const step of path)
        place = place && childOf(place.value, step);
    return place?.line;
}
function childOf(node, step) {
    if ('properties' in node)
        return node.properties.find(({ name }) => name === step);
    const item = 'items' in node ? node.items[Number(step)] : undefined;
    return item && { line: item.line, value: item };
}


/***/ })

};
