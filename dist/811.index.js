export const id = 811;
export const ids = [811];
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


/***/ })

};
