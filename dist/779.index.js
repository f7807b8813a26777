export const id = 779;
export const ids = [779];
export const modules = {

/***/ 4779:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readList: () => (/* binding */ readList)
});

// UNUSED EXPORTS: parseList

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/shared/diagnostics.ts
var shared_diagnostics = __webpack_require__(6653);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: ./src/entries/backup.ts
var backup = __webpack_require__(7964);
// EXTERNAL MODULE: ./src/entries/entry.ts
var entries_entry = __webpack_require__(256);
// EXTERNAL MODULE: ./src/shared/similar.ts
var similar = __webpack_require__(6112);
;// CONCATENATED MODULE: ./src/entries/list/known.ts


const KNOWN = ['key', 'value', 'file', 'base64', 'metadata', 'expiration', 'expiration_ttl', 'delete'];
const SYNONYMS = {
    key: ['name', 'keyname', 'id', 'k'],
    value: ['contents', 'content', 'data', 'text', 'body', 'val', 'v', 'string', 'json', 'payload'],
    file: ['path', 'filename', 'filepath', 'src', 'source', 'valuefile', 'from'],
    base64: ['isbase64', 'encoding', 'binary', 'b64', 'encoded'],
    metadata: ['meta', 'metas', 'tags', 'labels', 'annotations'],
    expiration: ['expires', 'expire', 'expiry', 'expiresat', 'expireat', 'exp', 'expirationdate', 'expirationtime'],
    expiration_ttl: ['ttl', 'expirationttl', 'expiresin', 'maxage', 'lifetime', 'timetolive', 'expirettl', 'ttlseconds'],
    delete: ['deleted', 'remove', 'removed', 'destroy', 'unset', 'prune']
};
const BY_SYNONYM = new Map(KNOWN.flatMap((name) => [name, ...SYNONYMS[name]].map((synonym) => [simplified(synonym), name])));
function isKnown(name) {
    return KNOWN.includes(name);
}
function meantBy(name) {
    const likely = (0,similar/* misspelled */.vs)(name, KNOWN);
    return BY_SYNONYM.get(simplified(name)) ?? (likely !== undefined && isKnown(likely) ? likely : undefined);
}
function describeUnknown(name) {
    const meant = meantBy(name);
    const advice = meant ? `; did you mean ${(0,shared_text/* quoted */.TL)(meant)}?` : `; an entry can have ${KNOWN.join(', ')}`;
    return `unknown property ${(0,shared_text/* quoted */.TL)(name)}${advice}`;
}
function simplified(name) {
    return name.toLowerCase().replace(/[-_ ]/g, '');
}

// EXTERNAL MODULE: ./src/entries/expiry.ts
var expiry = __webpack_require__(4653);
// EXTERNAL MODULE: ./src/entries/metadata.ts
var entries_metadata = __webpack_require__(9547);
;// CONCATENATED MODULE: ./src/entries/list/base64.ts


function decodeBase64(text) {
    const digits = text.replace(/[\r\n]+/g, '');
    const notCounted = digits === text ? '' : ' (not counting line breaks)';
    const end = digits.length - (/={1,2}$/.exec(digits)?.[0].length ?? 0);
    const wrong = digits.slice(0, end).search(/[^A-Za-z0-9+/]/);
    if (wrong !== -1) {
        const place = `character ${(0,shared_text/* formatCount */.B4)(wrong + 1)}${notCounted}`;
        throw new shared_diagnostics/* InvalidValue */.h6(`is not base64: ${place} must be one of A to Z, a to z, 0 to 9, + and /`);
    }
    if (digits.length % 4 !== 0) {
        throw new shared_diagnostics/* InvalidValue */.h6(`is not base64: it has ${(0,shared_text/* formatCount */.B4)(digits.length)} characters${notCounted}, and their number with the padding (=) must be a multiple of 4`);
    }
    return Buffer.from(digits, 'base64');
}

// EXTERNAL MODULE: ./src/entries/list/node.ts
var list_node = __webpack_require__(1349);
;// CONCATENATED MODULE: ./src/entries/list/properties.ts





