export const id = 47;
export const ids = [47];
export const modules = {

/***/ 1349:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AE: () => (/* binding */ InvalidLine),
/* harmony export */   Mb: () => (/* binding */ checkUnique),
/* harmony export */   aB: () => (/* binding */ toJson)
/* harmony export */ });
/* harmony import */ var _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6653);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4646);


/** Something wrong in one line of a list. */
class InvalidLine extends _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_1__/* .InvalidValue */ .h {
    /** Counted from 1. */
    line;
    constructor(message, line) {
        super(message);
        this.line = line;
    }
}
// Real data has a handful of levels. The stack holds some thousands.
const MAX_DEPTH = 500;
/**
 * Returns a node as JSON text without white space between its tokens.
 *
 * @throws InvalidLine when a map has a property twice, when something in it is refused, and past 500 levels
 */
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
/** Throws an InvalidLine that names both lines when a map has a property twice. */
function checkUnique({ properties }) {
    const lines = new Map();
    for (const { name, line } of properties) {
        const first = lines.get(name);
        if (first !== undefined) {
            throw new InvalidLine(`has the property ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(name)} twice, in line ${first} and in line ${line}`, line);
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
/* harmony import */ var _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6653);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(4646);




const BYTE_ORDER_MARK = '\ufeff';
const REPLACEMENT_CHARACTER = '\ufffd';
/**
 * Reads a text file of the workspace. A byte order mark at its beginning is dropped.
 *
 * @throws InvalidValue when the file may not or cannot be read, is not UTF-8, or is over about 512 MiB
 */
function readTextFile(path, workspace) {
    const text = workspace.open(path, (descriptor, { size }) => readText(descriptor, size));
    return text.startsWith(BYTE_ORDER_MARK) ? text.slice(BYTE_ORDER_MARK.length) : text;
}
function readText(descriptor, size) {
    if (size > node_buffer__WEBPACK_IMPORTED_MODULE_0__.constants.MAX_STRING_LENGTH) {
        const most = (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .formatCount */ .B4)(node_buffer__WEBPACK_IMPORTED_MODULE_0__.constants.MAX_STRING_LENGTH);
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_3__/* .InvalidValue */ .h(`is ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_2__/* .formatCount */ .B4)(size)} bytes, and at most ${most} can be read: split it`);
    }
    // By way of a buffer, a file of 100 MB with an é in it would have 300 MB at a time: two bytes for each character.
    const text = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.readFileSync)(descriptor, 'utf8');
    if (text.includes(REPLACEMENT_CHARACTER) && !(0,node_buffer__WEBPACK_IMPORTED_MODULE_0__.isUtf8)(readFromStart(descriptor, size))) {
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_3__/* .InvalidValue */ .h('is not valid UTF-8: save it as UTF-8');
    }
    return text;
}
function readFromStart(descriptor, size) {
    const bytes = Buffer.alloc(size);
    return bytes.subarray(0, (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.readSync)(descriptor, bytes, 0, size, 0));
}


/***/ }),

/***/ 5047:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   WranglerConfig: () => (/* binding */ WranglerConfig),
/* harmony export */   readWranglerFile: () => (/* binding */ readWranglerFile)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6653);
/* harmony import */ var _entries_list_node_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1349);
/* harmony import */ var _entries_text_file_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2488);
/* harmony import */ var _shared_similar_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6112);
/* harmony import */ var _kv_target_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(1160);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(4646);







/**
 * What a configuration of wrangler says of where to write, at its top level or in one of its environments:
 * https://developers.cloudflare.com/workers/wrangler/configuration/
 */
