export const id = 198;
export const ids = [198];
export const modules = {

/***/ 7198:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readYaml: () => (/* binding */ readYaml)
/* harmony export */ });
/* harmony import */ var yaml__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8815);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4646);
/* harmony import */ var _node_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(1349);



const OPTIONS = {
    version: '1.2',
    schema: 'core',
    uniqueKeys: false,
    resolveKnownTags: false,
    prettyErrors: false
};
function readYaml(text) {
    const lineCounter = new yaml__WEBPACK_IMPORTED_MODULE_0__/* .LineCounter */ .HN();
    try {
        const document = (0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .parseDocument */ .Tp)(text, { ...OPTIONS, lineCounter });
        checkSyntax(document, lineCounter);
        return new Converter(lineCounter).convert(document.contents);
    }
    catch (error) {
        if (error instanceof RangeError)
            throw new _node_js__WEBPACK_IMPORTED_MODULE_2__/* .InvalidLine */ .AE('is nested too deeply', 1);
        throw error;
    }
}
function checkSyntax({ errors, warnings, directives }, lines) {
    const [first] = [...errors, ...warnings];
    if (first?.code === 'RESOURCE_EXHAUSTION') {
        throw new _node_js__WEBPACK_IMPORTED_MODULE_2__/* .InvalidLine */ .AE('is nested too deeply', lines.linePos(first.pos[0]).line);
    }
    if (first) {
        const { line, col } = lines.linePos(first.pos[0]);
        throw new _node_js__WEBPACK_IMPORTED_MODULE_2__/* .InvalidLine */ .AE(`is not valid YAML: ${describe(first)} at line ${line}, column ${col}${adviceOn(first)}`, line);
    }
    if (directives.yaml.version !== '1.2') {
        throw new _node_js__WEBPACK_IMPORTED_MODULE_2__/* .InvalidLine */ .AE('asks for YAML 1.1, in which no and 0777 mean other things: take the %YAML line out', 1);
    }
}
function adviceOn({ code }) {
    return code === 'BLOCK_AS_IMPLICIT_KEY' ? '; check the indentation, and put text that contains ": " in quotes' : '';
}
function describe({ message }) {
    const [, replacement] = REPEATING.find(([pattern]) => pattern.test(message)) ?? [];
    const what = replacement ?? message.replace(/(: |(?<=escape sequence) ).*$/s, '');
    return what.charAt(0).toLowerCase() + what.slice(1);
}
const REPEATING = [
    [/^Unresolved tag/, 'a tag is not in the core schema, or is for another kind of value'],
    [/^Source contains multiple documents/, 'a second document begins, and only one is allowed'],
    [/ tag has no suffix$/, 'a tag has no name'],
    [/^Unknown directive /, 'a directive is not known'],
    [/^Unsupported YAML version /, 'the version is not 1.2']
];
const MAX_ALIAS_LENGTH = 26_214_400;
class Converter {
    #lines;
    #anchors = new Map();
    #length = 0;
    #aliasLength = 0;
    constructor(lines) {
        this.#lines = lines;
    }
    convert(node, line = 1) {
        if (!node)
            return { line, json: 'null', isAbsent: true };
        const place = this.#line(node);
        if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(node))
            return this.#resolve(node.source, place);
        checkAnchor(node, place);
        return this.#anchored(node.anchor, () => {
            this.#length += 1;
            if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isMap */ .jh)(node))
                return this.#map(node.items, place);
            if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isSeq */ .oP)(node))
                return { line: place, items: node.items.map((item) => this.convert(item, place)) };
            return this.#scalar(node, place);
        });
    }
    #map(pairs, line) {
        const properties = pairs.map(({ key, value }) => {
            const { line: nameLine, text } = this.#name(key, line);
            return { line: nameLine, name: text, value: this.convert(value, nameLine) };
        });
        return { line, properties };
    }
    #scalar({ value, source }, line) {
        this.#length += source.length;
        if (typeof value === 'string')
            return { line, text: value };
        if (value === null && source === '')
            return { line, json: 'null', isAbsent: true };
        if (typeof value !== 'number')
            return { line, json: String(value) };
        if (JSON_NUMBER.test(source))
            return { line, json: source };
        throw new _node_js__WEBPACK_IMPORTED_MODULE_2__/* .InvalidLine */ .AE(`has a number in line ${line} in a form that JSON does not have, such as 0x1F, 007, +1, .5 or .inf: write it as JSON does, or put it in quotes for text`, line);
    }
    #name(key, line) {
        const place = key ? this.#line(key) : line;
        if (!(0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isScalar */ .jn)(key)) {
            const node = this.convert(key, line);
            if ((0,yaml__WEBPACK_IMPORTED_MODULE_0__/* .isAlias */ .Vj)(key) && 'text' in node)
                return { line: place, text: node.text };
            throw new _node_js__WEBPACK_IMPORTED_MODULE_2__/* .InvalidLine */ .AE(`has a name in line ${place} that is not text`, place);
        }
        if (key.value === '<<' && key.type === 'PLAIN') {
            throw new _node_js__WEBPACK_IMPORTED_MODULE_2__/* .InvalidLine */ .AE(`has the merge key << in line ${place}, which YAML 1.2 does not support: replace it with the properties that it refers to`, place);
        }
        checkAnchor(key, place);
        return this.#anchored(key.anchor, () => {
            this.#length += key.source.length;
            return { line: place, text: key.source };
        });
    }
    #anchored(anchor, convert) {
        if (anchor === undefined)
            return convert();
        const before = this.#length;
        this.#anchors.set(anchor, undefined);
        const node = convert();
        this.#anchors.set(anchor, { node, length: this.#length - before });
        return node;
    }
    #resolve(name, line) {
        const anchor = this.#anchors.get(name);
        if (!anchor) {
            throw new _node_js__WEBPACK_IMPORTED_MODULE_2__/* .InvalidLine */ .AE(`has an alias in line ${line} without an anchor before it: if it is text that begins with *, put it in quotes`, line);
        }
        this.#length += anchor.length;
        this.#aliasLength += anchor.length;
        if (this.#aliasLength <= MAX_ALIAS_LENGTH)
            return anchor.node;
        throw new _node_js__WEBPACK_IMPORTED_MODULE_2__/* .InvalidLine */ .AE(`has aliases that expand to over ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCount */ .B4)(MAX_ALIAS_LENGTH)} characters (reached in line ${line}): replace the aliases with their content`, line);
    }
    #line(node) {
        return this.#lines.linePos(node.range[0]).line;
    }
}
function checkAnchor(node, line) {
    const { anchor, source, type } = node;
    if (anchor === undefined || type !== 'PLAIN' || source !== '')
        return;
    throw new _node_js__WEBPACK_IMPORTED_MODULE_2__/* .InvalidLine */ .AE(`has an anchor without a value in line ${line}: put text that begins with & in quotes`, line);
}
const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;


/***/ })

};