function parseItem(item) {
    checkRefused(item);
    if (!('properties' in item)) {
        throw new shared_diagnostics/* InvalidValue */.h6(`must be a map with key, and value or file; got ${describeKind(item)}`);
    }
    (0,list_node.checkUnique)(item);
    return new Map(item.properties.map((property) => [property.name, property]));
}
function parseText(node) {
    checkRefused(node);
    if ('text' in node)
        return node.text;
    throw new shared_diagnostics/* InvalidValue */.h6(`must be text, got ${describeKind(node)}${'json' in node ? '; put it in quotes' : ''}`);
}
function parseValue(node) {
    if (!('text' in node))
        return Buffer.from((0,list_node.toJson)(node));
    if (!node.text.isWellFormed())
        throw new shared_diagnostics/* InvalidValue */.h6('is not valid Unicode: it has half of a surrogate pair');
    return Buffer.from(node.text);
}
function parseEncoded(node) {
    return decodeBase64(parseText(node));
}
function parseFlag(node) {
    checkRefused(node);
    if ('json' in node && /^(true|false|null)$/.test(node.json))
        return node.json === 'true';
    throw new shared_diagnostics/* InvalidValue */.h6(`must be true or false, got ${describeKind(node)}`);
}
function parseOwnMetadata(node) {
    const metadata = (0,list_node.toJson)(node);
    (0,entries_metadata/* checkMetadata */.sI)(metadata);
    return isNull(node) ? null : metadata;
}
function parseOwnTtl(node) {
    return (0,expiry/* parseTtl */.Kw)(timeText(node));
}
function parseOwnExpiration(node, now) {
    return (0,expiry/* parseExpiration */.lG)(timeText(node), now);
}
function isNoTime(node) {
    return isNull(node) || ('json' in node && wholeNumber(node.json) === '0');
}
function isNull(node) {
    return 'json' in node && node.json === 'null';
}
function timeText(node) {
    checkRefused(node);
    if ('text' in node)
        return node.text;
    if ('json' in node && /^[-\d]/.test(node.json))
        return wholeNumber(node.json) ?? node.json;
    throw new shared_diagnostics/* InvalidValue */.h6(`must be a number or text, got ${describeKind(node)}`);
}
function wholeNumber(json) {
    const [, whole, fraction = '', exponent = '0'] = /^(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(json) ?? [];
    if (whole === undefined)
        return undefined;
    const pointAt = Math.max(0, whole.length + Number(exponent));
    if (/[1-9]/.test((whole + fraction).slice(pointAt)))
        return undefined;
    return Number.isSafeInteger(Number(json)) ? String(Number(json)) : undefined;
}
function checkRefused(node) {
    if ('refused' in node)
        throw new list_node.InvalidLine(node.refused, node.line);
}
function describeKind(node) {
    if ('properties' in node)
        return 'a map';
    if ('items' in node)
        return 'a list';
    if (!('json' in node))
        return 'text';
    return /^[-\d]/.test(node.json) ? 'a number' : node.json;
}

;// CONCATENATED MODULE: ./src/entries/list/given.ts



function meantProperties(given) {
    const meant = [...given.keys()].filter((name) => !isKnown(name)).map(meantBy);
    return new Set(meant.filter((name) => name !== undefined));
}
function parseKey(given) {
    const key = given.get('key');
    if (!key)
        throw new shared_diagnostics/* InvalidValue */.h6('is missing: an entry of a list has key, and value, file or delete');
    return parseText(key.value);
}
function checkSources(value, file, isEncoded, meant) {
    if (value && file)
        throw new shared_diagnostics/* InvalidValue */.h6('value and file are both given: give exactly one of them');
    const isMeant = meant.has('value') || meant.has('file') || meant.has('delete');
    if (!value && !file && !isMeant)
        throw new shared_diagnostics/* InvalidValue */.h6('value is missing: give value or file');
    if (file && isEncoded) {
        throw new shared_diagnostics/* InvalidValue */.h6('base64 cannot be combined with file: the bytes of a file are stored as they are. Remove base64');
    }
}
function withContent(given) {
    return [...given.values()].filter(({ name, value }) => {
        if (name === 'key' || name === 'delete' || !isKnown(name) || isNull(value))
            return false;
        if (name === 'base64')
            return !('json' in value && value.json === 'false');
        return !((name === 'expiration' || name === 'expiration_ttl') && isNoTime(value));
    });
}
function presentIn(given, name) {
    const property = given.get(name);
    return property && isNull(property.value) ? undefined : property;
}
function timeIn(given, name) {
    const property = given.get(name);
    return property && isNoTime(property.value) ? undefined : property;
}

;// CONCATENATED MODULE: ./src/entries/list/origin.ts


function describeLine({ source }, line) {
    return `${source} line ${line}`;
}
function locate({ file }, line) {
    return file === undefined ? {} : { location: { file, line } };
}
class ListProblems {
    #origin;
    #diagnostics;
    constructor(origin, diagnostics) {
        this.#origin = origin;
        this.#diagnostics = diagnostics;
    }
    attempt(entry, property, line, parse) {
        try {
            return parse();
        }
        catch (error) {
            if (!(error instanceof shared_diagnostics/* InvalidValue */.h6))
                throw error;
            const place = error instanceof list_node.InvalidLine ? error.line : line;
            this.note(entry, place, [property, error.message].filter(Boolean).join(' '));
            return undefined;
        }
    }
    note({ name, key }, line, problem) {
        this.#diagnostics.error(`${describeLine(this.#origin, line)}: ${name}: ${problem}`, {
            ...(key !== undefined && { key }),
            ...locate(this.#origin, line)
        });
    }
}

