export const id = 188;
export const ids = [188];
export const modules = {

/***/ 5188:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readBackup: () => (/* binding */ readBackup)
});

// EXTERNAL MODULE: ./src/shared/diagnostics.ts
var shared_diagnostics = __webpack_require__(6653);
// EXTERNAL MODULE: ./src/shared/similar.ts
var similar = __webpack_require__(6112);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: ./src/entries/list/base64.ts
var list_base64 = __webpack_require__(7750);
// EXTERNAL MODULE: ./src/entries/metadata.ts
var entries_metadata = __webpack_require__(9547);
;// CONCATENATED MODULE: ./src/entries/backup-entry.ts




const OF_PAIR = ['key', 'value', 'base64', 'metadata', 'expiration'];
const OF_DELETION = ['key', 'delete'];
function parseBackupEntry(item) {
    if (!isObject(item))
        throw new shared_diagnostics/* InvalidValue */.h6('must be an object with key, and value or delete');
    const { key } = item;
    if (typeof key !== 'string')
        throw new shared_diagnostics/* InvalidValue */.h6('key must be text');
    try {
        return { key, pair: parsePair(item) };
    }
    catch (error) {
        if (!(error instanceof shared_diagnostics/* InvalidValue */.h6))
            throw error;
        throw new shared_diagnostics/* InvalidValue */.h6(`key ${(0,shared_text/* quoted */.TL)(key)}: ${error.message}`);
    }
}
function parsePair(item) {
    if ('delete' in item) {
        checkProperties(item, OF_DELETION);
        if (item['delete'] !== true)
            throw new shared_diagnostics/* InvalidValue */.h6('delete must be true');
        return undefined;
    }
    checkProperties(item, OF_PAIR);
    const { metadata = null, expiration } = item;
    return {
        value: parseBytes(item),
        ...(metadata !== null && { metadata: parseOwnMetadata(metadata) }),
        ...(expiration !== undefined && { expiry: { expiration: parseSeconds(expiration) } })
    };
}
function checkProperties(item, known) {
    const unknown = Object.keys(item).find((name) => !known.includes(name));
    if (unknown !== undefined) {
        throw new shared_diagnostics/* InvalidValue */.h6(`unknown property ${(0,shared_text/* quoted */.TL)(unknown)}; a backup has ${known.join(', ')} here`);
    }
}
function parseBytes({ value, base64 = false }) {
    if (typeof value !== 'string' || !value.isWellFormed())
        throw new shared_diagnostics/* InvalidValue */.h6('value must be text');
    if (typeof base64 !== 'boolean')
        throw new shared_diagnostics/* InvalidValue */.h6('base64 must be true or false');
    if (!base64)
        return { text: value, encoding: 'utf8', size: Buffer.byteLength(value) };
    try {
        return { text: value, encoding: 'base64', size: (0,list_base64/* decodeBase64 */.y)(value).length };
    }
    catch (error) {
        throw error instanceof shared_diagnostics/* InvalidValue */.h6 ? new shared_diagnostics/* InvalidValue */.h6(`value ${error.message}`) : error;
    }
}
function parseOwnMetadata(value) {
    const metadata = JSON.stringify(value);
    try {
        (0,entries_metadata/* checkMetadata */.sI)(metadata);
        return metadata;
    }
    catch (error) {
        throw error instanceof shared_diagnostics/* InvalidValue */.h6 ? new shared_diagnostics/* InvalidValue */.h6(`metadata ${error.message}`) : error;
    }
}
function parseSeconds(value) {
    if (typeof value === 'number' && Number.isSafeInteger(value) && value > 0)
        return value;
    throw new shared_diagnostics/* InvalidValue */.h6('expiration must be whole seconds since the UNIX epoch');
}
function isObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// EXTERNAL MODULE: external "node:buffer"
var external_node_buffer_ = __webpack_require__(4573);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./src/shared/exact-json.ts
var exact_json = __webpack_require__(3973);
// EXTERNAL MODULE: ./src/entries/backup-format.ts
var backup_format = __webpack_require__(4978);
;// CONCATENATED MODULE: ./src/entries/backup-text.ts







