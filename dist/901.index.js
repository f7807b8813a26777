export const id = 901;
export const ids = [901];
export const modules = {

/***/ 901:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  makeBackup: () => (/* binding */ makeBackup)
});

// EXTERNAL MODULE: ./src/kv/values.ts
var values = __webpack_require__(4775);
// EXTERNAL MODULE: ./src/plan/change.ts
var plan_change = __webpack_require__(7023);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(7975);
// EXTERNAL MODULE: ./src/plan/stamp.ts
var plan_stamp = __webpack_require__(5088);
;// CONCATENATED MODULE: ./src/publish/backup-check.ts


function hasChanged({ entry, status }, held, pair) {
    const planned = held?.get(entry.key);
    if (!planned)
        return status === 'new' && pair !== undefined;
    return !pair || !isSame(planned, pair);
}
function isSame({ metadata = null, expiration }, pair) {
    const parsed = JSON.parse(JSON.stringify(pair.metadata));
    return expiration === pair.expiration && (0,external_node_util_.isDeepStrictEqual)(parsed, metadata);
}
function fitsStamp({ text, metadata, expiration }, { expiry }) {
    const digest = stampedDigest(metadata);
    if (digest === undefined)
        return undefined;
    const bytes = Buffer.from(text);
    const ttl = expiry && 'expirationTtl' in expiry ? [`+${expiry.expirationTtl}`] : [];
    const expiries = expiration === undefined ? [''] : [String(expiration), ...ttl];
    return expiries.some((expiryText) => metadataWithoutStamp(metadata).some((metadataText) => {
        const computed = new plan_stamp/* Digest */.np(expiryText, metadataText, bytes.length);
        computed.update(bytes);
        return computed.finish() === digest;
    }));
}
function stampedDigest(metadata) {
    const { [plan_stamp/* STAMP_NAME */.Qo]: stamp } = (metadata ?? {});
    return typeof stamp === 'string' ? /^\S+ ([\w-]{22})$/.exec(stamp)?.[1] : undefined;
}
function metadataWithoutStamp(metadata) {
    const properties = Object.entries(metadata).filter(([name]) => name !== plan_stamp/* STAMP_NAME */.Qo);
    const text = JSON.stringify(Object.fromEntries(properties));
    return text === '{}' ? ['', text] : [text];
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/entries/backup-format.ts
var backup_format = __webpack_require__(4978);
;// CONCATENATED MODULE: ./src/publish/backup-writer.ts





const MAX_BYTES = 256 * 1024 ** 2;
class BackupError extends values/* ValueUnknown */.s {
    name = 'BackupError';
    constructor(reason, options) {
        super(`backup could not be made: ${reason}`, options);
    }
}
class BackupWriter {
    path;
    #file;
    #maxBytes;
    #bytes = 0;
    #isFirst = true;
    #isOpen = true;
    constructor(directory, namespaceId, maxBytes = MAX_BYTES) {
        this.#maxBytes = maxBytes;
        [this.path, this.#file] = written(() => {
            const path = (0,external_node_path_.join)((0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(directory, 'kv-put-action-')), 'backup.json');
            return [path, (0,external_node_fs_.openSync)(path, 'wx', 0o600)];
        });
        this.#write((0,backup_format/* backupBeginning */.kC)(namespaceId));
    }
    get bytes() {
        return this.#bytes;
    }
    add(key, pair) {
        this.#bytes += pair?.bytes.length ?? 0;
        if (this.#bytes > this.#maxBytes) {
            throw new BackupError(`the values that this run changes are over ${(0,shared_text/* formatBytes */.z3)(this.#maxBytes)}. Publish fewer keys in a step, or set backup to false`);
        }
        this.#write(`${this.#isFirst ? '' : ','}\n${(0,backup_format/* backupEntry */.$P)(key, pair)}`);
        this.#isFirst = false;
    }
    finish() {
        this.#write(`\n${backup_format/* BACKUP_END */.ZA}\n`);
        written(() => {
            (0,external_node_fs_.fsyncSync)(this.#file);
            this.#close();
        });
    }
    discard() {
        this.#close();
        (0,external_node_fs_.rmSync)((0,external_node_path_.dirname)(this.path), { recursive: true, force: true });
    }
    #close() {
        if (this.#isOpen)
            (0,external_node_fs_.closeSync)(this.#file);
        this.#isOpen = false;
    }
    #write(text) {
        written(() => {
            (0,external_node_fs_.writeFileSync)(this.#file, text);
        });
    }
}
function written(write) {
    try {
        return write();
    }
    catch (cause) {
        const { code = String(cause) } = cause;
        throw new BackupError(`RUNNER_TEMP could not be written (${code})`, { cause });
    }
}

;// CONCATENATED MODULE: ./src/publish/backup.ts





async function makeBackup({ changes, held }, { namespace, concurrency, backupFolder }, { log }) {
    const changing = changes.filter((change) => (0,plan_change/* isWrite */.a)(change) || (0,plan_change/* isDeletion */.z)(change));
    if (backupFolder === undefined || changing.length === 0)
        return '';
    log(`Reading what namespace ${namespace.id} holds under ${(0,shared_text/* counted */.hS)(changing.length, 'key')}, for the backup`);
    const writer = new BackupWriter(backupFolder, namespace.id);
    try {
        const keys = changing.map(({ entry }) => entry.key);
        await new values/* ValueReader */.D(namespace, concurrency).read(keys, new Receiver(changing, held, writer));
        writer.finish();
    }
    catch (error) {
        writer.discard();
        const isExplained = error instanceof BackupError || !(error instanceof values/* ValueUnknown */.s);
        throw isExplained ? error : new BackupError(error.message, { cause: error.cause });
    }
    log(`Saved ${(0,shared_text/* countedKeys */.Rk)(changing.length, writer.bytes)} in ${writer.path}`);
    return writer.path;
}
const MAX_KEYS_READ_SINGLY = 20;
class Receiver {
    #changes;
    #held;
    #writer;
    constructor(changes, held, writer) {
        this.#changes = new Map(changes.map((change) => [change.entry.key, change]));
        this.#held = held;
        this.#writer = writer;
    }
    isExact(key, pair) {
        if (pair.expiration === undefined && this.#held?.get(key)?.expiration !== undefined)
            return false;
        const change = this.#changes.get(key);
        return (change && fitsStamp(pair, change.entry)) ?? this.#changes.size > MAX_KEYS_READ_SINGLY;
    }
    receive(key, pair) {
        const change = this.#changes.get(key);
        if (!change || hasChanged(change, this.#held, pair)) {
            throw new BackupError(`key ${(0,shared_text/* quoted */.TL)(key)} has changed since the plan was made. Run the step again`);
        }
        this.#writer.add(key, pair);
    }
}


/***/ })

};
