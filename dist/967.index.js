export const id = 967;
export const ids = [967];
export const modules = {

/***/ 967:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  makeBackup: () => (/* binding */ makeBackup)
});

// EXTERNAL MODULE: ./src/kv/value-unknown.ts
var value_unknown = __webpack_require__(9335);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: ./src/shared/pool.ts
var pool = __webpack_require__(5135);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: ./src/kv/api-failure.ts
var api_failure = __webpack_require__(7902);
// EXTERNAL MODULE: ./src/kv/bulk-get.ts
var bulk_get = __webpack_require__(9820);
// EXTERNAL MODULE: ./src/kv/envelope.ts
var envelope = __webpack_require__(5525);
;// CONCATENATED MODULE: ./src/kv/values.ts







const MAX_BULK_READS = 2;
const REPLACEMENT_CHARACTER = '\ufffd';
class ValueReader {
    #namespace;
    #concurrency;
    constructor(namespace, concurrency) {
        this.#namespace = namespace;
        this.#concurrency = concurrency;
    }
    async read(keys, receiver) {
        const singles = [];
        const bulkReads = Math.min(this.#concurrency, MAX_BULK_READS);
        await (0,pool/* runPool */.k)(batches(keys), bulkReads, (isStopped) => (batch) => {
            return this.#readBulk(batch, receiver, singles, isStopped);
        });
        await (0,pool/* runPool */.k)(singles, this.#concurrency, (isStopped) => async (single) => {
            receiver.receive(single.key, await this.#readSingle(single, isStopped));
        });
    }
    async #readBulk(keys, receiver, singles, isStopped) {
        const pairs = await this.#getBulk(keys, isStopped);
        if (!pairs)
            return this.#readRefused(keys, receiver, singles, isStopped);
        for (const key of keys) {
            const pair = pairs.get(key);
            if (pair === null)
                receiver.receive(key, undefined);
            else if (!pair)
                receiver.receive(key, await this.#readAlone(key, isStopped));
            else if (!pair.text.includes(REPLACEMENT_CHARACTER) && receiver.isExact(key, pair)) {
                const { text, ...rest } = pair;
                receiver.receive(key, { ...rest, bytes: Buffer.from(text) });
            }
            else {
                const { text, ...rest } = pair;
                singles.push({ key, pair: rest, fingerprint: fingerprintOf(text) });
            }
        }
    }
    async #getBulk(keys, isStopped) {
        const isRetried = (failure) => failure.isTransient && !failure.isTooLarge && !isStopped();
        try {
            return await this.#namespace.retry.run(() => this.#namespace.getBulk(keys), isRetried);
        }
        catch (error) {
            if (isRefusal(error))
                return undefined;
            throw explain(error, keys);
        }
    }
    async #readRefused(keys, receiver, singles, isStopped) {
        const [key = ''] = keys;
        if (keys.length === 1) {
            receiver.receive(key, await this.#readAlone(key, isStopped));
            return;
        }
        const middle = Math.ceil(keys.length / 2);
        for (const half of [keys.slice(0, middle), keys.slice(middle)]) {
            if (!isStopped())
                await this.#readBulk(half, receiver, singles, isStopped);
        }
    }
    async #readSingle({ key, pair, fingerprint }, isStopped) {
        const value = await this.#ask(key, isStopped, async () => {
            const value = await this.#namespace.getValue(key);
            if (!value || fingerprintOf(value.bytes.toString()) !== fingerprint)
                throw new ValuesDiffer();
            return value;
        });
        return { ...pair, bytes: value.bytes, expiration: pair.expiration ?? value.expiration };
    }
    async #readAlone(key, isStopped) {
        const value = await this.#getValue(key, isStopped);
        if (!value)
            return undefined;
        const metadata = await this.#ask(key, isStopped, () => this.#namespace.getMetadata(key, true));
        if (metadata === undefined)
            throw changed(key);
        return { ...value, metadata };
    }
    #getValue(key, isStopped) {
        return this.#ask(key, isStopped, () => this.#namespace.getValue(key));
    }
    async #ask(key, isStopped, attempt) {
        try {
            return await this.#namespace.retry.run(attempt, ({ isTransient }) => isTransient && !isStopped());
        }
        catch (error) {
            throw explain(error, [key]);
        }
    }
}
class ValuesDiffer extends api_failure/* ApiFailure */.F9 {
    name = 'ValuesDiffer';
    isTransient = true;
    constructor() {
        super('a single read and a bulk read gave different values, as when somebody else writes the key');
    }
}
function* batches(keys) {
    for (let index = 0; index < keys.length; index += bulk_get/* BULK_GET_KEYS */.Bh)
        yield keys.slice(index, index + bulk_get/* BULK_GET_KEYS */.Bh);
}
function isRefusal(error) {
    if (!(error instanceof api_failure/* ApiFailure */.F9))
        return false;
    if (error.isTooLarge)
        return true;
    if (!(error instanceof envelope/* KvApiError */.m) || error.isTransient || error.endsRun)
        return false;
    return error.status >= 400 && error.status < 500 && ![404, 429].includes(error.status);
}
function fingerprintOf(text) {
    const comparable = text.replaceAll(REPLACEMENT_CHARACTER, '').replace(/^\ufeff+/, '');
    return (0,external_node_crypto_.createHash)('sha256').update(comparable).digest('base64');
}
function explain(error, keys) {
    if (!(error instanceof api_failure/* ApiFailure */.F9))
        return error;
    const [first = ''] = keys;
    const name = keys.length === 1 ? `key ${(0,shared_text/* quoted */.TL)(first)}` : `${(0,shared_text/* counted */.hS)(keys.length, 'key')}, the first ${(0,shared_text/* quoted */.TL)(first)},`;
    return new value_unknown/* ValueUnknown */.s(`${name} could not be read: ${(0,api_failure/* describeFailure */.Ic)(error)}`, { cause: error });
}
function changed(key) {
    return new value_unknown/* ValueUnknown */.s(`key ${(0,shared_text/* quoted */.TL)(key)} changed while it was read: run the step again`);
}