function parseBackupText(descriptor) {
    const lines = readLines(descriptor);
    const first = lines.next();
    const firstLine = first.done ? '' : first.value.text;
    if (firstLine.endsWith('[')) {
        const { namespaceId } = parseHead(parseJson(firstLine + backup_format/* BACKUP_END */.ZA, 1));
        return { namespaceId, entries: parseLines(lines) };
    }
    const text = [firstLine, ...lines.map(({ text }) => text)].join('\n');
    const { namespaceId, entries } = parseHead(parseJson(text));
    return { namespaceId, entries: entries.map((item) => ({ item })) };
}
function parseLine(bytes, line) {
    return parseJson(decode(bytes).replace(/,$/, ''), line);
}
function* parseLines(lines) {
    let number = 1;
    let isComplete = false;
    for (const { text, ...line } of lines) {
        number = line.number;
        if (text === '')
            continue;
        if (isComplete)
            throw new shared_diagnostics/* InvalidValue */.h6(`has more after its end, at line ${number}`);
        isComplete = text === backup_format/* BACKUP_END */.ZA;
        if (!isComplete)
            yield { item: parseJson(text.replace(/,$/, ''), number), line };
    }
    if (!isComplete)
        throw new shared_diagnostics/* InvalidValue */.h6(`is cut short: it ends at line ${number} without ${backup_format/* BACKUP_END */.ZA}`);
}
const PIECE = 1 << 20;
function* readLines(descriptor) {
    let buffer = Buffer.allocUnsafe(PIECE);
    let kept = 0;
    let [number, position] = [0, 0];
    for (let size = PIECE; size > 0;) {
        if (kept === buffer.length)
            buffer = Buffer.concat([buffer], 2 * buffer.length);
        size = (0,external_node_fs_.readSync)(descriptor, buffer, kept, buffer.length - kept, null);
        let rest = buffer.subarray(0, kept + size);
        for (let length = rest.indexOf('\n', kept); rest.length > 0; length = rest.indexOf('\n')) {
            if (length === -1 && size > 0)
                break;
            const bytes = length === -1 ? rest : rest.subarray(0, length);
            number += 1;
            yield { number, position, length: bytes.length, text: decode(bytes) };
            position += bytes.length + 1;
            rest = rest.subarray(bytes.length + 1);
        }
        kept = rest.copy(buffer);
    }
}
function decode(bytes) {
    if (!(0,external_node_buffer_.isUtf8)(bytes))
        throw new shared_diagnostics/* InvalidValue */.h6('is not valid UTF-8');
    return bytes.toString().trim();
}
function parseJson(text, line) {
    try {
        return (0,exact_json/* parseExact */.j)(text.replace(/^\ufeff/, ''));
    }
    catch {
        throw new shared_diagnostics/* InvalidValue */.h6(line === undefined ? 'is not valid JSON' : `is not valid JSON at line ${line}`);
    }
}
function parseHead(value) {
    const { [backup_format/* BACKUP_NAME */.RD]: version, namespace_id: namespaceId, entries, ...rest } = isObject(value) ? value : {};
    checkVersion(version);
    if (typeof namespaceId !== 'string' || namespaceId === '')
        throw new shared_diagnostics/* InvalidValue */.h6('must have a namespace_id');
    if (!Array.isArray(entries))
        throw new shared_diagnostics/* InvalidValue */.h6('must have a list of entries');
    const [unknown] = Object.keys(rest);
    if (unknown !== undefined)
        throw new shared_diagnostics/* InvalidValue */.h6(`has the unknown property ${(0,shared_text/* quoted */.TL)(unknown)}`);
    return { namespaceId, entries };
}
function checkVersion(version) {
    if (version === backup_format/* BACKUP_VERSION */.mS)
        return;
    if (typeof version === 'number' && version > backup_format/* BACKUP_VERSION */.mS) {
        throw new shared_diagnostics/* InvalidValue */.h6(`has version ${version} of the backup format, and this version of the action reads up to ${backup_format/* BACKUP_VERSION */.mS}: restore it with the version of the action that made it, or a later one`);
    }
    throw new shared_diagnostics/* InvalidValue */.h6(`must begin with the version of the backup format: "${backup_format/* BACKUP_NAME */.RD}": ${backup_format/* BACKUP_VERSION */.mS}`);
}

// EXTERNAL MODULE: ./src/shared/value.ts
var value = __webpack_require__(3664);
;// CONCATENATED MODULE: ./src/entries/backup-values.ts



