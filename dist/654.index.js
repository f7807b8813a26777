export const id = 654;
export const ids = [654];
export const modules = {

/***/ 9797:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ describeViolation),
/* harmony export */   r: () => (/* binding */ describeErrors)
/* harmony export */ });
/* harmony import */ var _shared_similar_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6112);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4646);
/* harmony import */ var _pointer_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(7439);



const MAX_LENGTH = 200;
function describeErrors(errors) {
    const places = Map.groupBy(informative(errors), pointerOf);
    return Array.from(places, ([pointer, found]) => ({ pointer, message: describePlace(found) }));
}
function describeViolation({ pointer, message }) {
    return `${pointer === '' ? 'it' : (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(pointer)} ${message}`;
}
function describePlace(errors) {
    const [choice] = errors.filter(({ keyword }) => keyword === 'anyOf');
    const alternatives = errors.filter(({ schemaPath }) => choice && schemaPath.startsWith(`${choice.schemaPath}/`));
    const others = errors.filter((error) => !alternatives.includes(error) && (error !== choice || alternatives.length === 0));
    const parts = [...others.map(describe), ...(alternatives.length > 0 ? [distinct(alternatives).join(', or ')] : [])];
    return [...new Set(parts)].join('; ');
}
function distinct(errors) {
    return [...new Set(errors.map(describe))];
}
function informative(errors) {
    const contains = errors.filter(({ keyword }) => keyword === 'contains').map(({ schemaPath }) => `${schemaPath}/`);
    const rest = errors.filter(({ keyword, schemaPath }) => keyword !== 'if' && keyword !== 'propertyNames' && !contains.some((path) => schemaPath.startsWith(path)));
    return rest.length > 0 ? rest : errors;
}
function pointerOf({ instancePath, params, propertyName }) {
    const { additionalProperty, unevaluatedProperty } = params;
    const name = additionalProperty ?? unevaluatedProperty ?? propertyName;
    return typeof name === 'string' ? (0,_pointer_js__WEBPACK_IMPORTED_MODULE_2__/* .pointerTo */ .x)(instancePath, name) : instancePath;
}
function describe(error) {
    const words = error.propertyName === undefined ? '' : 'has a name that ';
    return words + (describeKeyword(error) ?? error.message ?? `must match the keyword ${error.keyword}`);
}
function describeKeyword(error) {
    const description = DESCRIPTIONS[error.keyword];
    return description?.(error.schema, error.params, error);
}
const limit = (words) => (schema) => `must be ${words} ${json(schema)}`;
const count = (words, noun) => (schema) => `must have ${words} ${noun === 'property' ? properties(Number(schema)) : (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(Number(schema), noun)}`;
const DESCRIPTIONS = {
    type: (schema) => `must be of type ${Array.isArray(schema) ? schema.join(' or ') : String(schema)}`,
    enum: (schema) => `must be one of ${joined(schema)}`,
    const: (schema) => `must be ${json(schema)}`,
    minimum: limit('at least'),
    exclusiveMinimum: limit('more than'),
    maximum: limit('at most'),
    exclusiveMaximum: limit('less than'),
    multipleOf: limit('a multiple of'),
    minLength: count('at least', 'character'),
    maxLength: count('at most', 'character'),
    minItems: count('at least', 'item'),
    maxItems: count('at most', 'item'),
    minProperties: count('at least', 'property'),
    maxProperties: count('at most', 'property'),
    pattern: (schema) => `must match the pattern ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(String(schema))}`,
    format: (schema) => `must have the format ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(String(schema))}`,
    uniqueItems: (_schema, { i, j }) => `must not have equal items, as those with index ${String(j)} and ${String(i)}`,
    required: (_schema, { missingProperty }) => `must have the property ${name(missingProperty)}`,
    dependentRequired: dependency,
    dependencies: dependency,
    additionalProperties: notAllowed,
    unevaluatedProperties: notAllowed,
    additionalItems: (_schema, { limit: most }) => `must have at most ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(Number(most), 'item')}`,
    items: (_schema, { limit: most }) => `must have at most ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(Number(most), 'item')}`,
    unevaluatedItems: () => 'has items that the schema does not allow',
    contains: (_schema, params) => `must have ${range(params)} that match "contains"`,
    propertyNames: () => 'is valid',
    not: (_schema, _params, { schemaPath }) => `must not match the schema at ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(schemaPath)}`,
    anyOf: () => 'must match at least one of the schemas of "anyOf"',
    oneOf: (_schema, { passingSchemas }) => `must match exactly one of the schemas of "oneOf", ${Array.isArray(passingSchemas) ? `and matches those with index ${passingSchemas.join(' and ')}` : 'and matches none'}`,
    'false schema': () => 'is not allowed by the schema'
};
function dependency(_schema, { property, missingProperty }) {
    return `must have the property ${name(missingProperty)}, because it has ${name(property)}`;
}
function notAllowed(_schema, { additionalProperty, unevaluatedProperty }, { parentSchema }) {
    const known = Object.keys((parentSchema?.['properties'] ?? {}));
    const [nearest] = (0,_shared_similar_js__WEBPACK_IMPORTED_MODULE_0__/* .closest */ .kp)(String(additionalProperty ?? unevaluatedProperty), known, 1);
    const advice = nearest === undefined ? '' : `; the closest that it has is ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(nearest)}`;
    return `is a property that the schema does not allow${advice}`;
}
function range({ minContains, maxContains }) {
    const [least, most] = [Number(minContains ?? 1), maxContains];
    return most === undefined
        ? `at least ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(least, 'item')}`
        : `${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCount */ .B4)(least)} to ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .counted */ .hS)(Number(most), 'item')}`;
}
function properties(number) {
    return number === 1 ? '1 property' : `${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCount */ .B4)(number)} properties`;
}
function name(value) {
    return (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .quoted */ .TL)(String(value));
}
function joined(values) {
    return (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .shortened */ .vI)(values.map(json).join(', '), MAX_LENGTH);
}
function json(value) {
    return (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .shortened */ .vI)((0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .printable */ .g$)(JSON.stringify(value)), MAX_LENGTH);
}


