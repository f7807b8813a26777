export const id = 349;
export const ids = [349];
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


/***/ })

};
