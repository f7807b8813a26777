export const id = 830;
export const ids = [830,39];
export const modules = {

/***/ 3039:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ describeJsonError),
/* harmony export */   findJsonError: () => (/* binding */ findJsonError)
/* harmony export */ });
/* harmony import */ var jsonc_parser__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1928);
/* harmony import */ var jsonc_parser__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(jsonc_parser__WEBPACK_IMPORTED_MODULE_0__);

const WRONG_QUOTES = /['‘’“”`]|[\w$-]+\s*:/y;
function describeJsonError(code, text, offset) {
    const words = (0,jsonc_parser__WEBPACK_IMPORTED_MODULE_0__.printParseErrorCode)(code)
        .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
        .toLowerCase();
    WRONG_QUOTES.lastIndex = offset;
    return WRONG_QUOTES.test(text) ? `${words} (use double quotes)` : words;
}
function findJsonError(text) {
    let found;
    const stop = new Error('found');
    try {
        (0,jsonc_parser__WEBPACK_IMPORTED_MODULE_0__.visit)(text, {
            onError: (code, offset, _length, line, character) => {
                found = { what: describeJsonError(code, text, offset), line: line + 1, column: character + 1 };
                throw stop;
            }
        }, { disallowComments: true });
    }
    catch (error) {
        if (error !== stop && !(error instanceof RangeError))
            throw error;
    }
    return found;
}


/***/ }),

/***/ 830:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readJson: () => (/* binding */ readJson)
});

// EXTERNAL MODULE: ./node_modules/jsonc-parser/lib/umd/main.js
var main = __webpack_require__(1928);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: ./src/entries/json-error.ts
var json_error = __webpack_require__(3039);
// EXTERNAL MODULE: ./src/entries/list/node.ts
var list_node = __webpack_require__(1349);
;// CONCATENATED MODULE: ./src/entries/list/json-limit.ts


const MAX_BLANKS = 2_000_000;
const MAX_ESCAPES = 5_000_000;
function checkRuns(text) {
    if (text.length <= MAX_BLANKS)
        return;
    let [line, blanks, escapes] = [1, 0, 0];
    for (let index = 0; index < text.length; index++) {
        const code = text.charCodeAt(index);
        blanks = code === SPACE || code === TAB ? blanks + 1 : 0;
        if (code === LINE_FEED)
            line += 1;
        else if (code === QUOTE)
            escapes = 0;
        else if (code === BACKSLASH) {
            escapes += 1;
            index += 1;
        }
        if (blanks > MAX_BLANKS)
            throw tooMany('blanks in a row', MAX_BLANKS, line);
        if (escapes > MAX_ESCAPES)
            throw tooMany('escapes (\\) in one text', MAX_ESCAPES, line);
    }
}
const TAB = 0x09;
const LINE_FEED = 0x0a;
const SPACE = 0x20;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
function tooMany(what, most, line) {
    return new list_node.InvalidLine(`has more than ${(0,shared_text/* formatCount */.B4)(most)} ${what}: take them out, or put the value into a file (property file)`, line);
}

;// CONCATENATED MODULE: ./src/entries/list/json.ts





function readJson(text, options) {
    const reader = new Reader(text);
    checkRuns(text);
    try {
        (0,main.visit)(text, reader, { disallowComments: !options.comments, allowTrailingComma: options.comments });
    }
    catch (error) {
        if (error instanceof RangeError)
            throw new list_node.InvalidLine('is nested too deeply', reader.line);
        throw error;
    }
    return reader.result();
}
const MAX_NODES = 1_100_000;
const TOO_MANY = `has more than ${(0,shared_text/* formatCount */.B4)(MAX_NODES)} values in it: split it`;
const MAX_NODES_OF_ENTRY = 600_000;
const TOO_MANY_IN_ENTRY = `has more than ${(0,shared_text/* formatCount */.B4)(MAX_NODES_OF_ENTRY)} values in one entry: put its value into a file (property file)`;
class Reader {
    line = 1;
    #text;
    #open = [];
    #count = 0;
    #countOfEntry = 0;
    #root;
    constructor(text) {
        this.#text = text;
    }
    onObjectBegin = (_offset, _length, line) => {
        this.line = line + 1;
        this.#open.push({ line: this.line, properties: [], name: '', nameLine: 0 });
    };
    onArrayBegin = (_offset, _length, line) => {
        this.line = line + 1;
        this.#open.push({ line: this.line, items: [] });
    };
    onObjectProperty = (name, _offset, _length, line) => {
        const open = this.#open.at(-1);
        if (open && 'properties' in open)
            Object.assign(open, { name, nameLine: line + 1 });
    };
    onLiteralValue = (value, offset, length, line) => {
        this.line = line + 1;
        const json = typeof value === 'string' ? undefined : this.#text.slice(offset, offset + length);
        this.#add(json === undefined ? { line: this.line, text: value } : { line: this.line, json });
    };
    onObjectEnd = () => {
        this.#close();
    };
    onArrayEnd = () => {
        this.#close();
    };
    onError = (code, offset, _length, line, column) => {
        throw new list_node.InvalidLine(`is not valid JSON: ${(0,json_error/* describeJsonError */.M)(code, this.#text, offset)} at line ${line + 1}, column ${column + 1}${adviceFor(code)}`, line + 1);
    };
    result() {
        return this.#root ?? { line: 1, json: 'null' };
    }
    #close() {
        const open = this.#open.pop();
        if (!open)
            return;
        this.#add('items' in open ? open : { line: open.line, properties: open.properties });
    }
    #add(node) {
        this.#count += 1;
        this.#countOfEntry = this.#open.length < 2 ? 0 : this.#countOfEntry + 1;
        if (this.#count > MAX_NODES)
            throw new list_node.InvalidLine(TOO_MANY, this.line);
        if (this.#countOfEntry > MAX_NODES_OF_ENTRY)
            throw new list_node.InvalidLine(TOO_MANY_IN_ENTRY, this.line);
        const parent = this.#open.at(-1);
        if (!parent)
            this.#root = node;
        else if ('items' in parent)
            parent.items.push(node);
        else
            parent.properties.push({ line: parent.nameLine, name: parent.name, value: node });
    }
}
function adviceFor(code) {
    return (0,main.printParseErrorCode)(code) === 'InvalidCommentToken' ? '; a file with comments must end in .jsonc' : '';
}


/***/ })

};