/***/ }),

/***/ 6654:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  checkEntries: () => (/* binding */ checkEntries)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./src/entries/entry.ts
var entry = __webpack_require__(256);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: ./src/plan/limits.ts
var limits = __webpack_require__(8079);
// EXTERNAL MODULE: ./src/plan/values.ts
var values = __webpack_require__(6057);
// EXTERNAL MODULE: ./src/plan/validate/describe.ts
var describe = __webpack_require__(9797);
// EXTERNAL MODULE: ./src/plan/validate/json.ts
var validate_json = __webpack_require__(1006);
// EXTERNAL MODULE: ./src/plan/validate/time-limit.ts
var time_limit = __webpack_require__(2123);
;// CONCATENATED MODULE: ./src/plan/validate/check.ts




const MAX_PLACES = 10;
async function checkBytes(bytes, schema) {
    try {
        const json = await (0,validate_json/* parseJson */.q)(bytes);
        return schema ? await matchSchema(json, bytes.length, schema) : [];
    }
    catch (error) {
        if (!(error instanceof validate_json/* InvalidJson */.m))
            throw error;
        return [{ message: error.message, place: error.place, pointer: undefined }];
    }
}
async function matchSchema({ text, value }, size, schema) {
    const name = (0,shared_text/* quoted */.TL)(schema.file);
    try {
        const violations = schema.validate(value, size);
        if (violations.length === 0)
            return [];
        const findings = await locate(violations, text, name);
        return schema.findsAll(size) ? findings : findings.map(onlyFirst);
    }
    catch (error) {
        if (error instanceof time_limit/* TimeLimitReached */.r_)
            throw new time_limit/* TimeLimitReached */.r_(tooLong(error, name));
        if (!(error instanceof RangeError))
            throw error;
        const message = `cannot be checked against schema ${name}: the value is nested too deeply, or the $refs of the schema form a cycle`;
        return [{ message, place: undefined, pointer: '' }];
    }
}
async function locate(violations, text, schema) {
    const { locateViolations } = await Promise.all(/* import() */[__webpack_require__.e(547), __webpack_require__.e(496)]).then(__webpack_require__.bind(__webpack_require__, 3496));
    const prefix = `does not match schema ${schema}: `;
    const located = locateViolations(violations, text).map(({ violation, place }) => ({
        message: prefix + (0,describe/* describeViolation */.L)(violation),
        place,
        pointer: violation.pointer
    }));
    const rest = located.length - MAX_PLACES;
    if (rest <= 0)
        return located;
    const more = `${prefix}${(0,shared_text/* counted */.hS)(rest, 'more place')} ${rest === 1 ? 'does' : 'do'} not match`;
    return [...located.slice(0, MAX_PLACES), { message: more, place: undefined, pointer: '' }];
}
function onlyFirst(finding) {
    return { ...finding, message: `${finding.message} (the first place found; a value over 1 MiB can have others)` };
}
function tooLong({ message }, schema) {
    return `cannot be checked: schema ${schema} ${message}. Look there for a pattern with nested repetition, such as (a+)+, and limit maxLength. The values that follow were not checked`;
}

