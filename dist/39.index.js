export const id = 39;
export const ids = [39];
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


/***/ })

};
