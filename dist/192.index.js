export const id = 192;
export const ids = [192];
export const modules = {

/***/ 9811:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   InvalidJson: () => (/* binding */ InvalidJson),
/* harmony export */   findJsonError: () => (/* binding */ findJsonError),
/* harmony export */   parseJson: () => (/* binding */ parseJson),
/* harmony export */   readJson: () => (/* binding */ readJson)
/* harmony export */ });
/* harmony import */ var jsonc_parser__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1928);
/* harmony import */ var jsonc_parser__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(jsonc_parser__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _node_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1349);


class InvalidJson extends _node_js__WEBPACK_IMPORTED_MODULE_1__.InvalidLine {
    what;
    column;
    constructor(what, line, column, advice) {
        super(`is not valid JSON: ${what} at line ${line}, column ${column}${advice}`, line);
        this.what = what;
        this.column = column;
    }
}
function readJson(text, options) {
    const parsing = parseJson(text, options);
    let step = parsing.next();
    while (!step.done)
        step = parsing.next();
    return step.value;
}
function findJsonError(text) {
    try {
        readJson(text, { comments: false });
        return undefined;
    }
    catch (error) {
        if (error instanceof InvalidJson)
            return error;
        throw error;
    }
}
const VALUES_PER_TURN = 20_000;
function* parseJson(text, { comments }) {
    const tokens = new Tokens(text, comments);
    const open = [];
    for (let values = 1;; values++) {
        if (values % VALUES_PER_TURN === 0)
            yield;
        const within = open.at(-1);
        if (within && 'properties' in within.node)
            within.name = tokens.readName();
        let node = tokens.readValue();
        if (isCollection(node) && !tokens.skip(endOf(node))) {
            open.push({ node, name: undefined });
            continue;
        }
        for (;;) {
            const parent = open.at(-1);
            if (!parent) {
                tokens.expectEnd();
                return node;
            }
            add(node, parent);
            if (tokens.skipComma(endOf(parent.node)))
                break;
            tokens.expectClose(endOf(parent.node));
            node = parent.node;
            open.pop();
        }
    }
}
function isCollection(node) {
    return 'properties' in node || 'items' in node;
}
function endOf(node) {
    return 'items' in node ? ']' : '}';
}
function add(value, { node, name }) {
    if ('items' in node)
        node.items.push(value);
    else if (name)
        node.properties.push({ ...name, value });
}
const [NULL, TRUE, FALSE, NUMBER, LINE_COMMENT, BLOCK_COMMENT, LINE_BREAK, BLANKS, UNKNOWN] = [
    7, 8, 9, 11, 12, 13, 14, 15, 16
];
const ATOMS = [NULL, TRUE, FALSE, NUMBER];
const SCAN_ERRORS = [
    '',
    'unexpected end of comment',
    'unexpected end of string',
    'unexpected end of number',
    'invalid unicode',
    'invalid escape character',
    'invalid character'
];
const WRONG_QUOTES = /['‘’“”`]|[\w$-]+\s*:/y;
class Tokens {
    #text;
    #comments;
    #scanner;
    #token = 0;
    #first = '';
    constructor(text, comments) {
        this.#text = text;
        this.#comments = comments;
        this.#scanner = (0,jsonc_parser__WEBPACK_IMPORTED_MODULE_0__.createScanner)(text);
        this.#next();
    }
    readName() {
        if (this.#first !== '"')
            throw this.#error(`${this.#first === '' ? 'close brace' : 'property name'} expected`);
        const name = { line: this.#line, name: this.#string() };
        this.#next();
        if (!this.skip(':'))
            throw this.#error('colon expected');
        return name;
    }
    readValue() {
        const node = this.#node();
        this.#next();
        return node;
    }
    skip(token) {
        if (this.#first !== token)
            return false;
        this.#next();
        return true;
    }
    skipComma(close) {
        return this.skip(',') && !(this.#comments && this.#first === close);
    }
    expectClose(close) {
        if (this.skip(close))
            return;
        const end = close === ']' ? 'close bracket' : 'close brace';
        throw this.#error(`${this.#first === '' ? end : 'comma'} expected`);
    }
    expectEnd() {
        if (this.#first !== '')
            throw this.#error('end of file expected');
    }
    get #line() {
        return this.#scanner.getTokenStartLine() + 1;
    }
    #node() {
        const line = this.#line;
        if (this.#first === '{')
            return { line, properties: [] };
        if (this.#first === '[')
            return { line, items: [] };
        if (this.#first === '"')
            return { line, text: this.#string() };
        if (!ATOMS.includes(this.#token))
            throw this.#error('value expected');
        return { line, json: this.#scanner.getTokenValue() };
    }
    #string() {
        const [value, length] = [this.#scanner.getTokenValue(), this.#scanner.getTokenLength()];
        if (value.length === length - 2)
            return value;
        const begin = this.#scanner.getTokenOffset();
        return JSON.parse(this.#text.slice(begin, begin + length));
    }
    #next() {
        do
            this.#token = this.#scanner.scan();
        while (this.#token === BLANKS || this.#token === LINE_BREAK || (this.#comments && this.#isComment));
        this.#first = this.#text.charAt(this.#scanner.getTokenOffset());
        const error = SCAN_ERRORS[this.#scanner.getTokenError()];
        if (error)
            throw this.#error(error);
        if (this.#isComment)
            throw this.#error('invalid comment token', '; a file with comments must end in .jsonc');
        if (this.#token !== UNKNOWN)
            return;
        WRONG_QUOTES.lastIndex = this.#scanner.getTokenOffset();
        throw this.#error(`invalid symbol${WRONG_QUOTES.test(this.#text) ? ' (use double quotes)' : ''}`);
    }
    get #isComment() {
        return this.#token === LINE_COMMENT || this.#token === BLOCK_COMMENT;
    }
    #error(what, advice = '') {
        return new InvalidJson(what, this.#line, this.#scanner.getTokenStartCharacter() + 1, advice);
    }
}


/***/ })

};