;// CONCATENATED MODULE: ./src/plan/validate/origins.ts

class ValueOrigins {
    #sources;
    #lines;
    constructor(sources) {
        this.#sources = sources;
    }
    async locate(entry, finding) {
        const { selection } = this.#sources;
        const isListed = selection && ('entries' in selection || 'entriesFile' in selection);
        if ('path' in entry.value)
            return this.#inFile(entry, entry.value.path, finding);
        return isListed ? this.#inList(entry, finding) : { name: named(entry.source, finding), location: undefined };
    }
    #inFile({ source, location }, path, finding) {
        const { workspace } = this.#sources;
        const file = location?.line === undefined ? location?.file : workspace.holds(path) && workspace.display(path);
        return { name: named(source, finding), location: file ? { file, ...finding.place } : location };
    }
    async #inList(entry, finding) {
        const { source, location } = entry;
        const line = await this.#lineInList(entry, finding);
        if (line === undefined) {
            return { name: named(source, finding, ' of the value'), location };
        }
        const name = source.replace(/\d+$/, String(line));
        const inValue = finding.pointer === undefined ? named('', finding, ' of the value') : '';
        return { name: (0,shared_text/* printable */.g$)(name) + inValue, location: location && { ...location, line } };
    }
    async #lineInList({ key }, { pointer = '', place }) {
        const { selection, workspace, keyPrefix } = this.#sources;
        if (!selection || !('entries' in selection || 'entriesFile' in selection))
            return undefined;
        if (!this.#lines) {
            const { ListLines } = await __webpack_require__.e(/* import() */ 162).then(__webpack_require__.bind(__webpack_require__, 9162));
            this.#lines = new ListLines(selection, workspace);
        }
        return this.#lines.find(key.slice(keyPrefix.length), pointer, place?.line ?? 1);
    }
}
function named(source, { place, pointer }, ofWhat = '') {
    return (0,shared_text/* printable */.g$)(source) + (place ? describePlace(place, pointer) + ofWhat : '');
}
function describePlace({ line, column }, pointer) {
    return `, line ${line}${pointer === undefined ? `, column ${column}` : ''}`;
}

;// CONCATENATED MODULE: ./src/plan/validate/entries.ts








