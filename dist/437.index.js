export const id = 437;
export const ids = [437,496];
export const modules = {

/***/ 8437:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  loadSchema: () => (/* binding */ loadSchema)
});

// EXTERNAL MODULE: ./node_modules/ajv/dist/ajv.js
var dist_ajv = __webpack_require__(2463);
// EXTERNAL MODULE: ./node_modules/ajv-formats/dist/index.js
var dist = __webpack_require__(2815);
var dist_default = /*#__PURE__*/__webpack_require__.n(dist);
// EXTERNAL MODULE: ./src/shared/diagnostics.ts
var diagnostics = __webpack_require__(6653);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: ./src/plan/validate/describe.ts
var describe = __webpack_require__(9797);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:url"
var external_node_url_ = __webpack_require__(3136);
// EXTERNAL MODULE: ./src/entries/text-file.ts
var text_file = __webpack_require__(2488);
// EXTERNAL MODULE: ./src/plan/validate/json.ts
var json = __webpack_require__(1006);
// EXTERNAL MODULE: ./node_modules/jsonc-parser/lib/umd/main.js
var main = __webpack_require__(1928);
;// CONCATENATED MODULE: ./src/plan/validate/literals.ts

function findReference(documents, uri) {
    return findText(documents, '$ref', (text, base) => {
        const target = URL.parse(text, base)?.href;
        return target === uri || target?.split('#')[0] === uri;
    });
}
function findWrongPattern(documents) {
    return findText(documents, 'pattern', (text) => {
        try {
            return !new RegExp(text, 'u');
        }
        catch {
            return true;
        }
    });
}
function findText(documents, name, fits) {
    for (const document of documents) {
        const { text, schema, uri } = document;
        const id = typeof schema === 'object' && typeof schema.$id === 'string' ? schema.$id : '';
        const base = URL.parse(id, uri)?.href;
        let place;
        (0,main.visit)(text, {
            onLiteralValue: (value, _offset, _length, line, column, path) => {
                if (place || typeof value !== 'string' || path().at(-1) !== name || !fits(value, base))
                    return;
                place = { line: line + 1, column: column + 1 };
            }
        });
        if (place)
            return { document, place };
    }
    return undefined;
}

;// CONCATENATED MODULE: ./src/plan/validate/documents.ts







