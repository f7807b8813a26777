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
var entries_metadata = __webpack_require__(9547);
// EXTERNAL MODULE: ./src/entries/list/node.ts
var list_node = __webpack_require__(1349);
;// CONCATENATED MODULE: ./src/entries/list/shapes.ts



const PROPERTIES = [
    'key',
    'value',
    'file',
    'base64',
    'metadata',
    'expiration',
    'expiration_ttl',
    'delete'
];
const SYNONYMS = new Map([
    ['name', 'key'],
    ['content', 'value'],
    ['contents', 'value'],
    ['path', 'file'],
    ['isbase64', 'base64'],
    ['encoding', 'base64'],
    ['meta', 'metadata'],
    ['expires', 'expiration'],
    ['expiry', 'expiration'],
    ['ttl', 'expiration_ttl'],
    ['expirationttl', 'expiration_ttl'],
    ['remove', 'delete']
]);
function isProperty(name) {
    return PROPERTIES.includes(name);
}
function meantBy(name) {
    return SYNONYMS.get(name.toLowerCase().replace(/[-_ ]/g, '')) ?? (0,similar/* misspelled */.vs)(name, PROPERTIES);
}
function describeUnknown(name) {
    const meant = meantBy(name);
    const advice = meant ? `did you mean ${(0,shared_text/* quoted */.TL)(meant)}?` : `an entry can have ${PROPERTIES.join(', ')}`;
    return `unknown property ${(0,shared_text/* quoted */.TL)(name)}; ${advice}`;
}
const MAX_PROPERTIES = 16;
const MAX_ITEMS = 1000;
const SETTINGS = ['ttl', 'expirationTtl', 'expirationTTL', 'meta'];
const PATH_OF_LIST = /^\s*\S+\.(ya?ml|jsonc?)\s*$/i;
function checkShape(node) {
    if ('properties' in node)
        checkMap(node);
    if ('items' in node)
        checkSequence(node);
    if ('properties' in node || 'items' in node)
        return node;
    if ('refused' in node)
        throw new list_node.InvalidLine(node.refused, node.line);
    const advice = 'text' in node && PATH_OF_LIST.test(node.text) ? '; to read them from a file, use entries-file' : '';
    throw new list_node.InvalidLine(`must hold a map of keys and values, or a list of entries with key and value${advice}`, node.line);
}
function checkMap(map) {
    if (isEntry(map)) {
        throw new list_node.InvalidLine('is one entry, not a map of keys and values: write a list, with "- " before "key" (in JSON, [ ] around the entry). If these names are keys, write a list with an entry for each, such as "- key: key"', map.line);
    }
    checkWrappedList(map);
    checkEnvelope(map);
    for (const property of map.properties)
        checkSettingsInValue(property);
}
function checkSequence({ items, line }) {
    const names = items.slice(0, MAX_ITEMS).map(onlyNameOf);
    if (names.length === 0 || names.some((name) => name === undefined || isProperty(name)))
        return;
    if (new Set(names).size < names.length)
        return;
    const [only, second] = names;
    if (second === undefined && only !== undefined && meantBy(only) !== undefined)
        return;
    throw new list_node.InvalidLine('is a list of maps with one pair each: write a map, without "- " before each key (in JSON, one object with all pairs). An entry of a list has key, and value, file or delete', line);
}
function onlyNameOf(node) {
    const [property, second] = 'properties' in node ? node.properties : [];
    return second ? undefined : property?.name;
}
function checkWrappedList({ properties }) {
    const [property, second] = properties;
    if (!property || second || !('items' in property.value))
        return;
    if (!property.value.items.slice(0, MAX_ITEMS).some(isEntry))
        return;
    const name = (0,shared_text/* quoted */.TL)(property.name);
    throw new list_node.InvalidLine(`has a list of entries in its only property ${name}: write only that list, without ${name}. If ${name} is a key, write a list with this entry: "- key: ${shown(property.name)}", and the value in "value"`, property.line);
}
function checkEnvelope({ properties, line }) {
    const [success, errors, result] = ['success', 'errors', 'result'].map((wanted) => properties.find(({ name }) => name === wanted)?.value);
    const isFlag = success && 'json' in success && /^(true|false)$/.test(success.json);
    if (!isFlag || !(errors ?? result))
        return;
    throw new list_node.InvalidLine('is an answer of the API ("success" with "errors" or "result"), not a list: check the command that made it. If these names are keys, write a list with an entry for each, such as "- key: success"', line);
}
function checkSettingsInValue({ name, line, value }) {
    const names = namesOf(value);
    if (names.length < 2 || !names.some((own) => own === 'value' || own === 'file'))
        return;
    if (!names.every((own) => isProperty(own) || SETTINGS.includes(own)))
        return;
    const key = shown(name);
    throw new list_node.InvalidLine(`has properties of an entry (${names.map(shown).join(', ')}) in the value of key ${(0,shared_text/* quoted */.TL)(name)}: write a list, with this entry: "- key: ${key}", and these properties below "key". If the value is meant to be this map, write "- key: ${key}", and the map in "value"`, line);
}
function isEntry(node) {
    const names = namesOf(node).map((name) => name.toLowerCase());
    const hasContent = ['value', 'file', 'delete'].some((name) => names.includes(name));
    return names.includes('key') && hasContent && names.every((name) => meantBy(name) !== undefined);
}
function namesOf(node) {
    if (!('properties' in node) || node.properties.length > MAX_PROPERTIES)
        return [];
    return node.properties.map(({ name }) => name);
}
function shown(name) {
    return /^[\w./-]+$/.test(name) && !/^[-.\d]/.test(name) && name.length <= 100 ? name : (0,shared_text/* quoted */.TL)(name);
}

