export const id = 405;
export const ids = [405,349,486];
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


/***/ }),

/***/ 1405:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  WranglerConfig: () => (/* binding */ WranglerConfig)
});

// EXTERNAL MODULE: ./src/kv/target.ts
var target = __webpack_require__(1160);
// EXTERNAL MODULE: ./src/shared/diagnostics.ts
var diagnostics = __webpack_require__(6653);
// EXTERNAL MODULE: ./src/shared/similar.ts
var similar = __webpack_require__(6112);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: ./src/inputs/wrangler-file.ts
var wrangler_file = __webpack_require__(4486);
;// CONCATENATED MODULE: ./src/inputs/wrangler-bindings.ts



const MAX_DEPTH = 8;
function bindingsOf(table) {
    return itemsOf(table['kv_namespaces']).flatMap((item, index) => typeof item['binding'] === 'string' ? [{ name: item['binding'], index, item }] : []);
}
function explainMissing(binding, level, file) {
    const where = level.environment
        ? `the environment ${(0,shared_text/* quoted */.TL)(level.environment)} of ${(0,shared_text/* quoted */.TL)(file.path)}`
        : (0,shared_text/* quoted */.TL)(file.path);
    const names = bindingsOf(level.table).map(({ name }) => name);
    const likely = (0,similar/* misspelled */.vs)(binding, names);
    const hints = [
        ...formHints(binding, level, file),
        ...placeHints(binding, level, file),
        ...(likely === undefined ? [] : [`did you mean ${(0,shared_text/* quoted */.TL)(likely)}?`])
    ];
    const others = names.length > 0 ? `has ${(0,similar/* listed */.KE)((0,similar/* closest */.kp)(binding, names, names.length))}` : 'has none';
    return [`must be a binding in kv_namespaces: ${where} ${others}`, `got ${(0,shared_text/* quoted */.TL)(binding)}`, ...hints].join('; ');
}
function formHints(binding, { table, path }, file) {
    const hints = [];
    if (typeof file.top['configPath'] === 'string' && !('kv_namespaces' in file.top)) {
        hints.push(`the file only refers to another with configPath, ${(0,shared_text/* quoted */.TL)(file.top['configPath'])}: give wrangler-config the path of that file, relative to the workspace`);
    }
    const own = table['kv_namespaces'];
    if (own !== undefined && !Array.isArray(own)) {
        const form = file.isToml ? 'write [[kv_namespaces]] in place of [kv_namespaces]' : 'put the object in [ ]';
        hints.push(`kv_namespaces${(0,wrangler_file.at)(file, [...path, 'kv_namespaces'])} is a single table and must be a list: ${form}`);
    }
    const renamed = itemsOf(own).findIndex((item) => !('binding' in item) && item['name'] === binding);
    const nameless = renamed === -1 ? itemsOf(own).findIndex((item) => !('binding' in item) && 'name' in item) : renamed;
    if (nameless !== -1) {
        const line = (0,wrangler_file.at)(file, [...path, 'kv_namespaces', nameless, 'name']);
        hints.push(`an item of kv_namespaces${line} has "name" in place of "binding"`);
    }
    for (const name of Object.keys(table)) {
        if (name === 'kv_namespaces' || !/^kvnamespaces?$/.test(name.toLowerCase().replace(/[-_]/g, '')))
            continue;
        hints.push(`${(0,shared_text/* quoted */.TL)(name)}${(0,wrangler_file.at)(file, [...path, name])} must be spelled kv_namespaces`);
    }
    return hints;
}
function placeHints(binding, { environment }, file) {
    const isBound = (table) => bindingsOf(table).some(({ name }) => name === binding);
    const hints = [];
    if (environment && isBound(file.top))
        hints.push('environments do not inherit kv_namespaces from the top level');
    const environments = (0,wrangler_file/* asTable */.f)(file.top['env']);
    const having = file.environments.filter((name) => name !== environment && isBound((0,wrangler_file/* asTable */.f)(environments[name])));
    if (having.length > 0) {
        const which = having.length === 1 ? 'the environment' : 'the environments';
        const have = having.length === 1 ? 'has' : 'have';
        hints.push(`${which} ${(0,similar/* listed */.KE)(having)} ${have} it: set wrangler-environment`);
    }
    for (const path of swallowedPaths(file.top)) {
        const table = tableName(path.slice(0, -1));
        const remedy = file.isToml
            ? 'move it above the first [table], or write [[kv_namespaces]]'
            : 'move it to the top level of the file, or of its environment';
        hints.push(`kv_namespaces${(0,wrangler_file.at)(file, path)} belongs to ${table}: ${remedy}`);
    }
    return hints;
}
function swallowedPaths(top) {
    const found = [];
    const search = (value, path) => {
        if (found.length === 3 || path.length > MAX_DEPTH)
            return;
        for (const [name, child] of Object.entries((0,wrangler_file/* asTable */.f)(value))) {
            const childPath = [...path, name];
            const isLevel = path.length === 0 || (path.length === 2 && path[0] === 'env');
            if (name === 'kv_namespaces' && !isLevel && found.length < 3)
                found.push(childPath);
            search(child, childPath);
        }
    };
    search(top, []);
    return found;
}
function tableName(path) {
    const names = path.filter((step) => !/^\d+$/.test(String(step)));
    return names.length === path.length ? `[${names.join('.')}]` : `[[${names.join('.')}]]`;
}
function itemsOf(value) {
    return Array.isArray(value) ? value.map(wrangler_file/* asTable */.f) : [];
}