// EXTERNAL MODULE: ./src/plan/change.ts
var plan_change = __webpack_require__(7023);
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
class BackupError extends value_unknown/* ValueUnknown */.s {
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
    #values = 0;
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
    get values() {
        return this.#values;
    }
    get bytes() {
        return this.#bytes;
    }
    add(key, pair) {
        this.#values += pair ? 1 : 0;
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
        return undefined;
    log(`Reading what namespace ${namespace.id} holds under ${(0,shared_text/* counted */.hS)(changing.length, 'key')}, for the backup`);
    const writer = new BackupWriter(backupFolder, namespace.id);
    const receiver = new Receiver(changing, held, writer);
    try {
        const keys = changing.map(({ entry }) => entry.key);
        await new ValueReader(namespace, concurrency).read(keys, receiver);
        writer.finish();
    }
    catch (error) {
        writer.discard();
        const isExplained = error instanceof BackupError || !(error instanceof value_unknown/* ValueUnknown */.s);
        throw isExplained ? error : new BackupError(error.message, { cause: error.cause });
    }
    log(`Backup: ${describeContent(writer, changing.length - writer.values)}, in ${writer.path}`);
    return { path: writer.path, heldSizes: receiver.heldSizes };
}
function describeContent({ values, bytes }, newKeys) {
    const saved = `${(0,shared_text/* counted */.hS)(values, 'value')} (${(0,shared_text/* formatBytes */.z3)(bytes)})`;
    return newKeys === 0 ? saved : `${saved}, ${(0,shared_text/* counted */.hS)(newKeys, 'key')} that ${newKeys === 1 ? 'is' : 'are'} new`;
}
const MAX_KEYS_READ_SINGLY = 20;
class Receiver {
    heldSizes = new Map();
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
        if (pair)
            this.heldSizes.set(key, pair.bytes.length);
    }
}


/***/ })

};