class BackupValues {
    #file;
    #line = Buffer.alloc(0);
    #bytes = Buffer.alloc(0);
    constructor(file) {
        this.#file = file;
    }
    value({ text, encoding, size }, line) {
        if (!line)
            return { bytes: Buffer.from(text, encoding), size };
        return { size, load: () => this.#load(line, size) };
    }
    #load({ number, position, length }, size) {
        if (this.#line.length < length)
            this.#line = Buffer.allocUnsafe(2 * length);
        if (this.#bytes.length < size)
            this.#bytes = Buffer.allocUnsafe(2 * size);
        const bytes = (0,value/* readPart */.on)(this.#file, position, this.#line.subarray(0, length));
        const { pair } = parseBackupEntry(parseLine(bytes, number));
        if (pair?.value.size !== size)
            throw new value/* FileChanged */.zR('the backup has changed since it was planned');
        return this.#bytes.subarray(0, this.#bytes.write(pair.value.text, pair.value.encoding));
    }
}

// EXTERNAL MODULE: ./src/entries/expiry.ts
var expiry = __webpack_require__(4653);
;// CONCATENATED MODULE: ./src/entries/backup-file.ts







function readBackup({ backupFile }, workspace, now, diagnostics) {
    const file = workspace.display(backupFile);
    try {
        return workspace.open(backupFile, (descriptor, found) => restore(parseBackupText(descriptor), { ...found, name: file }, now, diagnostics));
    }
    catch (error) {
        if (!(error instanceof shared_diagnostics/* InvalidValue */.h6))
            throw error;
        diagnostics.error(`entries-file ${(0,shared_text/* quoted */.TL)(file)} ${error.message}`, { location: { file } });
        return { entries: [], deletions: [] };
    }
}
function restore({ namespaceId, entries }, file, now, diagnostics) {
    const restored = [];
    const deletions = [];
    const expired = [];
    const values = new BackupValues(file);
    let number = 0;
    for (const { item, line } of entries) {
        number += 1;
        const origin = { source: file.name, location: { file: file.name, ...(line && { line: line.number }) } };
        try {
            const { key, pair } = parseBackupEntry(item);
            const isExpired = pair !== undefined && expiresBefore(pair, now / 1000 + expiry/* MIN_SECONDS_AHEAD */.DM);
            if (isExpired)
                expired.push(key);
            if (pair && !isExpired)
                restored.push({ key, ...pair, value: values.value(pair.value, line), ...origin });
            else
                deletions.push({ key, ...origin });
        }
        catch (error) {
            if (!(error instanceof shared_diagnostics/* InvalidValue */.h6))
                throw error;
            diagnostics.error(`entries-file ${(0,shared_text/* quoted */.TL)(file.name)}: entry ${number}: ${error.message}`, origin);
        }
    }
    warnOfExpired(expired, file.name, diagnostics);
    return { entries: restored, deletions, backupOf: namespaceId };
}
function expiresBefore({ expiry }, seconds) {
    return expiry !== undefined && 'expiration' in expiry && expiry.expiration < seconds;
}
function warnOfExpired(keys, file, diagnostics) {
    if (keys.length === 0)
        return;
    diagnostics.warning(`entries-file ${(0,shared_text/* quoted */.TL)(file)}: ${(0,shared_text/* counted */.hS)(keys.length, 'key')} expired since the backup was made, or will within ${expiry/* MIN_SECONDS_AHEAD */.DM} seconds, and will be deleted: ${(0,similar/* listed */.KE)(keys)}`);
}


/***/ }),

/***/ 7750:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   y: () => (/* binding */ decodeBase64)
/* harmony export */ });
/* harmony import */ var _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6653);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(4646);


function decodeBase64(text) {
    const digits = text.replace(/[\r\n]+/g, '');
    const notCounted = digits === text ? '' : ' (not counting line breaks)';
    const end = digits.length - (/={1,2}$/.exec(digits)?.[0].length ?? 0);
    const wrong = digits.slice(0, end).search(/[^A-Za-z0-9+/]/);
    if (wrong !== -1) {
        const place = `character ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCount */ .B4)(wrong + 1)}${notCounted}`;
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__/* .InvalidValue */ .h6(`is not base64: ${place} must be one of A to Z, a to z, 0 to 9, + and /`);
    }
    if (digits.length % 4 !== 0) {
        throw new _shared_diagnostics_js__WEBPACK_IMPORTED_MODULE_0__/* .InvalidValue */ .h6(`is not base64: it has ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_1__/* .formatCount */ .B4)(digits.length)} characters${notCounted}, and their number with the padding (=) must be a multiple of 4`);
    }
    return Buffer.from(digits, 'base64');
}


/***/ })

};