;// CONCATENATED MODULE: ./src/entries/list/entries.ts






const NOTHING = { bytes: new Uint8Array(), size: 0 };
class EntryMaker {
    withBothTimes = 0;
    #surroundings;
    #problems;
    constructor(surroundings, diagnostics) {
        this.#surroundings = surroundings;
        this.#problems = new ListProblems(surroundings.origin, diagnostics);
    }
    fromPair({ name, line, value }) {
        const { shape, origin } = this.#surroundings;
        const key = this.#fullKey(name);
        const bytes = this.#problems.attempt({ key, name: `key ${(0,shared_text/* quoted */.TL)(name)}` }, 'value', line, () => parseValue(value));
        return { ...shape.defaults, key, ...inHand(bytes), source: describeLine(origin, line), ...locate(origin, line) };
    }
    fromItem(item, number) {
        const { origin } = this.#surroundings;
        const unnamed = { name: `entry ${number}` };
        const given = this.#problems.attempt(unnamed, '', item.line, () => parseItem(item));
        if (!given)
            return undefined;
        const meant = meantProperties(given);
        const line = given.get('key')?.line ?? item.line;
        const name = this.#key(given, meant, unnamed, line);
        const entry = name === undefined ? unnamed : { name: `entry ${number} (key ${(0,shared_text/* quoted */.TL)(name)})`, key: this.#fullKey(name) };
        this.#checkKnown(entry, given);
        const isDeletion = this.#isDeletion(entry, given);
        const made = isDeletion
            ? { source: describeLine(origin, line) }
            : { ...this.#value(entry, given, meant, item.line), ...this.#settings(entry, given) };
        return 'key' in entry ? { key: entry.key, ...made, ...locate(origin, line) } : undefined;
    }
    #key(given, meant, unnamed, line) {
        if (!given.has('key') && meant.has('key'))
            return undefined;
        return this.#problems.attempt(unnamed, 'key', line, () => parseKey(given));
    }
    #checkKnown(entry, given) {
        for (const { name, line } of given.values()) {
            if (!isKnown(name))
                this.#problems.note(entry, line, describeUnknown(name));
        }
    }
    #isDeletion(entry, given) {
        const property = given.get('delete');
        if (!property)
            return false;
        const isDeletion = this.#problems.attempt(entry, 'delete', property.line, () => parseFlag(property.value));
        if (isDeletion) {
            for (const { name, line } of withContent(given)) {
                this.#problems.note(entry, line, `${name} cannot be combined with delete: true; remove ${name} to delete the key, or remove delete to write it`);
            }
        }
        return isDeletion !== false;
    }
    #fullKey(name) {
        return JSON.parse(JSON.stringify(this.#surroundings.shape.keyPrefix + name));
    }
    #value(entry, given, meant, line) {
        const { origin } = this.#surroundings;
        const value = given.get('value');
        const file = presentIn(given, 'file');
        const base64 = given.get('base64');
        const isEncoded = base64 && this.#problems.attempt(entry, 'base64', base64.line, () => parseFlag(base64.value));
        this.#problems.attempt(entry, '', line, () => {
            checkSources(value, file, isEncoded === true, meant);
        });
        if (file && !value)
            return this.#file(entry, file);
        const source = describeLine(origin, given.get('key')?.line ?? line);
        if (!value)
            return { value: NOTHING, source };
        const parse = isEncoded ? parseEncoded : parseValue;
        return { ...inHand(this.#problems.attempt(entry, 'value', value.line, () => parse(value.value))), source };
    }
    #file(entry, { line, value: node }) {
        const { origin, workspace } = this.#surroundings;
        const path = this.#problems.attempt(entry, 'file', line, () => parseText(node));
        if (path === undefined)
            return { value: NOTHING, source: describeLine(origin, line) };
        const source = workspace.display(path);
        const value = this.#problems.attempt(entry, `file ${(0,shared_text/* quoted */.TL)(source)}`, line, () => workspace.file(path));
        return { value: value ?? NOTHING, source: `${source} (${describeLine(origin, line)})` };
    }
    #settings(entry, given) {
        const { now, shape } = this.#surroundings;
        const metadata = given.get('metadata');
        const expiration = timeIn(given, 'expiration');
        const ttl = timeIn(given, 'expiration_ttl');
        if (expiration && ttl)
            this.withBothTimes += 1;
        const parse = (property, parseNode) => property && this.#problems.attempt(entry, property.name, property.line, () => parseNode(property.value));
        const own = {
            metadata: parse(metadata, parseOwnMetadata),
            expiration: parse(expiration, (node) => parseOwnExpiration(node, now)),
            expirationTtl: parse(ttl, parseOwnTtl)
        };
        return (0,entries_entry/* applyDefaults */.hq)(own, shape.defaults);
    }
}
function inHand(bytes) {
    return { value: bytes ? { bytes, size: bytes.length } : NOTHING };
}

