export const id = 496;
export const ids = [496];
export const modules = {

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