async function checkEntries(entries, rules, settings, diagnostics, { log, signal }) {
    const errorsBefore = diagnostics.errors.length;
    const schema = rules.schema === undefined ? undefined : await load(rules.schema, settings.workspace, diagnostics);
    const checked = await new Validation(schema, settings, diagnostics).checkAll(entries, signal);
    if (diagnostics.errors.length === errorsBefore && checked.length > 0) {
        const what = (0,shared_text/* countedKeys */.Rk)(checked.length, (0,entry/* totalBytes */.ob)(checked));
        log(`Checked the values of ${what}: ${schema ? `they match schema ${(0,shared_text/* quoted */.TL)(schema.file)}` : 'they are JSON'}`);
    }
    return checked;
}
async function load(path, workspace, diagnostics) {
    const { loadSchema } = await Promise.all(/* import() */[__webpack_require__.e(547), __webpack_require__.e(196), __webpack_require__.e(437)]).then(__webpack_require__.bind(__webpack_require__, 8437));
    return loadSchema(path, workspace, diagnostics);
}
class Validation {
    #schema;
    #takesDigests;
    #origins;
    #diagnostics;
    #buffer = new values/* ValueBuffer */.I$();
    constructor(schema, settings, diagnostics) {
        this.#schema = schema;
        this.#takesDigests = settings.takesDigests;
        this.#origins = new ValueOrigins(settings);
        this.#diagnostics = diagnostics;
    }
    async checkAll(entries, signal) {
        const failed = new Set(this.#diagnostics.errors.map(({ key }) => key));
        const checked = [];
        for (const entry of entries) {
            await (0,promises_.setImmediate)();
            if (signal.aborted) {
                this.#noteCancelled();
                return [...entries];
            }
            if (isUnusable(entry, failed))
                continue;
            const isInTime = await this.#check(entry, checked);
            if (!isInTime)
                return [...entries];
        }
        return checked;
    }
    async #check(entry, checked) {
        try {
            const bytes = this.#buffer.read(entry.value);
            for (const finding of await checkBytes(bytes, this.#schema))
                await this.#note(entry, finding);
            checked.push(this.#takesDigests ? { ...entry, digest: (0,values/* digestBytes */.QN)(entry, bytes) } : entry);
            return true;
        }
        catch (error) {
            if (error instanceof time_limit/* TimeLimitReached */.r_) {
                await this.#note(entry, { message: error.message, place: undefined, pointer: undefined });
                return false;
            }
            if (error instanceof time_limit/* Interrupted */.j$) {
                this.#noteCancelled();
                return false;
            }
            if (!(0,values/* isReadFailure */.Bm)(error))
                throw error;
            this.#diagnostics.error(`key ${(0,shared_text/* quoted */.TL)(entry.key)}: ${error.message}`, entry);
            return true;
        }
    }
    #noteCancelled() {
        this.#diagnostics.error('cancelled before anything was sent to be written');
    }
    async #note(entry, finding) {
        const { name, location } = await this.#origins.locate(entry, finding);
        this.#diagnostics.error(`key ${(0,shared_text/* quoted */.TL)(entry.key)} (from ${name}) ${finding.message}`, {
            key: entry.key,
            ...(location && { location })
        });
    }
}
function isUnusable({ key, value }, failed) {
    return value.size > limits/* VALUE_MAX_BYTES */.j || (value.size === 0 && failed.has(key));
}


/***/ }),

/***/ 1006:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ InvalidJson),
/* harmony export */   q: () => (/* binding */ parseJson)
/* harmony export */ });
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4573);
/* harmony import */ var node_buffer__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_buffer__WEBPACK_IMPORTED_MODULE_0__);