;// CONCATENATED MODULE: ./src/inputs/wrangler.ts






class WranglerConfig {
    #file;
    #level;
    constructor(file, environment) {
        this.#file = file;
        this.#level = environment ? findEnvironment(file, environment) : { environment, table: file.top, path: [] };
    }
    get path() {
        return this.#file.path;
    }
    get accountId() {
        const id = this.#level.table['account_id'] ?? this.#file.top['account_id'] ?? '';
        if (typeof id === 'string')
            return id;
        throw new diagnostics/* InvalidValue */.h6('must be text: put it in quotes');
    }
    namespace(binding) {
        const found = bindingsOf(this.#level.table).filter(({ name }) => name === binding);
        const [first] = found;
        if (!first)
            throw new diagnostics/* InvalidValue */.h6(explainMissing(binding, this.#level, this.#file));
        if (found.length > 1)
            throw new diagnostics/* InvalidValue */.h6(this.#explainDuplicate(binding, found));
        const { id } = first.item;
        if (id === undefined)
            return { title: this.#title(first), binding };
        const namespaceId = typeof id === 'string' ? (0,target/* parseNamespaceId */.O)(id) : undefined;
        if (namespaceId)
            return { id: namespaceId };
        const is = typeof id === 'string' ? `the id ${(0,shared_text/* quoted */.TL)(id)}, which is not 32 hex digits` : describeWrongId(id);
        throw new diagnostics/* InvalidValue */.h6(`${this.#place(first, 'id')} has ${is}: ${REMEDY}`);
    }
    #title(found) {
        if ('preview_id' in found.item) {
            throw new diagnostics/* InvalidValue */.h6(`${this.#place(found, 'preview_id')} has only a preview_id, which wrangler uses for development, and no id: ${REMEDY}`);
        }
        const worker = this.#workerName();
        if (worker)
            return `${worker}-${found.name.toLowerCase().replaceAll('_', '-')}`;
        throw new diagnostics/* InvalidValue */.h6(`${this.#place(found, 'binding')} has no id, and the file has no "name" of a Worker, from which wrangler makes the title: ${REMEDY}`);
    }
    #workerName() {
        const own = this.#level.table['name'];
        if (typeof own === 'string' && own)
            return own;
        const name = this.#file.top['name'];
        if (typeof name !== 'string' || !name)
            return '';
        return this.#level.environment ? `${name}-${this.#level.environment}` : name;
    }
    #explainDuplicate(binding, found) {
        const ids = found.map(({ item, index }) => {
            const id = typeof item['id'] === 'string' ? (0,shared_text/* quoted */.TL)(item['id']) : 'none';
            return `${id}${(0,wrangler_file.at)(this.#file, [...this.#level.path, 'kv_namespaces', index])}`;
        });
        const { environment } = this.#level;
        const level = environment ? `environment ${(0,shared_text/* quoted */.TL)(environment)} of ` : '';
        const hint = this.#file.isToml
            ? '. For the binding of an environment, write [[env.NAME.kv_namespaces]] in place of [[kv_namespaces]]'
            : '';
        return `${(0,shared_text/* quoted */.TL)(binding)} occurs ${found.length} times in kv_namespaces of ${level}${(0,shared_text/* quoted */.TL)(this.path)}, with the IDs ${ids.join(', ')}: keep one${hint}`;
    }
    #place({ name, index }, property) {
        const line = (0,wrangler_file.at)(this.#file, [...this.#level.path, 'kv_namespaces', index, property]);
        return `${(0,shared_text/* quoted */.TL)(name)} in ${(0,shared_text/* quoted */.TL)(this.path)}${line}`;
    }
}
const REMEDY = 'write the ID of the namespace as id, or leave wrangler-config out and give namespace its ID or title';
function describeWrongId(id) {
    const isNumber = typeof id === 'number' || typeof id === 'bigint';
    return isNumber ? 'an id that is a number, which must be in quotes' : 'an id that is not text';
}
function findEnvironment(file, environment) {
    const environments = (0,wrangler_file/* asTable */.f)(file.top['env']);
    if (Object.hasOwn(environments, environment)) {
        return { environment, table: (0,wrangler_file/* asTable */.f)(environments[environment]), path: ['env', environment] };
    }
    if (file.top['targetEnvironment'] === environment)
        return { environment: '', table: file.top, path: [] };
    const names = file.environments;
    const likely = (0,similar/* misspelled */.vs)(environment, names);
    const advice = likely === undefined ? '' : `; did you mean ${(0,shared_text/* quoted */.TL)(likely)}?`;
    const others = names.length > 0 ? `has ${(0,similar/* listed */.KE)((0,similar/* closest */.kp)(environment, names, names.length))}` : 'has none';
    throw new diagnostics/* InvalidValue */.h6(`must be an environment of wrangler-config, which ${others}; got ${(0,shared_text/* quoted */.TL)(environment)}${advice}`);
}


/***/ })

};
