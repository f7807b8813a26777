export const id = 811;
export const ids = [811,349,39,192];
export const modules = {

/***/ 3039:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   M: () => (/* binding */ describeJsonError),
/* harmony export */   findJsonError: () => (/* binding */ findJsonError)
/* harmony export */ });
/* harmony import */ var jsonc_parser__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1928);
/* harmony import */ var jsonc_parser__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(jsonc_parser__WEBPACK_IMPORTED_MODULE_0__);

function describeJsonError(code) {
    return (0,jsonc_parser__WEBPACK_IMPORTED_MODULE_0__.printParseErrorCode)(code)
        .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
        .toLowerCase();
}
function findJsonError(text) {
    let found;
    const stop = new Error('found');
    try {
        (0,jsonc_parser__WEBPACK_IMPORTED_MODULE_0__.visit)(text, {
            onError: (code, _offset, _length, line, character) => {
                found = { what: describeJsonError(code), line: line + 1, column: character + 1 };
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

/***/ 9811:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   readJson: () => (/* binding */ readJson)
/* harmony export */ });
/* harmony import */ var jsonc_parser__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1928);
/* harmony import */ var jsonc_parser__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(jsonc_parser__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4646);
/* harmony import */ var _json_error_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3039);
/* harmony import */ var _node_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(1349);




function readJson(text, options) {
    const reader = new Reader(text);
    try {
        (0,jsonc_parser__WEBPACK_IMPORTED_MODULE_0__.visit)(text, reader, { disallowComments: !options.comments, allowTrailingComma: options.comments });
    }
    catch (error) {
        if (error instanceof RangeError)
            throw new _node_js__WEBPACK_IMPORTED_MODULE_3__.InvalidLine('is nested too deeply', reader.line);
        throw error;
    }
    return reader.result();
}
const MAX_NODES = 2_000_000;
const TOO_MANY = `has more than ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCount */ .B4)(MAX_NODES)} values in it: split it`;
class Reader {
    line = 1;
    #text;
    #open = [];
    #count = 0;
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
    onError = (code, _offset, _length, line, column) => {
        throw new _node_js__WEBPACK_IMPORTED_MODULE_3__.InvalidLine(`is not valid JSON: ${(0,_json_error_js__WEBPACK_IMPORTED_MODULE_2__/* .describeJsonError */ .M)(code)} at line ${line + 1}, column ${column + 1}${adviceFor(code)}`, line + 1);
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
        if (this.#count > MAX_NODES)
            throw new _node_js__WEBPACK_IMPORTED_MODULE_3__.InvalidLine(TOO_MANY, this.line);
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
    return (0,jsonc_parser__WEBPACK_IMPORTED_MODULE_0__.printParseErrorCode)(code) === 'InvalidCommentToken' ? '; a file with comments must end in .jsonc' : '';
}


/***/ }),

/***/ 1349:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   InvalidLine: () => (/* binding */ InvalidLine),
/* harmony export */   checkUnique: () => (/* binding */ checkUnique),
/* harmony export */   toJson: () => (/* binding */ toJson)
/* harmony export */ });
/* harmony import */ var _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6653);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(4646);


class InvalidLine extends _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_1__/* .InvalidValue */ .h {
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
            throw new InvalidLine(`has the property ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_0__/* .quoted */ .TL)(name)} twice, in line ${first} and in line ${line}`, line);
        }
        lines.set(name, line);
    }
}


/***/ })

};