class WranglerConfig {
    #top;
    #environment;
    #level;
    /**
     * @param environment name of one, or empty for the top level
     * @throws InvalidValue when there is no such environment, naming those that are
     */
    constructor(top, environment) {
        this.#top = top;
        this.#environment = environment;
        this.#level = environment ? findEnvironment(top, environment) : top;
    }
    /** The account ID, empty when there is none. That of the top level goes for environments without one, too. */
    get accountId() {
        const id = this.#level['account_id'] ?? this.#top['account_id'];
        return typeof id === 'string' ? id : '';
    }
    /**
     * Returns the ID of the namespace behind a binding. Bindings of the top level do not go for environments.
     *
     * @throws InvalidValue when there is no such binding, naming those that are, or when it has no ID
     */
    namespaceId(binding) {
        const found = bindingsOf(this.#level).find(({ name }) => name === binding);
        if (!found)
            throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_5__/* .InvalidValue */ .h(this.#explainMissing(binding));
        const { id } = found;
        const namespaceId = typeof id === 'string' ? (0,_kv_target_js__WEBPACK_IMPORTED_MODULE_6__/* .parseNamespaceId */ .O)(id) : undefined;
        if (namespaceId)
            return namespaceId;
        const state = typeof id === 'string' && id ? `the id ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(id)}, which is not 32 hex digits,` : 'no id';
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_5__/* .InvalidValue */ .h(`${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(binding)} has ${state} in wrangler-config: put the ID of the namespace there, or leave wrangler-config out and give its ID or title`);
    }
    #explainMissing(binding) {
        const where = this.#environment
            ? `the environment ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(this.#environment)} of wrangler-config`
            : 'wrangler-config';
        const names = bindingsOf(this.#level).map(({ name }) => name);
        const others = names.length > 0 ? `has ${(0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_3__/* .listed */ .K)((0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_3__/* .closest */ .k)(binding, names, names.length))}` : 'has none';
        const isAbove = bindingsOf(this.#top).some(({ name }) => name === binding);
        const hint = isAbove ? '; what kv_namespaces of the top level has does not go for environments' : '';
        return `must be a binding in kv_namespaces: ${where} ${others}${hint}; got ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(binding)}`;
    }
}
/**
 * Reads a `wrangler.toml`, `.json` or `.jsonc`.
 *
 * @param path relative to the workspace, or absolute
 * @throws InvalidValue when the file may not be read, with line and column when it is not what its extension says
 */
async function readWranglerFile(path, workspace) {
    const extension = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.extname)(path).toLowerCase();
    if (!['.toml', '.json', '.jsonc'].includes(extension)) {
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_5__/* .InvalidValue */ .h(`must be a wrangler.toml, wrangler.json or wrangler.jsonc, got ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(path)}`);
    }
    try {
        const text = (0,_entries_text_file_js__WEBPACK_IMPORTED_MODULE_2__/* .readTextFile */ .G)(path, workspace);
        return asTable(await (extension === '.toml' ? parseToml(text) : parseJson(text)));
    }
    catch (error) {
        if (!(error instanceof _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_5__/* .InvalidValue */ .h))
            throw error;
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_5__/* .InvalidValue */ .h(`${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(workspace.display(path))} ${error.message}`);
    }
}
async function parseToml(text) {
    const { parse, TomlError } = await __webpack_require__.e(/* import() */ 292).then(__webpack_require__.bind(__webpack_require__, 3292));
    try {
        return parse(text, { integersAsBigInt: 'asNeeded' });
    }
    catch (error) {
        if (!(error instanceof TomlError))
            throw error;
        // The lines after the first repeat what the file holds.
        const what = (error.message.split('\n')[0] ?? '').replace('Invalid TOML document: ', '').replace(/\.$/, '');
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_5__/* .InvalidValue */ .h(`is not valid TOML: ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_4__/* .printable */ .g$)(what)} at line ${error.line}, column ${error.column}`);
    }
}
/** Wrangler takes comments and trailing commas in a `.json` as well. */
async function parseJson(text) {
    const { readJson } = await Promise.all(/* import() */[__webpack_require__.e(547), __webpack_require__.e(811)]).then(__webpack_require__.bind(__webpack_require__, 9811));
    return JSON.parse((0,_entries_list_node_js__WEBPACK_IMPORTED_MODULE_1__/* .toJson */ .aB)(readJson(text, { comments: true })));
}
function findEnvironment(top, environment) {
    const environments = asTable(top['env']);
    if (Object.hasOwn(environments, environment))
        return asTable(environments[environment]);
    const names = Object.keys(environments);
    const others = names.length > 0 ? `has ${(0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_3__/* .listed */ .K)((0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_3__/* .closest */ .k)(environment, names, names.length))}` : 'has none';
    throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_5__/* .InvalidValue */ .h(`must be an environment of wrangler-config, which ${others}; got ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_4__/* .quoted */ .TL)(environment)}`);
}
function bindingsOf(level) {
    const bindings = level['kv_namespaces'];
    if (!Array.isArray(bindings))
        return [];
    return bindings
        .map(asTable)
        .flatMap(({ binding, id }) => (typeof binding === 'string' ? [{ name: binding, id }] : []));
}
function asTable(value) {
    return typeof value === 'object' && value !== null ? value : {};
}


/***/ }),

/***/ 6112:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ listed),
/* harmony export */   k: () => (/* binding */ closest)
/* harmony export */ });
/* harmony import */ var _text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4646);

/** Names that a message lists; past them, their number. */
const MAX_NAMES = 20;
/** Letters that a name which only lacks its end counts as. */
const CUT_SHORT = 2;
/** Returns up to `count` of `names`, those first that differ from `name` by the fewest letters, or that it begins. */
function closest(name, names, count) {
    const wanted = name.toLowerCase();
    return names
        .map((candidate) => ({ candidate, distance: difference(wanted, candidate.toLowerCase()) }))
        .sort((a, b) => a.distance - b.distance)
        .slice(0, count)
        .map(({ candidate }) => candidate);
}
/** Returns names in quotes, with commas between: all of a few, and of many the number of the rest. */
function listed(names) {
    const rest = names.length - MAX_NAMES;
    return [...names.slice(0, MAX_NAMES).map(_text_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL), ...(rest > 0 ? [`and ${rest} more`] : [])].join(', ');
}
function difference(wanted, candidate) {
    const letters = distance(wanted, candidate);
    return wanted && candidate.startsWith(wanted) ? Math.min(letters, CUT_SHORT) : letters;
}
/** Letters to add, leave out or replace to make `b` of `a`; of each the first 100 are looked at. */
function distance(a, b) {
    const [from, to] = [a.slice(0, 100), b.slice(0, 100)];
    let previous = Array.from({ length: to.length + 1 }, (_, index) => index);
    for (let i = 1; i <= from.length; i++) {
        const row = [i];
        for (let j = 1; j <= to.length; j++) {
            const replaced = (previous[j - 1] ?? 0) + Number(from[i - 1] !== to[j - 1]);
            row.push(Math.min(replaced, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
        }
        previous = row;
    }
    return previous[to.length] ?? 0;
}


/***/ })

};
