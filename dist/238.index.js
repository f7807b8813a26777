export const id = 238;
export const ids = [238];
export const modules = {

/***/ 7238:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   ExplorerNamespace: () => (/* binding */ ExplorerNamespace)
/* harmony export */ });
/* harmony import */ var _envelope_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(819);
/* harmony import */ var _namespace_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8590);


const FEWEST_LISTED = 10;
class ExplorerNamespace extends _namespace_js__WEBPACK_IMPORTED_MODULE_1__/* .Namespace */ .g$ {
    constructor(transport, id) {
        super(transport, '', id);
    }
    canPut({ metadata, expiry }) {
        return metadata === undefined && !expiry;
    }
    async getMetadata(key) {
        const { keys } = await this.listKeys(key, '', FEWEST_LISTED, true);
        const found = keys.find(({ name }) => name === key);
        return found && (found.metadata ?? null);
    }
    async getValue(key) {
        try {
            return await super.getValue(key);
        }
        catch (error) {
            if (error instanceof _envelope_js__WEBPACK_IMPORTED_MODULE_0__/* .KvApiError */ .m && error.status === 404)
                return undefined;
            throw error;
        }
    }
}


/***/ })

};
