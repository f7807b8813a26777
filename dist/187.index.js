export const id = 187;
export const ids = [187];
export const modules = {

/***/ 7187:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readList: () => (/* binding */ readList)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./src/shared/diagnostics.ts
var shared_diagnostics = __webpack_require__(6653);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: ./src/entries/backup.ts
var backup = __webpack_require__(7964);
// EXTERNAL MODULE: ./src/entries/text-file.ts
var text_file = __webpack_require__(2488);
// EXTERNAL MODULE: ./src/shared/similar.ts
var similar = __webpack_require__(6112);
// EXTERNAL MODULE: ./src/entries/entry.ts
var entry = __webpack_require__(256);
// EXTERNAL MODULE: ./src/entries/expiry.ts
var expiry = __webpack_require__(4653);
// EXTERNAL MODULE: ./src/entries/metadata.ts
var metadata = __webpack_require__(9547);
// EXTERNAL MODULE: ./src/entries/list/node.ts
var list_node = __webpack_require__(1349);
;// CONCATENATED MODULE: ./src/entries/list/shapes.ts




const PROPERTIES = ['key', 'value', 'file', 'base64', 'metadata', 'expiration', 'expiration_ttl', 'delete'];
function isProperty(name) {
    return PROPERTIES.includes(name);
}
function spelledAs(name) {
    const letters = name.toLowerCase().replace(/[-_ ]/g, '');
    return letters === 'ttl' ? 'expiration_ttl' : PROPERTIES.find((known) => known.replace('_', '') === letters);
}
function meantBy(name) {
    return spelledAs(name) ?? (0,similar/* misspelled */.vs)(name, PROPERTIES);
}
function describeUnknown(name) {
    const meant = meantBy(name);
    const advice = meant ? `did you mean ${(0,shared_text/* quoted */.TL)(meant)}?` : `an entry can have ${PROPERTIES.join(', ')}`;
    return `unknown property ${(0,shared_text/* quoted */.TL)(name)}; ${advice}`;
}
const PATH_OF_LIST = /^\s*\S+\.(ya?ml|jsonc?)\s*$/i;
function checkShape(node) {
    if ('items' in node)
        return node;
    if ('properties' in node) {
        checkMap(node);
        return node;
    }
    const advice = 'text' in node && PATH_OF_LIST.test(node.text) ? '; to read them from a file, use entries-file' : '';
    throw new list_node/* InvalidLine */.AE(`must hold a map of keys and values, or a list of entries with key and value${advice}`, node.line);
}
function checkMap(map) {
    const { properties, line } = map;
    const names = properties.map(({ name }) => name);
    if (names.includes(backup/* BACKUP_NAME */.RD)) {
        throw notMap('is a backup whose format was changed: to restore it, set entries-file to the original JSON file', line);
    }
    if (isEntry(map)) {
        throw notMap('is one entry: write a list, with "- " before "key" (in JSON, [ ] around the entry)', line);
    }
    const success = properties.find(({ name }) => name === 'success')?.value;
    const isFlag = success && 'json' in success && /^(true|false)$/.test(success.json);
    if (isFlag && (names.includes('errors') || names.includes('result'))) {
        throw notMap('is an answer of the API ("success" with "errors" or "result"): check the command that made it', line);
    }
    const [first, second] = properties;
    if (first && !second && 'items' in first.value && first.value.items.some(isEntry)) {
        throw notMap(`has a list of entries in its only property ${(0,shared_text/* quoted */.TL)(first.name)}: write only that list`, first.line);
    }
    const nested = properties.find(({ value }) => isEntry(value));
    if (nested) {
        const name = (0,shared_text/* quoted */.TL)(nested.name);
        throw notMap(`has properties of an entry in the value of ${name}: write a list of entries, with ${name} as "key"`, nested.line);
    }
}
function notMap(mistake, line) {
    const remedy = 'write a list with an entry for each, with the name as "key" and what belongs to it as "value"';
    return new list_node/* InvalidLine */.AE(`${mistake}. If a map of keys and values is meant, ${remedy}`, line);
}
function isEntry(node) {
    if (!('properties' in node) || node.properties.length < 2)
        return false;
    const names = node.properties.map(({ name }) => name);
    const hasContent = names.some((name) => /^(value|file|delete)$/i.test(name));
    const toProperty = names.some((name) => /^key$/i.test(name)) ? meantBy : spelledAs;
    return hasContent && names.every((name) => toProperty(name) !== undefined);
}

;// CONCATENATED MODULE: ./src/entries/list/item.ts








const NOTHING = { bytes: new Uint8Array(), size: 0 };
class ItemReader {
    #withBothTimes = 0;
    #withoutValue = [];
    #settings;
    #diagnostics;
    constructor(settings, diagnostics) {
        this.#settings = settings;
        this.#diagnostics = diagnostics;
    }
    fromPair({ name, line, value }) {
        const key = this.#fullKey(name);
        if ('isAbsent' in value)
            this.#withoutValue.push(key);
        const bytes = this.#attempt({ name: `key ${(0,shared_text/* quoted */.TL)(name)}`, key }, 'value', line, () => (0,list_node/* parseValue */.$x)(value));
        return { ...this.#settings.entrySettings.defaults, key, value: inMemory(bytes), ...this.#origin(line) };
    }
    fromItem(node, number) {
        const unnamed = { name: `entry ${number}` };
        const given = this.#attempt(unnamed, '', node.line, () => parseItem(node));
        if (!given)
            return undefined;
        const line = given.get('key')?.line ?? node.line;
        const name = this.#attempt(unnamed, 'key', line, () => parseKey(given));
        const item = name === undefined ? unnamed : { name: `${unnamed.name} (key ${(0,shared_text/* quoted */.TL)(name)})`, key: this.#fullKey(name) };
        for (const property of given.values()) {
            if (!isProperty(property.name))
                this.#note(item, property.line, describeUnknown(property.name));
        }
        const isDeleted = this.#isDeletion(given, item);
        const made = isDeleted ? undefined : { ...this.#content(given, line, item), ...this.#defaults(given, item) };
        if (!('key' in item))
            return undefined;
        return { key: item.key, ...this.#origin(line), ...made };
    }
    warn(deletions) {
        const { name } = this.#settings;
        if (this.#withBothTimes > 0) {
            const keys = (0,shared_text/* counted */.hS)(this.#withBothTimes, 'key');
            this.#diagnostics.warning(`${name} gives both expiration and expiration_ttl for ${keys}: expiration_ttl takes precedence, as in the API`);
        }
        const patterns = deletions.map(({ key }) => key).filter((key) => key.includes('*'));
        if (this.#withoutValue.length > 0) {
            this.#diagnostics.warning(`${name} has nothing as the value of ${(0,similar/* listed */.KE)(this.#withoutValue)}: YAML reads that as null, so the text null is stored. Write "" for an empty value`);
        }
        if (patterns.length > 0) {
            this.#diagnostics.warning(`${name} deletes ${(0,similar/* listed */.KE)(patterns)}: keys are literal, and * is no wildcard. List each key to delete, or use prune`);
        }
    }
    #fullKey(name) {
        return JSON.parse(JSON.stringify(this.#settings.entrySettings.keyPrefix + name));
    }
    #isDeletion(given, item) {
        const property = given.get('delete');
        if (!property)
            return false;
        const flag = this.#attempt(item, 'delete', property.line, () => (0,list_node/* parseFlag */.og)(property.value));
        for (const { name, line, value } of flag ? given.values() : []) {
            if (name === 'key' || name === 'delete' || !isProperty(name) || isEmpty(name, value))
                continue;
            const remedy = `remove ${name} to delete the key, or remove delete to write it`;
            this.#note(item, line, `${name} cannot be combined with delete: true; ${remedy}`);
        }
        return flag !== false;
    }
    #content(given, line, item) {
        const [value, path] = [given.get('value'), given.get('file')];
        const file = path && !(0,list_node/* isNull */.kZ)(path.value) ? path : undefined;
        const isEncoded = this.#parse(given, 'base64', item, list_node/* parseFlag */.og);
        if (value && file)
            this.#note(item, line, 'value and file are both given: give exactly one of them');
        if (!value && !file)
            this.#note(item, line, 'value is missing: give value or file');
        if (file && isEncoded) {
            this.#note(item, line, 'base64 cannot be combined with file, whose bytes are stored as they are: remove base64');
        }
        if (file && !value)
            return this.#file(file, line, item);
        if (value && 'isAbsent' in value.value && item.key !== undefined)
            this.#withoutValue.push(item.key);
        const parse = isEncoded ? (node) => decodeBase64((0,list_node/* parseText */.r4)(node)) : list_node/* parseValue */.$x;
        return { value: inMemory(this.#parse(given, 'value', item, parse)) };
    }
    #file(file, line, item) {
        const { workspace } = this.#settings;
        const path = this.#attempt(item, 'file', file.line, () => (0,list_node/* parseText */.r4)(file.value));
        if (path === undefined)
            return { value: NOTHING };
        const shown = workspace.display(path);
        const value = this.#attempt(item, `file ${(0,shared_text/* quoted */.TL)(shown)}`, file.line, () => workspace.file(path));
        return { value: value ?? NOTHING, source: `${shown} (${this.#origin(line).source})` };
    }
    #defaults(given, item) {
        const { now, entrySettings } = this.#settings;
        const own = {
            metadata: this.#parse(given, 'metadata', item, (node) => ((0,list_node/* isNull */.kZ)(node) ? null : (0,metadata/* checkedMetadata */.Jj)((0,list_node/* toJson */.aB)(node)))),
            expiration: this.#parse(given, 'expiration', item, (node) => {
                return parseTime(node, (text) => (0,expiry/* parseExpiration */.lG)(text, now));
            }),
            expirationTtl: this.#parse(given, 'expiration_ttl', item, (node) => parseTime(node, expiry/* parseTtl */.Kw))
        };
        if (own.expiration !== undefined && own.expirationTtl !== undefined)
            this.#withBothTimes += 1;
        return (0,entry/* applyDefaults */.hq)(own, entrySettings.defaults);
    }
    #parse(given, name, item, parse) {
        const property = given.get(name);
        return property && this.#attempt(item, name, property.line, () => parse(property.value));
    }
    #attempt(item, property, line, parse) {
        try {
            return parse();
        }
        catch (error) {
            if (!(error instanceof shared_diagnostics/* InvalidValue */.h6))
                throw error;
            const place = error instanceof list_node/* InvalidLine */.AE ? error.line : line;
            this.#note(item, place, [property, error.message].filter(Boolean).join(' '));
            return undefined;
        }
    }
    #note({ name, key }, line, problem) {
        const { source, ...place } = this.#origin(line);
        this.#diagnostics.error(`${source}: ${name}: ${problem}`, { ...(key !== undefined && { key }), ...place });
    }
    #origin(line) {
        const { file } = this.#settings;
        return { source: `${file ?? 'entries'} line ${line}`, ...locate(file, line) };
    }
}
function locate(file, line) {
    return file === undefined ? {} : { location: { file, line } };
}
function parseItem(node) {
    if ('properties' in node)
        return (0,list_node/* propertiesOf */.P1)(node);
    throw new shared_diagnostics/* InvalidValue */.h6(`must be a map with key, and value or file; got ${(0,list_node/* describeKind */.SB)(node)}`);
}
function parseKey(given) {
    const key = given.get('key');
    if (key)
        return (0,list_node/* parseText */.r4)(key.value);
    throw new shared_diagnostics/* InvalidValue */.h6('is missing: an entry of a list has key, and value, file or delete. For pairs of a key and a value, write a map, without "- "');
}
function isEmpty(name, value) {
    if ((0,list_node/* isNull */.kZ)(value))
        return true;
    if (!('json' in value))
        return false;
    return name === 'base64' ? value.json === 'false' : name.startsWith('expiration') && Number(value.json) === 0;
}
function inMemory(bytes) {
    return bytes ? { bytes, size: bytes.length } : NOTHING;
}
function decodeBase64(text) {
    const digits = text.replace(/[ \r\n]+/g, '');
    const end = digits.search(/[^A-Za-z0-9+/]/);
    const padding = end === -1 ? '' : digits.slice(end);
    if (digits.length % 4 === 0 && /^={0,2}$/.test(padding))
        return Buffer.from(digits, 'base64');
    throw new shared_diagnostics/* InvalidValue */.h6('is not base64: it must consist of A to Z, a to z, 0 to 9, + and /, and end with = to a multiple of 4 characters');
}
function parseTime(node, parse) {
    if ('text' in node)
        return parse(node.text);
    if (isEmpty('expiration', node))
        return undefined;
    if (!('json' in node) || !/^[-\d]/.test(node.json)) {
        throw new shared_diagnostics/* InvalidValue */.h6(`must be a number or text, got ${(0,list_node/* describeKind */.SB)(node)}`);
    }
    const number = Number(node.json);
    return parse(Number.isInteger(number) ? String(number) : node.json);
}