;// CONCATENATED MODULE: ./src/entries/list/shapes.ts



const MAX_PROPERTIES = 16;
const MAX_ITEMS = 1000;
const SETTINGS = ['ttl', 'expirationTtl', 'expirationTTL', 'meta'];
function checkMapShape(map) {
    const names = namesOf(map);
    if (names && isEntry(names)) {
        throw new list_node.InvalidLine('is one entry, not a map of keys and values: write a list, with "- " before "key" (in JSON, [ ] around the entry). If these names are keys, write a list with an entry for each, such as "- key: key"', map.line);
    }
    checkWrappedList(map);
    checkEnvelope(map);
    for (const property of map.properties)
        checkSettingsInValue(property);
}
function checkSequenceShape({ items, line }) {
    const names = items.slice(0, MAX_ITEMS).map(onlyNameOf);
    if (names.length === 0 || names.some((name) => name === undefined || isKnown(name)))
        return;
    if (new Set(names).size < names.length)
        return;
    const [only, second] = names;
    if (second === undefined && only !== undefined && meantBy(only) !== undefined)
        return;
    throw new list_node.InvalidLine('is a list of maps with one pair each: write a map, without "- " before each key (in JSON, one object with all pairs). An entry of a list has key, and value, file or delete', line);
}
function onlyNameOf(node) {
    if (!('properties' in node))
        return undefined;
    const [property, second] = node.properties;
    return second ? undefined : property?.name;
}
function checkWrappedList({ properties }) {
    const [property, second] = properties;
    if (!property || second || !('items' in property.value))
        return;
    if (!property.value.items.slice(0, MAX_ITEMS).some(isEntryNode))
        return;
    const name = (0,shared_text/* quoted */.TL)(property.name);
    throw new list_node.InvalidLine(`has a list of entries in its only property ${name}: write only that list, without ${name}. If ${name} is a key, write a list with this entry: "- key: ${shown(property.name)}", and the value in "value"`, property.line);
}
function checkEnvelope({ properties, line }) {
    const success = properties.find(({ name }) => name === 'success');
    const errors = properties.find(({ name }) => name === 'errors');
    if (!success || !errors || !('items' in errors.value))
        return;
    if (!('json' in success.value && /^(true|false)$/.test(success.value.json)))
        return;
    throw new list_node.InvalidLine('is an answer of the API ("success" with "errors"), not a list: check the command that made it. If these names are keys, write a list with an entry for each, such as "- key: success"', line);
}
function checkSettingsInValue({ name, line, value }) {
    const names = 'properties' in value ? namesOf(value) : undefined;
    if (!names || names.length < 2)
        return;
    if (!names.some((own) => own === 'value' || own === 'file'))
        return;
    if (!names.every((own) => isKnown(own) || SETTINGS.includes(own)))
        return;
    const key = shown(name);
    throw new list_node.InvalidLine(`has properties of an entry (${names.map(shown).join(', ')}) in the value of key ${(0,shared_text/* quoted */.TL)(name)}: write a list, with this entry: "- key: ${key}", and these properties below "key". If the value is meant to be this map, write "- key: ${key}", and the map in "value"`, line);
}
function isEntry(names) {
    const lower = names.map((name) => name.toLowerCase());
    const hasContent = ['value', 'file', 'delete'].some((name) => lower.includes(name));
    return lower.includes('key') && hasContent && names.every((name) => meantBy(name) !== undefined);
}
function isEntryNode(node) {
    const names = 'properties' in node ? namesOf(node) : undefined;
    return names !== undefined && isEntry(names);
}
function namesOf({ properties }) {
    return properties.length > MAX_PROPERTIES ? undefined : properties.map(({ name }) => name);
}
function shown(name) {
    return /^[\w./-]+$/.test(name) && !/^[-.\d]/.test(name) && name.length <= 100 ? name : (0,shared_text/* quoted */.TL)(name);
}

