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


/** Whether what is read under a key is not what the plan was made from. What the plan does not know cannot have changed. */
function hasChanged({ entry, status }, held, pair) {
    const planned = held?.get(entry.key);
    if (!planned)
        return status === 'new' && pair !== undefined;
    return !pair || !isSame(planned, pair);
}
function isSame({ metadata = null, expiration }, pair) {
    // As the listing was parsed, in which numbers do not keep their text.
    const parsed = JSON.parse(JSON.stringify(pair.metadata));
    return expiration === pair.expiration && (0,external_node_util_.isDeepStrictEqual)(parsed, metadata);
}
/**
 * Whether the digest in a pair's stamp says that its text is its value, byte for byte; undefined when there is no stamp. A
 * digest does not fit when a byte order mark is missing, or when it covers a TTL that is not known.
 *
 * @param entry what the plan writes under the key, most often with the same TTL as before
 */
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
/** A stamp alone may have been added to no metadata or to an empty object. */
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





/** Bytes of all values that a backup may hold. A later step has to hold them in memory to restore them. */
const MAX_BYTES = 256 * 1024 ** 2;
/** Thrown when a backup cannot be made. Its message has nothing of a value; its cause is the failure of the API, if any. */
class BackupError extends values/* ValueUnknown */.s {
    name = 'BackupError';
    constructor(reason, options) {
        super(`backup could not be made: ${reason}`, options);
    }
}
/** Writes a backup into a file, an entry at a time. */
class BackupWriter {
    /** Absolute path of the file. */
    path;
    #file;
    #maxBytes;
    #bytes = 0;
    #isFirst = true;
    #isOpen = true;
    /**
     * Begins a file `backup.json` that only its owner can read, in a new folder.
     *
     * @param directory an existing folder outside the workspace, `RUNNER_TEMP`
     * @param maxBytes of all values
     * @throws BackupError when the file cannot be written
     */
    constructor(directory, namespaceId, maxBytes = MAX_BYTES) {
        this.#maxBytes = maxBytes;
        [this.path, this.#file] = written(() => {
            const path = (0,external_node_path_.join)((0,external_node_fs_.mkdtempSync)((0,external_node_path_.join)(directory, 'kv-put-action-')), 'backup.json');
            return [path, (0,external_node_fs_.openSync)(path, 'wx', 0o600)];
        });
        this.#write((0,backup_format/* backupBeginning */.kC)(namespaceId));
    }
    /** Bytes of the values so far. */
    get bytes() {
        return this.#bytes;
    }
    /**
     * Adds what the namespace holds under a key, undefined for nothing.
     *
     * @throws BackupError when the values are over `maxBytes`, or the file cannot be written
     */
    add(key, pair) {
        this.#bytes += pair?.bytes.length ?? 0;
        if (this.#bytes > this.#maxBytes) {
            throw new BackupError(`the values that this run changes are over ${(0,shared_text/* formatBytes */.z3)(this.#maxBytes)}. Publish fewer keys in a step, or set backup to false`);
        }
        this.#write(`${this.#isFirst ? '' : ','}\n${(0,backup_format/* backupEntry */.$P)(key, pair)}`);
        this.#isFirst = false;
    }
    /**
     * Completes the file. It is on the disk when this returns.
     *
     * @throws BackupError when the file cannot be written
     */
    finish() {
        this.#write(`\n${backup_format/* BACKUP_END */.ZA}\n`);
        written(() => {
            (0,external_node_fs_.fsyncSync)(this.#file);
            this.#close();
        });
    }
    /** Removes a file that is not complete, and its folder. */
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
            // At the position of the file: several workers add entries, and each is written whole.
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





/**
 * Saves what the namespace holds under every key that a plan writes or deletes, for `entries-file` to restore. To be called
 * before the first write.
 *
 * @returns the absolute path of the file; empty when no backup is wanted, or the plan changes nothing
 * @throws BackupError when a key cannot be read or has changed since the plan, when the values are over 256 MiB, and when the
 * file cannot be written; Cancelled when the run is
 */
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
        throw error instanceof values/* ValueUnknown */.s ? new BackupError(error.message, { cause: error.cause }) : error;
    }
    log(`Saved ${(0,shared_text/* countedKeys */.Rk)(changing.length, writer.bytes)} in ${writer.path}`);
    return writer.path;
}
/**
 * Up to so many keys, each value without a stamp is read by itself: then a byte order mark is not lost, which a bulk read
 * may drop without a trace. For more keys, that would take a request for each.
 */
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
        // Listings give the expiration for certain. Where a bulk read lacks it, a single read decides.
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