;// CONCATENATED MODULE: ./src/entries/list/item.ts








const NOTHING = { bytes: new Uint8Array(), size: 0 };
class ItemReader {
    #withBothTimes = 0;
    #patterns = [];
    #settings;
    #diagnostics;
    constructor(settings, diagnostics) {
        this.#settings = settings;
        this.#diagnostics = diagnostics;
    }
    fromPair({ name, line, value }) {
        const key = this.#fullKey(name);
        const bytes = this.#attempt({ name: `key ${(0,shared_text/* quoted */.TL)(name)}`, key }, 'value', line, () => (0,list_node.parseValue)(value));
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
        if (isDeleted && item.key.includes('*'))
            this.#patterns.push(item.key);
        return { key: item.key, ...this.#origin(line), ...made };
    }
    warn() {
        const { name } = this.#settings;
        if (this.#withBothTimes > 0) {
            const keys = (0,shared_text/* counted */.hS)(this.#withBothTimes, 'key');
            this.#diagnostics.warning(`${name} gives both expiration and expiration_ttl for ${keys}: expiration_ttl takes precedence, as in the API`);
        }
        if (this.#patterns.length > 0) {
            this.#diagnostics.warning(`${name} deletes ${(0,similar/* listed */.KE)(this.#patterns)}: keys are literal, and * is no wildcard. List each key to delete, or use prune`);
        }
    }
    #fullKey(name) {
        return JSON.parse(JSON.stringify(this.#settings.entrySettings.keyPrefix + name));
    }
    #isDeletion(given, item) {
        const property = given.get('delete');
        if (!property)
            return false;
        const flag = this.#attempt(item, 'delete', property.line, () => (0,list_node.parseFlag)(property.value));
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
        const file = path && !(0,list_node.isNull)(path.value) ? path : undefined;
        const isEncoded = this.#parse(given, 'base64', item, list_node.parseFlag);
        if (value && file)
            this.#note(item, line, 'value and file are both given: give exactly one of them');
        if (!value && !file)
            this.#note(item, line, 'value is missing: give value or file');
        if (file && isEncoded) {
            this.#note(item, line, 'base64 cannot be combined with file, whose bytes are stored as they are: remove base64');
        }
        if (file && !value)
            return this.#file(file, line, item);
        const parse = isEncoded ? (node) => decodeBase64((0,list_node.parseText)(node)) : list_node.parseValue;
        return { value: inMemory(this.#parse(given, 'value', item, parse)) };
    }
    #file(file, line, item) {
        const { workspace } = this.#settings;
        const path = this.#attempt(item, 'file', file.line, () => (0,list_node.parseText)(file.value));
        if (path === undefined)
            return { value: NOTHING };
        const shown = workspace.display(path);
        const value = this.#attempt(item, `file ${(0,shared_text/* quoted */.TL)(shown)}`, file.line, () => workspace.file(path));
        return { value: value ?? NOTHING, source: `${shown} (${this.#origin(line).source})` };
    }
    #defaults(given, item) {
        const { now, entrySettings } = this.#settings;
        const own = {
            metadata: this.#parse(given, 'metadata', item, parseMetadataOf),
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
            const place = error instanceof list_node.InvalidLine ? error.line : line;
            this.#note(item, place, [property, error.message].filter(Boolean).join(' '));
            return undefined;
        }
    }
    #note({ name, key }, line, problem) {
        const { source, ...place } = this.#origin(line);
        this.#diagnostics.error(`${source}: ${name}: ${problem}`, { ...(key !== undefined && { key }), ...place });
    }
    #origin(line) {
        const { source } = this.#settings;
        return { source: line === undefined ? source : `${source} line ${line}`, ...locate(this.#settings, line) };
    }
}
function locate({ file }, line) {
    return file === undefined ? {} : { location: { file, ...(line !== undefined && { line }) } };
}
function parseItem(node) {
    (0,list_node.checkRefused)(node);
    if ('properties' in node)
        return (0,list_node.propertiesOf)(node);
    throw new shared_diagnostics/* InvalidValue */.h6(`must be a map with key, and value or file; got ${(0,list_node.describeKind)(node)}`);
}
function parseKey(given) {
    const key = given.get('key');
    if (key)
        return (0,list_node.parseText)(key.value);
    throw new shared_diagnostics/* InvalidValue */.h6('is missing: an entry of a list has key, and value, file or delete');
}
function isEmpty(name, value) {
    if ((0,list_node.isNull)(value))
        return true;
    if (!('json' in value))
        return false;
    return name === 'base64' ? value.json === 'false' : name.startsWith('expiration') && wholeNumber(value.json) === 0;
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
function parseMetadataOf(node) {
    const metadata = (0,list_node.toJson)(node);
    (0,entries_metadata/* checkMetadata */.sI)(metadata);
    return (0,list_node.isNull)(node) ? null : metadata;
}
function parseTime(node, parse) {
    (0,list_node.checkRefused)(node);
    if ('text' in node)
        return parse(node.text);
    if (isEmpty('expiration', node))
        return undefined;
    if ('json' in node && /^[-\d]/.test(node.json))
        return parse(String(wholeNumber(node.json) ?? node.json));
    throw new shared_diagnostics/* InvalidValue */.h6(`must be a number or text, got ${(0,list_node.describeKind)(node)}`);
}
function wholeNumber(text) {
    const [, whole, fraction = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
    if (whole === undefined)
        return undefined;
    const pointAt = Math.max(0, whole.length + Number(exponent));
    if (/[1-9]/.test((whole + fraction).slice(pointAt)))
        return undefined;
    return Number(text);
}

;// CONCATENATED MODULE: ./src/entries/list/list.ts









async function readList(selection, entrySettings, workspace, { clock, signal }, diagnostics) {
    const now = clock.now();
    const settings = settingsOf(selection, entrySettings, workspace, now);
    try {
        const parsed = await inTurns(await parse(selection, workspace), signal);
        const { list, backupOf } = 'backupFile' in selection ? (0,backup/* openBackup */.Tw)(parsed) : { list: checkList(parsed) };
        const selected = await inTurns(makeEntries(list, settings, diagnostics), signal);
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
        const place = locate(settings, error instanceof list_node.InvalidLine ? error.line : 1);
        diagnostics.error(`${settings.name} ${error.message}`, place);
        return { entries: [], deletions: [] };
    }
}
function settingsOf(selection, entrySettings, workspace, now) {
    if ('entries' in selection)
        return { name: 'entries', source: 'entries', file: undefined, entrySettings, workspace, now };
    const isBackup = 'backupFile' in selection;
    const path = isBackup ? selection.backupFile : selection.entriesFile;
    const file = workspace.display(path);
    return {
        name: `entries-file ${(0,shared_text/* quoted */.TL)(file)}`,
        source: file,
        file,
        entrySettings,
        workspace: workspace.forList(path),
        now: isBackup ? -Infinity : now
    };
}
async function parse(selection, workspace) {
    if ('entries' in selection)
        return (await Promise.all(/* import() */[__webpack_require__.e(815), __webpack_require__.e(198)]).then(__webpack_require__.bind(__webpack_require__, 7198))).parseYaml(selection.entries);
    const path = 'backupFile' in selection ? selection.backupFile : selection.entriesFile;
    const extension = 'backupFile' in selection ? '.json' : (0,external_node_path_.extname)(path).toLowerCase();
    switch (extension) {
        case '.yaml':
        case '.yml':
            return (await Promise.all(/* import() */[__webpack_require__.e(815), __webpack_require__.e(198)]).then(__webpack_require__.bind(__webpack_require__, 7198))).parseYaml((0,text_file/* readTextFile */.G)(path, workspace));
        case '.json':
        case '.jsonc':
            return inOneStep(await Promise.all(/* import() */[__webpack_require__.e(547), __webpack_require__.e(192)]).then(__webpack_require__.bind(__webpack_require__, 9811)), (0,text_file/* readTextFile */.G)(path, workspace), extension === '.jsonc');
        default:
            throw new shared_diagnostics/* InvalidValue */.h6('must end in .yaml, .yml, .json or .jsonc, since the extension gives the format');
    }
}
function* inOneStep({ readJson }, text, comments) {
    yield;
    return readJson(text, { comments });
}
async function inTurns(steps, signal) {
    for (;;) {
        const step = steps.next();
        if (step.done)
            return step.value;
        await (0,promises_.setImmediate)();
        if (signal.aborted)
            throw new shared_diagnostics/* InvalidValue */.h6('was not read: the run was cancelled');
    }
}
function checkList(node) {
    if ('properties' in node && node.properties.some(({ name }) => name === backup/* BACKUP_NAME */.RD)) {
        throw new list_node.InvalidLine('is a backup whose format was changed: to restore it, set entries-file to the original JSON file', node.line);
    }
    return checkShape(node);
}
const ITEMS_PER_TURN = 10_000;
function* makeEntries(list, settings, diagnostics) {
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
            yield;
    }
    reader.warn();
    return { entries, deletions };
}
function* taken(items) {
    for (items.reverse(); items.length > 0;)
        yield items.pop();
}


/***/ })

};
