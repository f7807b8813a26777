export const id = 684;
export const ids = [684,811];
export const modules = {

/***/ 9811:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   InvalidJson: () => (/* binding */ InvalidJson),
/* harmony export */   compactJson: () => (/* binding */ compactJson),
/* harmony export */   findJsonError: () => (/* binding */ findJsonError),
/* harmony export */   readJson: () => (/* binding */ readJson)
/* harmony export */ });
/* harmony import */ var jsonc_parser__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1928);
/* harmony import */ var jsonc_parser__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(jsonc_parser__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _node_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1349);


class InvalidJson extends _node_js__WEBPACK_IMPORTED_MODULE_1__/* .InvalidLine */ .AE {
    what;
    column;
    constructor(what, line, column, advice = '') {
        super(`is not valid JSON: ${what} at line ${line}, column ${column}${advice}`, line);
        this.what = what;
        this.column = column;
    }
}
function readJson(text, comments) {
    const open = [];
    let root;
    const add = (node) => {
        const parent = open.at(-1);
        if (!parent)
            root = node;
        else if ('items' in parent.node)
            parent.node.items.push(node);
        else
            parent.node.properties.push({ line: parent.line, name: parent.name, value: node });
        if ('items' in node || 'properties' in node)
            open.push({ node, name: '', line: 0 });
    };
    const close = () => {
        open.pop();
    };
    const options = { disallowComments: !comments, allowTrailingComma: comments };
    try {
        (0,jsonc_parser__WEBPACK_IMPORTED_MODULE_0__.visit)(text, {
            onObjectBegin: (_offset, _length, line) => {
                add({ line: line + 1, properties: [] });
            },
            onArrayBegin: (_offset, _length, line) => {
                add({ line: line + 1, items: [] });
            },
            onObjectProperty: (name, offset, length, line) => {
                const parent = open.at(-1);
                if (parent)
                    Object.assign(parent, { name: flat(name, text, offset, length), line: line + 1 });
            },
            onLiteralValue: (value, offset, length, line) => {
                if (typeof value === 'string')
                    add({ line: line + 1, text: flat(value, text, offset, length) });
                else
                    add({ line: line + 1, json: text.slice(offset, offset + length) });
            },
            onObjectEnd: close,
            onArrayEnd: close,
            onError: (code, offset, _length, line, column) => {
                throw syntaxError(code, text, offset, line + 1, column + 1);
            }
        }, options);
    }
    catch (error) {
        if (error instanceof RangeError)
            throw new _node_js__WEBPACK_IMPORTED_MODULE_1__/* .InvalidLine */ .AE('is nested too deeply', 1);
        throw error;
    }
    return root ?? { line: 1, json: 'null' };
}
function compactJson(text, comments) {
    return (0,_node_js__WEBPACK_IMPORTED_MODULE_1__/* .toJson */ .aB)(readJson(text, comments));
}
function findJsonError(text) {
    try {
        readJson(text, false);
    }
    catch (error) {
        if (error instanceof InvalidJson)
            return error;
        if (!(error instanceof _node_js__WEBPACK_IMPORTED_MODULE_1__/* .InvalidLine */ .AE))
            throw error;
    }
    return undefined;
}
function flat(value, text, offset, length) {
    return value.length === length - 2 ? value : JSON.parse(text.slice(offset, offset + length));
}
const WRONG_QUOTES = /['‘’“”`]|[\w$-]+\s*:/y;
function syntaxError(code, text, offset, line, column) {
    const what = (0,jsonc_parser__WEBPACK_IMPORTED_MODULE_0__.printParseErrorCode)(code)
        .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
        .toLowerCase();
    WRONG_QUOTES.lastIndex = offset;
    const quotes = what === 'invalid symbol' && WRONG_QUOTES.test(text) ? ' (use double quotes)' : '';
    const advice = what === 'invalid comment token' ? '; a file with comments must end in .jsonc' : '';
    return new InvalidJson(what + quotes, line, column, advice);
}


/***/ }),

/***/ 7684:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   loadSchema: () => (/* binding */ loadSchema)
/* harmony export */ });
/* harmony import */ var node_url__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3136);
/* harmony import */ var node_url__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_url__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var ajv_formats__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2815);
/* harmony import */ var ajv_formats__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(ajv_formats__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var _entries_list_json_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9811);
/* harmony import */ var _entries_text_file_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2488);
/* harmony import */ var _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6653);
/* harmony import */ var _shared_similar_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6112);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(4646);