// EXTERNAL MODULE: ./src/entries/text-file.ts
var text_file = __webpack_require__(2488);
;// CONCATENATED MODULE: ./src/entries/list.ts









async function readList(selection, shape, workspace, { clock, signal }, diagnostics) {
    const now = clock.now();
    const origin = originOf(selection, workspace);
    const parsed = await parseOrNote(selection, origin, workspace, signal, diagnostics);
    if (!parsed)
        return { entries: [], deletions: [] };
    const { list, backupOf } = parsed;
    const file = fileOf(selection);
    const files = file === undefined ? workspace : workspace.forList(file);
    const surroundings = { origin, shape, workspace: files, now: backupOf === undefined ? now : -Infinity };
    const selected = makeEntries(list, surroundings, diagnostics);
    if (backupOf !== undefined)
        return (0,backup/* deleteExpired */.ZD)({ ...selected, backupOf }, now, diagnostics);
    if (selected.entries.length + selected.deletions.length === 0 && diagnostics.errors.length === 0) {
        diagnostics.warning(`${origin.name} is empty: there is nothing to write`);
    }
    return selected;
}
function originOf(selection, workspace) {
    const path = fileOf(selection);
    if (path === undefined)
        return { name: 'entries', source: 'entries', file: undefined };
    const file = workspace.display(path);
    return { name: `entries-file ${(0,shared_text/* quoted */.TL)(file)}`, source: file, file };
}
function fileOf(selection) {
    if ('backupFile' in selection)
        return selection.backupFile;
    return 'entriesFile' in selection ? selection.entriesFile : undefined;
}
async function parseOrNote(selection, origin, workspace, signal, diagnostics) {
    try {
        const parsed = await parseList(selection, workspace, signal);
        if (!('backupFile' in selection))
            return { list: checkList(parsed) };
        const { entries, namespaceId } = (0,backup/* openBackup */.Tw)(parsed);
        return { list: entries, backupOf: namespaceId };
    }
    catch (error) {
        if (!(error instanceof shared_diagnostics/* InvalidValue */.h6))
            throw error;
        const place = locate(origin, error instanceof list_node.InvalidLine ? error.line : 1);
        diagnostics.error(`${origin.name} ${error.message}`, place);
        return undefined;
    }
}
async function parseList(selection, workspace, signal = NEVER_ABORTED) {
    if ('entries' in selection)
        return (await Promise.all(/* import() */[__webpack_require__.e(815), __webpack_require__.e(14)]).then(__webpack_require__.bind(__webpack_require__, 6014))).readYamlInTurns(selection.entries, signal);
    if ('backupFile' in selection) {
        const { readJson } = await Promise.all(/* import() */[__webpack_require__.e(547), __webpack_require__.e(830)]).then(__webpack_require__.bind(__webpack_require__, 830));
        return readJson((0,text_file/* readTextFile */.G)(selection.backupFile, workspace), { comments: false });
    }
    const extension = (0,external_node_path_.extname)(selection.entriesFile).toLowerCase();
    switch (extension) {
        case '.yaml':
        case '.yml': {
            const { readYamlInTurns } = await Promise.all(/* import() */[__webpack_require__.e(815), __webpack_require__.e(14)]).then(__webpack_require__.bind(__webpack_require__, 6014));
            return readYamlInTurns((0,text_file/* readTextFile */.G)(selection.entriesFile, workspace), signal);
        }
        case '.json':
        case '.jsonc': {
            const { readJson } = await Promise.all(/* import() */[__webpack_require__.e(547), __webpack_require__.e(830)]).then(__webpack_require__.bind(__webpack_require__, 830));
            return readJson((0,text_file/* readTextFile */.G)(selection.entriesFile, workspace), { comments: extension === '.jsonc' });
        }
        default:
            throw new shared_diagnostics/* InvalidValue */.h6('must end in .yaml, .yml, .json or .jsonc, since the extension gives the format');
    }
}
const NEVER_ABORTED = new AbortController().signal;
function checkList(node) {
    if ('properties' in node && node.properties.some(({ name }) => name === backup/* BACKUP_NAME */.RD)) {
        throw new list_node.InvalidLine('is a backup whose format was changed: to restore it, set entries-file to the original JSON file', node.line);
    }
    if ('properties' in node)
        checkMapShape(node);
    if ('items' in node)
        checkSequenceShape(node);
    if ('properties' in node || 'items' in node)
        return node;
    if ('refused' in node)
        throw new list_node.InvalidLine(node.refused, node.line);
    const advice = 'text' in node && PATH_OF_LIST.test(node.text) ? '; to read them from a file, use entries-file' : '';
    throw new list_node.InvalidLine(`must hold a map of keys and values, or a list of entries with key and value${advice}`, node.line);
}
const PATH_OF_LIST = /^\s*\S+\.(ya?ml|jsonc?)\s*$/i;
function makeEntries(list, surroundings, diagnostics) {
    const maker = new EntryMaker(surroundings, diagnostics);
    if ('properties' in list) {
        return { entries: Array.from(taken(list.properties), (property) => maker.fromPair(property)), deletions: [] };
    }
    const entries = [];
    const deletions = [];
    let number = 0;
    for (const item of taken(list.items)) {
        if (diagnostics.isFull)
            break;
        const made = maker.fromItem(item, ++number);
        if (made?.value)
            entries.push(made);
        else if (made)
            deletions.push(made);
    }
    if (maker.withBothTimes > 0) {
        const who = (0,shared_text/* counted */.hS)(maker.withBothTimes, 'key');
        diagnostics.warning(`${surroundings.origin.name} gives both expiration and expiration_ttl for ${who}: expiration_ttl takes precedence, as in the API`);
    }
    return { entries, deletions };
}
function* taken(items) {
    for (items.reverse(); items.length > 0;)
        yield items.pop();
}


/***/ })

};