class InvalidJson extends Error {
    name = 'InvalidJson';
    place;
    constructor(message, place) {
        super(message);
        this.place = place;
    }
}
const START = { line: 1, column: 1 };
async function parseJson(bytes) {
    const text = decode(bytes);
    try {
        return { text, value: JSON.parse(text) };
    }
    catch {
        throw await explain(text);
    }
}
function decode(bytes) {
    if (bytes.length === 0)
        throw new InvalidJson('is empty, which is not valid JSON');
    if (startsWith(bytes, 0xff, 0xfe) || startsWith(bytes, 0xfe, 0xff)) {
        throw new InvalidJson('is UTF-16, and JSON must be UTF-8: save it as UTF-8', START);
    }
    if (startsWith(bytes, 0xef, 0xbb, 0xbf)) {
        throw new InvalidJson('begins with a byte order mark, which JSON must not have: save it as UTF-8 without BOM', START);
    }
    if (!(0,node_buffer__WEBPACK_IMPORTED_MODULE_0__.isUtf8)(bytes))
        throw new InvalidJson('is not valid UTF-8: save it as UTF-8', findInvalidUtf8(bytes));
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}
function startsWith(bytes, ...begin) {
    return begin.every((byte, index) => bytes[index] === byte);
}
function findInvalidUtf8(bytes) {
    let start = 0;
    for (let line = 1;; line++) {
        const newline = bytes.indexOf(0x0a, start);
        const rest = bytes.subarray(start, newline === -1 ? bytes.length : newline);
        if (!(0,node_buffer__WEBPACK_IMPORTED_MODULE_0__.isUtf8)(rest) || newline === -1)
            return { line, column: validPrefix(rest).length + 1 };
        start = newline + 1;
    }
}
function validPrefix(bytes) {
    const decoded = Buffer.from(bytes).toString();
    const encoded = Buffer.from(decoded);
    const valid = encoded.subarray(0, encoded.findIndex((byte, index) => byte !== bytes[index]));
    return (0,node_buffer__WEBPACK_IMPORTED_MODULE_0__.isUtf8)(valid) ? valid.toString() : valid.toString().slice(0, -1);
}
async function explain(text) {
    const { findJsonError } = await Promise.all(/* import() */[__webpack_require__.e(547), __webpack_require__.e(39)]).then(__webpack_require__.bind(__webpack_require__, 3039));
    const error = findJsonError(text);
    if (!error)
        return new InvalidJson('is not valid JSON: it is nested too deeply to find the error');
    const { what, line, column } = error;
    return new InvalidJson(`is not valid JSON: ${what}`, { line, column });
}


/***/ }),

/***/ 7439:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   x: () => (/* binding */ pointerTo)
/* harmony export */ });
function pointerTo(parent, name) {
    return `${parent}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}


/***/ }),

/***/ 2123:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bv: () => (/* binding */ withTimeLimit),
/* harmony export */   _Q: () => (/* binding */ TIME_LIMIT),
/* harmony export */   j$: () => (/* binding */ Interrupted),
/* harmony export */   r_: () => (/* binding */ TimeLimitReached)
/* harmony export */ });
/* harmony import */ var node_vm__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(714);
/* harmony import */ var node_vm__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_vm__WEBPACK_IMPORTED_MODULE_0__);

const TIME_LIMIT = 10_000;
const QUICK = 300;
class TimeLimitReached extends Error {
    name = 'TimeLimitReached';
}
class Interrupted extends Error {
    name = 'Interrupted';
}
const script = new node_vm__WEBPACK_IMPORTED_MODULE_0__.Script('run()');
function withTimeLimit(run, milliseconds, quick = QUICK) {
    try {
        if (quick > 0)
            return runAtMost(run, { timeout: Math.min(quick, milliseconds) });
    }
    catch (error) {
        if (codeOf(error) !== 'ERR_SCRIPT_EXECUTION_TIMEOUT')
            throw error;
    }
    try {
        return runAtMost(run, { timeout: milliseconds, breakOnSigint: true });
    }
    catch (error) {
        if (codeOf(error) === 'ERR_SCRIPT_EXECUTION_INTERRUPTED') {
            process.emit('SIGINT', 'SIGINT');
            throw new Interrupted('was interrupted');
        }
        if (codeOf(error) !== 'ERR_SCRIPT_EXECUTION_TIMEOUT')
            throw error;
        throw new TimeLimitReached(`took longer than ${milliseconds / 1000} seconds`);
    }
}
function runAtMost(run, options) {
    return script.runInContext((0,node_vm__WEBPACK_IMPORTED_MODULE_0__.createContext)({ run }), options);
}
function codeOf(error) {
    return error?.code;
}


/***/ })

};