;// CONCATENATED MODULE: ./src/entries/list/list.ts









async function readList(selection, entrySettings, workspace, { clock, signal }, diagnostics) {
    const path = 'entries' in selection ? undefined : pathOf(selection);
    const file = path === undefined ? undefined : workspace.display(path);
    const now = clock.now();
    const settings = {
        name: file === undefined ? 'entries' : `entries-file ${(0,shared_text/* quoted */.TL)(file)}`,
        file,
        entrySettings,
        workspace: path === undefined ? workspace : workspace.forList(path),
        now: 'backupFile' in selection ? -Infinity : now
    };
    try {
        const parsed = await parse(selection, workspace);
        const { list, backupOf } = 'backupFile' in selection ? (0,backup/* openBackup */.Tw)(parsed) : { list: checkShape(parsed) };
        const selected = await makeEntries(list, settings, signal, diagnostics);
        if (backupOf !== undefined)
            return (0,backup/* deleteExpired */.ZD)({ ...selected, backupOf }, now, diagnostics);
        if (selected.entries.length + selected.deletions.length === 0 && diagnostics.errors.length === 0) {
            diagnostics.warning(`${settings.name} is empty: there is nothing to write`);
        }
        return selected;
    }
    catch (error) {
        if (!(error instanceof shared_diagnostics/* InvalidValue */.h6))
            throw error;
        const place = locate(file, error instanceof list_node/* InvalidLine */.AE ? error.line : 1);
        diagnostics.error(`${settings.name} ${error.message}`, place);
        return { entries: [], deletions: [] };
    }
}
function pathOf(selection) {
    return 'backupFile' in selection ? selection.backupFile : selection.entriesFile;
}
async function parse(selection, workspace) {
    if ('entries' in selection)
        return (await Promise.all(/* import() */[__webpack_require__.e(815), __webpack_require__.e(198)]).then(__webpack_require__.bind(__webpack_require__, 7198))).readYaml(selection.entries);
    const path = pathOf(selection);
    const extension = 'backupFile' in selection ? '.json' : (0,external_node_path_.extname)(path).toLowerCase();
    switch (extension) {
        case '.yaml':
        case '.yml':
            return (await Promise.all(/* import() */[__webpack_require__.e(815), __webpack_require__.e(198)]).then(__webpack_require__.bind(__webpack_require__, 7198))).readYaml((0,text_file/* readTextFile */.G)(path, workspace));
        case '.json':
        case '.jsonc':
            return (await Promise.all(/* import() */[__webpack_require__.e(547), __webpack_require__.e(811)]).then(__webpack_require__.bind(__webpack_require__, 9811))).readJson((0,text_file/* readTextFile */.G)(path, workspace), extension === '.jsonc');
        default:
            throw new shared_diagnostics/* InvalidValue */.h6('must end in .yaml, .yml, .json or .jsonc, since the extension gives the format');
    }
}
const ITEMS_PER_TURN = 10_000;
async function makeEntries(list, settings, signal, diagnostics) {
    const reader = new ItemReader(settings, diagnostics);
    const entries = [];
    const deletions = [];
    let number = 0;
    for (const part of taken('items' in list ? list.items : list.properties)) {
        if (diagnostics.isFull)
            break;
        number += 1;
        const made = 'items' in list ? reader.fromItem(part, number) : reader.fromPair(part);
        if (made?.value)
            entries.push(made);
        else if (made)
            deletions.push(made);
        if (number % ITEMS_PER_TURN === 0)
            await (0,promises_.setImmediate)();
        if (signal.aborted)
            throw new shared_diagnostics/* InvalidValue */.h6('was not read: the run was cancelled');
    }
    reader.warn(deletions);
    return { entries, deletions };
}
function* taken(items) {
    for (items.reverse(); items.length > 0;)
        yield items.pop();
}


/***/ })

};