class InvalidSchema extends diagnostics/* InvalidValue */.h6 {
    location;
    constructor(file, message, place) {
        super(`schema ${(0,shared_text/* quoted */.TL)(file)}${place ? ` (line ${place.line}, column ${place.column})` : ''} ${message}`);
        this.location = { file, ...place };
    }
}
class SchemaDocuments {
    all = new Map();
    #workspace;
    #paths = new Map();
    #isInWorkspace = true;
    constructor(workspace) {
        this.#workspace = workspace;
    }
    async read(path) {
        const absolute = this.#workspace.resolve(path);
        try {
            this.#isInWorkspace = this.#workspace.holds(this.#workspace.file(absolute).path);
            return await this.#add(absolute, (0,external_node_url_.pathToFileURL)(absolute).href);
        }
        catch (error) {
            if (!(error instanceof diagnostics/* InvalidValue */.h6) || error instanceof InvalidSchema)
                throw error;
            throw new InvalidSchema(this.#workspace.display(path), error.message);
        }
    }
    async resolve(uri, root) {
        let problem = REMOTE;
        for (const path of this.#candidates(uri)) {
            try {
                this.#confine(path);
                return await this.#add(path, uri);
            }
            catch (error) {
                if (!(error instanceof diagnostics/* InvalidValue */.h6) || error instanceof InvalidSchema)
                    throw error;
                if (uri.startsWith('file:'))
                    problem = `: the file ${error.message}`;
            }
        }
        throw this.unresolved(uri, problem, root);
    }
    unresolved(uri, problem, root) {
        const { document = root, place } = findReference(this.all.values(), uri) ?? {};
        return new InvalidSchema(document.file, `has a $ref to ${(0,shared_text/* quoted */.TL)(this.shown(uri))}${problem}`, place);
    }
    shown(text) {
        const root = `${(0,external_node_url_.pathToFileURL)(this.#workspace.root).href}/`;
        return text.replaceAll(root, '');
    }
    async #add(path, uri) {
        const file = this.#workspace.display(path);
        const text = (0,text_file/* readTextFile */.G)(path, this.#workspace);
        const document = { file, text, schema: await parse(text, file), uri };
        this.all.set(uri, document);
        this.#paths.set(document, path);
        return document;
    }
    #confine(path) {
        if (this.#isInWorkspace && !this.#workspace.holds(this.#workspace.file(path).path)) {
            throw new diagnostics/* InvalidValue */.h6('lies outside the workspace');
        }
    }
    #candidates(uri) {
        try {
            return uri.startsWith('file:') ? [(0,external_node_url_.fileURLToPath)(uri)] : this.#besideIds(uri);
        }
        catch {
            return [];
        }
    }
    #besideIds(uri) {
        const target = URL.parse(uri, BASE);
        return [...this.#paths].flatMap(([{ schema }, path]) => {
            const id = typeof schema === 'object' && typeof schema.$id === 'string' ? URL.parse(schema.$id, BASE) : null;
            if (!id || id.protocol !== target?.protocol || id.host !== target.host)
                return [];
            const way = external_node_path_.posix.relative(external_node_path_.posix.dirname(id.pathname), target.pathname);
            return [(0,external_node_path_.join)((0,external_node_path_.dirname)(path), decodeURIComponent(way))];
        });
    }
}
const REMOTE = ', which is not in the workspace. Schemas are never fetched from a network: save that one in the workspace, and refer to it by its path relative to this file';
const BASE = 'name://schema/';
async function parse(text, file) {
    try {
        const { value } = await (0,json/* parseJson */.q)(Buffer.from(text));
        if (typeof value === 'boolean' || isObject(value))
            return value;
    }
    catch (error) {
        if (!(error instanceof json/* InvalidJson */.m))
            throw error;
        throw new InvalidSchema(file, error.message, error.place);
    }
    throw new InvalidSchema(file, 'must hold a JSON Schema: an object, or true or false');
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./src/plan/validate/drafts.ts


const META_SCHEMAS = {
    'draft-07': 'http://json-schema.org/draft-07/schema',
    '2019-09': 'https://json-schema.org/draft/2019-09/schema',
    '2020-12': 'https://json-schema.org/draft/2020-12/schema'
};
const URIS = [
    [/^https?:\/\/json-schema\.org\/draft-07\/schema#?$/, 'draft-07'],
    [/^https?:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/, '2019-09'],
    [/^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, '2020-12']
];
function parseDraft(schema) {
    const uri = typeof schema === 'object' && schema !== null && '$schema' in schema ? schema.$schema : undefined;
    if (uri === undefined)
        return '2020-12';
    const found = typeof uri === 'string' ? URIS.find(([pattern]) => pattern.test(uri)) : undefined;
    if (found)
        return found[1];
    const given = typeof uri === 'string' ? (0,shared_text/* quoted */.TL)(uri) : 'a value that is not text';
    throw new diagnostics/* InvalidValue */.h6(`has ${given} as $schema, which is not supported: write it for draft-07, 2019-09 or 2020-12, such as "https://json-schema.org/draft/2020-12/schema"`);
}
async function loadDraft(draft) {
    switch (draft) {
        case 'draft-07': {
            const { Ajv } = (await Promise.resolve(/* import() */).then(__webpack_require__.t.bind(__webpack_require__, 2463, 23))).default;
            return (options) => new Ajv(options);
        }
        case '2019-09': {
            const { Ajv2019 } = (await __webpack_require__.e(/* import() */ 878).then(__webpack_require__.t.bind(__webpack_require__, 878, 23))).default;
            return (options) => new Ajv2019(options);
        }
        case '2020-12': {
            const { Ajv2020 } = (await __webpack_require__.e(/* import() */ 210).then(__webpack_require__.t.bind(__webpack_require__, 2210, 23))).default;
            return (options) => new Ajv2020(options);
        }
    }
}

;// CONCATENATED MODULE: ./src/plan/validate/multiple-of.ts
const MULTIPLE_OF = {
    keyword: 'multipleOf',
    type: 'number',
    schemaType: 'number',
    validate: isMultiple,
    errors: false
};
function isMultiple(divisor, value) {
    if (!Number.isFinite(value))
        return Number.isInteger(divisor);
    const [a, b] = [toDecimal(value), toDecimal(divisor)];
    const exponent = Math.min(a.exponent, b.exponent);
    return scaled(a, exponent) % scaled(b, exponent) === 0n;
}
function toDecimal(number) {
    const [mantissa = '', exponent = '0'] = String(number).split('e');
    const [whole = '', fraction = ''] = mantissa.split('.');
    return { digits: BigInt(whole + fraction), exponent: Number(exponent) - fraction.length };
}
function scaled({ digits, exponent }, to) {
    return digits * 10n ** BigInt(exponent - to);
}

// EXTERNAL MODULE: ./src/shared/similar.ts
var similar = __webpack_require__(6112);
;// CONCATENATED MODULE: ./src/plan/validate/misspelled.ts


const WITH_SCHEMA = [
    ...['additionalItems', 'additionalProperties', 'allOf', 'anyOf', 'contains', 'contentSchema', 'else', 'if', 'items'],
    ...['not', 'oneOf', 'prefixItems', 'propertyNames', 'then', 'unevaluatedItems', 'unevaluatedProperties']
];
const WITH_NAMES = ['$defs', 'definitions', 'dependencies', 'dependentSchemas', 'patternProperties', 'properties'];
const ASSERTIONS = [
    ...['$dynamicRef', '$recursiveRef', '$ref', 'const', 'dependentRequired', 'enum', 'exclusiveMaximum'],
    ...['exclusiveMinimum', 'format', 'maxContains', 'maximum', 'maxItems', 'maxLength', 'maxProperties', 'minContains'],
    ...['minimum', 'minItems', 'minLength', 'minProperties', 'multipleOf', 'pattern', 'required', 'type', 'uniqueItems']
];
const ANNOTATIONS = [
    ...['$anchor', '$comment', '$dynamicAnchor', '$id', '$recursiveAnchor', '$schema', '$vocabulary', 'contentEncoding'],
    ...['contentMediaType', 'default', 'deprecated', 'description', 'examples', 'readOnly', 'title', 'writeOnly'],
    ...[
        'discriminator',
        'enumDescriptions',
        'enumNames',
        'example',
        'externalDocs',
        'markdownDescription',
        'nullable',
        'xml'
    ]
];
const MIN_LENGTH = 4;
const CHECKED = [...WITH_SCHEMA, ...WITH_NAMES, ...ASSERTIONS].filter(({ length }) => length >= MIN_LENGTH);
const KNOWN = new Set([...WITH_SCHEMA, ...WITH_NAMES, ...ASSERTIONS, ...ANNOTATIONS]);
function findMisspelledKeywords(text) {
    const found = [];
    (0,main.visit)(text, {
        onObjectProperty: (name, _offset, _length, line, column, path) => {
            if (KNOWN.has(name) || !isSchema(path()))
                return;
            const meant = (0,similar/* misspelled */.vs)(name, CHECKED);
            if (meant !== undefined)
                found.push({ name, meant, place: { line: line + 1, column: column + 1 } });
        }
    });
    return found;
}
function isSchema(path) {
    let namesFollow = false;
    for (const segment of path) {
        if (typeof segment === 'number')
            continue;
        if (namesFollow)
            namesFollow = false;
        else if (WITH_NAMES.includes(segment))
            namesFollow = true;
        else if (!WITH_SCHEMA.includes(segment))
            return false;
    }
    return !namesFollow;
}

// EXTERNAL MODULE: ./src/plan/validate/places.ts
var places = __webpack_require__(3496);
// EXTERNAL MODULE: ./src/plan/validate/time-limit.ts
var time_limit = __webpack_require__(2123);
;// CONCATENATED MODULE: ./src/plan/validate/schema.ts


const THOROUGH_BYTES = 1 << 20;
class Schema {
    file;
    #compile;
    #compiled = new Map();
    #timeLimit;
    constructor(file, compile, timeLimit = time_limit/* TIME_LIMIT */._Q) {
        this.file = file;
        this.#compile = compile;
        this.#timeLimit = timeLimit;
    }
    findsAll(size) {
        return size <= THOROUGH_BYTES;
    }
    validate(value, size) {
        const isThorough = this.findsAll(size);
        return (0,time_limit/* withTimeLimit */.Bv)(() => {
            const validate = this.#compiled.get(isThorough) ?? this.#compile(isThorough);
            this.#compiled.set(isThorough, validate);
            return validate(value) ? [] : (0,describe/* describeErrors */.r)(validate.errors ?? []);
        }, this.#timeLimit);
    }
}

;// CONCATENATED MODULE: ./src/plan/validate/load-schema.ts













async function loadSchema(path, workspace, diagnostics) {
    try {
        const documents = new SchemaDocuments(workspace);
        const root = await documents.read(path);
        const draft = draftOf(root);
        const loader = new SchemaLoader(documents, root, draft, await loadDraft(draft), diagnostics);
        return await loader.load();
    }
    catch (error) {
        if (!(error instanceof InvalidSchema))
            throw error;
        diagnostics.error(error.message, error);
        return undefined;
    }
}
function draftOf({ file, schema }) {
    try {
        return parseDraft(schema);
    }
    catch (error) {
        if (!(error instanceof diagnostics/* InvalidValue */.h6))
            throw error;
        throw new InvalidSchema(file, error.message);
    }
}
class SchemaLoader {
    #documents;
    #root;
    #draft;
    #makeAjv;
    #diagnostics;
    #warnings = new Set();
    constructor(documents, root, draft, makeAjv, diagnostics) {
        this.#documents = documents;
        this.#root = root;
        this.#draft = draft;
        this.#makeAjv = makeAjv;
        this.#diagnostics = diagnostics;
    }
    async load() {
        const ajv = this.#newAjv(true);
        const thorough = await this.#compileAll(ajv);
        if (!thorough)
            return undefined;
        for (const warning of this.#warnings)
            this.#diagnostics.warning(`schema ${(0,shared_text/* quoted */.TL)(this.#root.file)} ${warning}`);
        for (const document of this.#documents.all.values())
            warnOfMisspelled(document, this.#diagnostics);
        return new Schema(this.#root.file, (allErrors) => (allErrors ? thorough : this.#compileAgain()));
    }
    async #compileAll(ajv) {
        let missing = this.#root;
        while (this.#isValid(ajv, missing)) {
            ajv.addSchema(missing.schema, missing.uri);
            const compiled = this.#compile(ajv);
            if (typeof compiled === 'function')
                return compiled;
            missing = await this.#resolve(compiled);
        }
        return undefined;
    }
    #compileAgain() {
        const ajv = this.#newAjv(false);
        for (const { schema, uri } of this.#documents.all.values())
            ajv.addSchema(schema, uri);
        return this.#getSchema(ajv);
    }
    #compile(ajv) {
        try {
            const compiled = (0,time_limit/* withTimeLimit */.Bv)(() => this.#getSchema(ajv), time_limit/* TIME_LIMIT */._Q, 0);
            (0,time_limit/* withTimeLimit */.Bv)(() => compiled(null), time_limit/* TIME_LIMIT */._Q);
            return compiled;
        }
        catch (error) {
            if (error instanceof dist_ajv.MissingRefError)
                return error;
            if (error instanceof InvalidSchema)
                throw error;
            throw this.#unusable(error);
        }
    }
    #getSchema(ajv) {
        const compiled = ajv.getSchema(this.#root.uri);
        if (!compiled || '$async' in compiled) {
            throw new InvalidSchema(this.#root.file, 'has the keyword "$async", which JSON Schema does not have: remove it');
        }
        return compiled;
    }
    async #resolve({ missingRef, missingSchema }) {
        if (!this.#documents.all.has(missingSchema))
            return this.#documents.resolve(missingSchema, this.#root);
        throw this.#documents.unresolved(missingRef, ', which leads to nothing in that file', this.#root);
    }
    #unusable(error) {
        const pattern = error instanceof SyntaxError ? findWrongPattern(this.#documents.all.values()) : undefined;
        const { document = this.#root, place } = pattern ?? {};
        return new InvalidSchema(document.file, `cannot be used: ${this.#explain(error)}`, place);
    }
    #explain(error) {
        if (error instanceof RangeError)
            return 'it is nested too deeply, or its $refs form a cycle';
        if (error instanceof time_limit/* TimeLimitReached */.r_ || error instanceof time_limit/* Interrupted */.j$)
            return `preparing it ${error.message}`;
        return (0,shared_text/* shortened */.vI)((0,shared_text/* printable */.g$)(this.#documents.shown(error.message)), 300);
    }
    #isValid(ajv, { file, text, schema }) {
        if (ajv.validate(META_SCHEMAS[this.#draft], schema))
            return true;
        const errors = (ajv.errors ?? []).filter(isMistake);
        const violations = (0,places.locateViolations)((0,describe/* describeErrors */.r)(errors), text);
        for (const { violation, place } of violations) {
            const where = place ? ` (line ${place.line}, column ${place.column})` : '';
            const message = `is not a valid schema of ${this.#draft}: ${(0,describe/* describeViolation */.L)(violation)}`;
            this.#diagnostics.error(`schema ${(0,shared_text/* quoted */.TL)(file)}${where} ${message}`, { location: { file, ...place } });
        }
        return violations.length === 0;
    }
    #newAjv(allErrors) {
        const warn = (message) => {
            const [, format] = /^unknown format "(.*)" ignored/.exec(message) ?? [];
            if (format !== undefined)
                this.#warnings.add(`has the format ${(0,shared_text/* quoted */.TL)(format)}, which is not checked`);
        };
        const ajv = this.#makeAjv({ ...OPTIONS, allErrors, logger: { log: warn, warn, error: warn } });
        dist_default()["default"](ajv);
        ajv.removeKeyword(MULTIPLE_OF.keyword);
        ajv.addKeyword(MULTIPLE_OF);
        return ajv;
    }
}
const MAX_MISSPELLED = 20;
function warnOfMisspelled({ file, text }, diagnostics) {
    for (const { name, meant, place } of findMisspelledKeywords(text).slice(0, MAX_MISSPELLED)) {
        const where = `schema ${(0,shared_text/* quoted */.TL)(file)} (line ${place.line}, column ${place.column})`;
        diagnostics.warning(`${where} has the unknown keyword ${(0,shared_text/* quoted */.TL)(name)}, which checks nothing; did you mean ${meant}?`);
    }
}
const OPTIONS = {
    strict: false,
    strictNumbers: false,
    ownProperties: true,
    validateSchema: false,
    verbose: true,
    messages: false
};
function isMistake({ keyword }) {
    return keyword !== 'format';
}


/***/ }),

/***/ 3496:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   locateViolations: () => (/* binding */ locateViolations)
/* harmony export */ });
/* unused harmony export findPlaces */
/* harmony import */ var jsonc_parser__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1928);
/* harmony import */ var jsonc_parser__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(jsonc_parser__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _pointer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7439);


function locateViolations(violations, text) {
    const pointers = violations.map(({ pointer }) => pointer);
    const places = findPlaces(text, pointers);
    const located = violations.map((violation) => ({ violation, place: places.get(violation.pointer) }));
    return located.sort((a, b) => order(a.place) - order(b.place));
}
function order(place) {
    return place ? place.line * 2 ** 28 + place.column : Number.MAX_SAFE_INTEGER;
}
function findPlaces(text, pointers) {
    const wanted = new Set(pointers);
    const onTheWay = new Set(pointers.flatMap(ancestors));
    const places = new Map();
    const enter = (_offset, _length, line, column, path) => {
        const pointer = path().reduce(_pointer_js__WEBPACK_IMPORTED_MODULE_1__/* .pointerTo */ .x, '');
        if (wanted.has(pointer))
            places.set(pointer, { line: line + 1, column: column + 1 });
        return onTheWay.has(pointer);
    };
    try {
        (0,jsonc_parser__WEBPACK_IMPORTED_MODULE_0__.visit)(text, {
            onObjectBegin: enter,
            onArrayBegin: enter,
            onObjectEnd: ignore,
            onArrayEnd: ignore,
            onLiteralValue: (_value, offset, length, line, column, path) => {
                enter(offset, length, line, column, path);
            }
        });
    }
    catch (error) {
        if (!(error instanceof RangeError))
            throw error;
    }
    return places;
}
function ancestors(pointer) {
    const parts = pointer.split('/').slice(0, -1);
    return parts.map((_part, index) => parts.slice(0, index + 1).join('/'));
}
function ignore() {
}


/***/ })

};