async function loadSchema(path, workspace, diagnostics) {
    const file = workspace.display(path);
    try {
        const loader = new SchemaLoader(workspace.forList(path));
        const findAll = await loader.compile(workspace.resolve(path), { allErrors: true });
        const findFirst = await loader.compile(workspace.resolve(path), { allErrors: false });
        for (const warning of loader.warnings)
            diagnostics.warning(`schema ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .quoted */ .TL)(file)}: ${warning}`);
        return { file, validate: (value, size) => validate(size > THOROUGH_BYTES ? findFirst : findAll, value) };
    }
    catch (error) {
        const invalid = error instanceof InvalidSchema ? error : new InvalidSchema(file, explain(error, workspace));
        diagnostics.error(invalid.message, invalid);
        return undefined;
    }
}
const THOROUGH_BYTES = 1 << 18;
class InvalidSchema extends _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_4__/* .InvalidValue */ .h6 {
    location;
    constructor(file, message, place) {
        super(`schema ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .quoted */ .TL)(file)} ${message}`);
        this.location = { file, ...(place && { line: place.line, column: place.column }) };
    }
}
const DRAFTS = {
    '07': async () => (await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 2463, 23))).default.Ajv,
    '2019-09': async () => (await __webpack_require__.e(/* import() */ 878).then(__webpack_require__.t.bind(__webpack_require__, 878, 23))).default.Ajv2019,
    '2020-12': async () => (await __webpack_require__.e(/* import() */ 210).then(__webpack_require__.t.bind(__webpack_require__, 2210, 23))).default.Ajv2020
};
const OPTIONS = {
    verbose: true,
    strictSchema: 'log',
    keywords: ['$anchor'],
    strictTypes: false,
    strictTuples: false,
    allowMatchingProperties: true,
    strictNumbers: false,
    multipleOfPrecision: 6,
    ownProperties: true,
    validateSchema: false,
    inlineRefs: false,
    code: { regExp: Object.assign(parsePattern, { code: 'new RegExp' }), process: checkTarget }
};
function parsePattern(pattern, flags) {
    try {
        return new RegExp(pattern, flags);
    }
    catch (error) {
        if (/\\[pPu]\{/.test(pattern))
            throw error;
        return new RegExp(pattern);
    }
}
function checkTarget(code, target) {
    if (target && !isSchema(target.schema))
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_4__/* .InvalidValue */ .h6('a $ref leads to something that is not a schema');
    return code;
}
function isSchema(value) {
    return typeof value === 'boolean' || (typeof value === 'object' && value !== null && !Array.isArray(value));
}
class SchemaLoader {
    warnings = new Set();
    #workspace;
    #draft = '2020-12';
    #files = new Map();
    constructor(workspace) {
        this.#workspace = workspace;
    }
    async compile(path, options) {
        this.#read(path);
        const Ajv = await DRAFTS[this.#draft]();
        const warn = (message) => this.warnings.add((0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .printable */ .g$)(message.replace('strict mode: ', '')));
        const logger = { log: warn, warn, error: () => undefined };
        const loadSchema = (uri) => Promise.resolve(this.#check(this.#find(uri), ajv));
        const ajv = new Ajv({ ...OPTIONS, ...options, logger, loadSchema });
        ajv_formats__WEBPACK_IMPORTED_MODULE_1___default()["default"](ajv);
        const formats = new Proxy(ajv.formats, {
            get: (known, name) => known[name] ?? (warn(`format ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .quoted */ .TL)(name)} is unknown and not checked`), true)
        });
        const compiled = await Object.assign(ajv, { formats }).compileAsync(this.#check(path, ajv));
        if ('$async' in compiled)
            throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_4__/* .InvalidValue */ .h6('"$async" is not a keyword of JSON Schema: remove it');
        compiled(null);
        return compiled;
    }
    #read(path) {
        const known = this.#files.get(path);
        if (known !== undefined)
            return known;
        const file = this.#workspace.display(path);
        const schema = this.#parse(path, file);
        const draft = draftOf(schema, file) ?? this.#draft;
        if (this.#files.size > 0 && draft !== this.#draft) {
            throw new InvalidSchema(file, `is of draft ${draft}, and the schema that refers to it of ${this.#draft}: use one`);
        }
        this.#draft = draft;
        if (typeof schema === 'object' && ['string', 'undefined'].includes(typeof schema.$id)) {
            schema.$id = (0,node_url__WEBPACK_IMPORTED_MODULE_0__.pathToFileURL)(path).href;
            delete schema.$schema;
        }
        this.#files.set(path, schema);
        return schema;
    }
    #parse(path, file) {
        let text = '';
        try {
            text = (0,_entries_text_file_js__WEBPACK_IMPORTED_MODULE_3__/* .readTextFile */ .G)(path, this.#workspace);
            const schema = JSON.parse(text);
            if (isSchema(schema))
                return schema;
        }
        catch (error) {
            if (error instanceof _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_4__/* .InvalidValue */ .h6)
                throw new InvalidSchema(file, error.message);
            const place = (0,_entries_list_json_js__WEBPACK_IMPORTED_MODULE_2__.findJsonError)(text);
            const what = place ? `${place.what} at line ${place.line}, column ${place.column}` : 'it is nested too deeply';
            throw new InvalidSchema(file, `is not valid JSON: ${what}`, place);
        }
        throw new InvalidSchema(file, 'must hold a JSON Schema: an object, or true or false');
    }
    #find(uri) {
        if (uri.startsWith('file:///'))
            return (0,node_url__WEBPACK_IMPORTED_MODULE_0__.fileURLToPath)(uri);
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_4__/* .InvalidValue */ .h6(`a $ref leads to ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .quoted */ .TL)(uri)}, and nothing is fetched: save that schema in the workspace, and refer to it by its path, relative to the file with the $ref`);
    }
    #check(path, ajv) {
        const schema = this.#read(path);
        if (ajv.validateSchema(schema) === true)
            return schema;
        const problems = describeErrors(ajv.errors ?? []).join('; ');
        throw new InvalidSchema(this.#workspace.display(path), `is not a valid schema of draft ${this.#draft}: ${problems}`);
    }
}
function draftOf(schema, file) {
    const { $schema } = schema;
    if ($schema === undefined)
        return undefined;
    const uri = typeof $schema === 'string' ? $schema : '';
    const [, named] = /^https?:\/\/json-schema\.org\/draft[-/](.+)\/schema#?$/.exec(uri) ?? [];
    for (const draft of ['07', '2019-09', '2020-12'])
        if (draft === named)
            return draft;
    throw new InvalidSchema(file, `has the $schema ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .quoted */ .TL)(uri)}, which is not supported: use draft-07, 2019-09 or 2020-12, such as "https://json-schema.org/draft/2020-12/schema"`);
}
function explain(error, workspace) {
    if (error instanceof RangeError)
        return 'cannot be used: it is nested too deeply, or its $refs form a cycle';
    const root = `${(0,node_url__WEBPACK_IMPORTED_MODULE_0__.pathToFileURL)(workspace.root).href}/`;
    const message = error.message.replace(/^AnySchema .* is loaded but /, 'the $ref ').replaceAll(root, '');
    return `cannot be used: ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .shortened */ .vI)((0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .printable */ .g$)(message), 400)}`;
}
const MAX_PROBLEMS = 10;
function validate(compiled, value) {
    try {
        if (compiled(value))
            return [];
    }
    catch (error) {
        return [error instanceof RangeError ? 'the value is nested too deeply for the schema' : CANNOT_VALIDATE];
    }
    return describeErrors(compiled.errors ?? []);
}
const CANNOT_VALIDATE = 'the validator cannot handle this value. Known causes are properties named "toString" or "valueOf" where the schema has enum, const or uniqueItems';
function describeErrors(errors) {
    const described = new Set(errors.filter(({ keyword }) => keyword !== 'propertyNames').map(describe));
    const rest = described.size - MAX_PROBLEMS;
    return [...described].slice(0, MAX_PROBLEMS).concat(rest > 0 ? `and ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .counted */ .hS)(rest, 'more problem')}` : []);
}
function describe({ instancePath, message, params, parentSchema, data, propertyName }) {
    const { additionalProperty, unevaluatedProperty, allowedValues, allowedValue } = params;
    const name = additionalProperty ?? unevaluatedProperty ?? propertyName;
    const below = typeof name === 'string' ? `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` : '';
    const place = (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .shortened */ .vI)((0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .printable */ .g$)(instancePath + below), 200);
    const words = (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .shortened */ .vI)((0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .printable */ .g$)(message ?? 'is not valid'), 300);
    if (propertyName !== undefined)
        return `${place} has a name that ${words}`;
    if (typeof name === 'string') {
        return `${place} is not allowed${didYouMean(name, Object.keys((parentSchema?.['properties'] ?? {})))}`;
    }
    const choices = (allowedValues ?? (allowedValue === undefined ? [] : [allowedValue]));
    const list = (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .shortened */ .vI)((0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .printable */ .g$)(choices.map((choice) => JSON.stringify(choice)).join(', ')), 200);
    return `${place} ${words}${list && `: ${list}`}${didYouMean(data, choices)}`.trimStart();
}
function didYouMean(given, choices) {
    const names = choices.filter((choice) => typeof choice === 'string');
    const meant = typeof given === 'string' ? (0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_5__/* .misspelled */ .vs)(given, names) : undefined;
    return meant === undefined ? '' : `; did you mean ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_6__/* .quoted */ .TL)(meant)}?`;
}


/***/ })

};
