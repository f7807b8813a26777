export const id = 14;
export const ids = [14];
export const modules = {

/***/ 6014:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readYaml: () => (/* binding */ readYaml),
  readYamlInTurns: () => (/* binding */ readYamlInTurns)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __webpack_require__(8500);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./src/entries/list/node.ts
var list_node = __webpack_require__(1349);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
;// CONCATENATED MODULE: ./src/entries/list/yaml-nodes.ts



const CORE_TAGS = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`);
const MAX_NODES = 301_000;
const TOO_MANY = `is too large for YAML: it has more than ${(0,shared_text/* formatCount */.B4)(MAX_NODES)} values in it. Split it, or write it as JSON`;
const MAX_ALIAS_LENGTH = 26_214_400;
class Converter {
    #lines;
    #anchors = new Map();
    #length = 0;
    #nodes = 0;
    #aliasLength = 0;
    constructor(lines) {
        this.#lines = lines;
    }
    convertPart(contents, root) {
        const node = this.convert(contents);
        if (contents && !(0,dist/* isAlias */.Vj)(contents) && contents.anchor !== undefined)
            this.#anchors.delete(contents.anchor);
        if (!root)
            return node;
        if ('items' in root && 'items' in node)
            for (const item of node.items)
                root.items.push(item);
        if ('properties' in root && 'properties' in node)
            for (const one of node.properties)
                root.properties.push(one);
        return root;
    }
    convert(node, line = 1) {
        if (!node)
            return { line, json: 'null' };
        const place = this.#line(node.range[0]);
        if ((0,dist/* isAlias */.Vj)(node))
            return this.#resolve(node.source, place);
        const refused = refusedPart(node);
        if (refused !== undefined)
            return { line: place, refused };
        const before = this.#length;
        if (node.anchor !== undefined)
            this.#anchors.set(node.anchor, undefined);
        const converted = this.#convertContent(node, place);
        if (node.anchor !== undefined) {
            this.#anchors.set(node.anchor, { node: converted, length: this.#length - before });
        }
        return converted;
    }
    #convertContent(node, line) {
        this.#length += 1;
        this.#nodes += 1;
        if (this.#nodes > MAX_NODES)
            throw new list_node.InvalidLine(TOO_MANY, line);
        if ((0,dist/* isMap */.jh)(node))
            return this.#map(node.items, line);
        if ((0,dist/* isSeq */.oP)(node))
            return { line, items: node.items.map((item) => this.convert(item, line)) };
        return this.#scalar(node, line);
    }
    #map(pairs, line) {
        return {
            line,
            properties: pairs.map(({ key, value }) => {
                const { line: nameLine, text } = this.#name(key, line);
                return { line: nameLine, name: text, value: this.convert(value, nameLine) };
            })
        };
    }
    #scalar({ value, source, type }, line) {
        this.#length += source.length;
        if (typeof value === 'string') {
            return { line, text: value, ...(type === 'BLOCK_LITERAL' && { firstLine: line + 1 }) };
        }
        if (typeof value !== 'number')
            return { line, json: String(value) };
        if (JSON_NUMBER.test(source))
            return { line, json: source };
        return { line, refused: explainNumber(source) };
    }
    #name(key, line) {
        if ((0,dist/* isScalar */.jn)(key)) {
            const place = this.#line(key.range[0]);
            if (key.value === '<<' && key.type === 'PLAIN') {
                throw new list_node.InvalidLine(`has the merge key << in line ${place}, which YAML 1.2 does not support: replace it with the properties that it refers to`, place);
            }
            const { anchor } = key;
            const refused = refusedPart(key);
            if (refused !== undefined)
                throw new list_node.InvalidLine(`has a name in line ${place} that ${refused}`, place);
            this.#length += key.source.length;
            const name = { line: place, text: key.source };
            if (anchor !== undefined)
                this.#anchors.set(anchor, { node: name, length: name.text.length });
            return name;
        }
        const node = this.convert(key, line);
        if ((0,dist/* isAlias */.Vj)(key) && 'text' in node)
            return { line: this.#line(key.range[0]), text: node.text };
        throw new list_node.InvalidLine(`has a name in line ${node.line} that is not text`, node.line);
    }
    #resolve(name, line) {
        const anchor = this.#anchors.get(name);
        if (!anchor) {
            throw new list_node.InvalidLine(`has an alias in line ${line} without an anchor before it: if it is text that begins with *, put it in quotes`, line);
        }
        this.#length += anchor.length;
        this.#aliasLength += anchor.length;
        if (this.#aliasLength <= MAX_ALIAS_LENGTH)
            return anchor.node;
        throw new list_node.InvalidLine(`has aliases that expand to over ${(0,shared_text/* formatCount */.B4)(MAX_ALIAS_LENGTH)} characters (reached in line ${line}): replace the aliases with their content`, line);
    }
    #line(offset) {
        return this.#lines.linePos(offset).line;
    }
}
function refusedPart(node) {
    const { tag, anchor, source, type } = node;
    if (tag !== undefined && tag !== '!' && !CORE_TAGS.includes(tag)) {
        return `has the tag ${(0,shared_text/* quoted */.TL)(tag)}, which is not in the core schema of YAML`;
    }
    if (anchor !== undefined && type === 'PLAIN' && source === '') {
        return 'is an anchor without a value: put text that begins with & in quotes';
    }
    return undefined;
}
const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;
function explainNumber(source) {
    const [form, remedy] = NUMBER_FORMS.find(([, , pattern]) => pattern.test(source)) ?? OTHER_NUMBER;
    return `${form}, which JSON does not have: ${remedy}, or put it in quotes for text`;
}
const OTHER_NUMBER = ['is written as a number with a point first or last', 'write a digit on both sides of it'];
const NUMBER_FORMS = [
    ['is written as a hexadecimal number', 'write it in decimal', /^0x/],
    ['is written as an octal number', 'write it in decimal', /^0o/],
    ['is written as infinity or as not a number', 'write a number that JSON has', /\.(inf|nan)$/i],
    ['is written as a number with a plus sign', 'leave the sign out', /^\+/],
    ['is written as a number with leading zeros', 'leave them out', /^-?0\d/]
];

;// CONCATENATED MODULE: ./src/entries/list/yaml-parts.ts


const MAX_TOKENS = 250_000;
const PART_TOKENS = 10_000;
const PIECES_PER_TOKEN = 3;
const QUOTED_PER_TOKEN = 21;
function* parseParts(text, options, lines, partTokens = PART_TOKENS) {
    const divider = new Divider(lines, partTokens);
    const documents = new dist/* Composer */.Dk(options).compose(divider.divide(text), true, text.length);
    let number = 0;
    for (const document of documents)
        yield { document, isContinuation: divider.continuations.has(++number) };
}
class Divider {
    continuations = new Set();
    #lines;
    #parser;
    #partTokens;
    #tokens = 0;
    #documents = 0;
    #isDivided = false;
    constructor(lines, partTokens) {
        this.#lines = lines;
        this.#partTokens = partTokens;
        this.#parser = new dist/* Parser */.iX(lines.addNewLine);
    }
    *divide(text) {
        this.#lines.addNewLine(0);
        for (const source of new dist/* Lexer */.JG().lex(text)) {
            this.#count(source);
            for (const token of this.#parser.next(source)) {
                yield this.#noted(token);
                if (token.type === 'error')
                    return;
            }
            const part = this.#tokens > this.#partTokens ? this.#takePart() : undefined;
            if (part)
                yield this.#noted(part, true);
        }
        for (const token of this.#parser.end())
            yield this.#noted(token);
    }
    #count(source) {
        this.#tokens += 1 + weightOf(source);
        if (this.#tokens <= MAX_TOKENS)
            return;
        const { line } = this.#lines.linePos(this.#parser.offset);
        throw new list_node.InvalidLine(`is too large for YAML: by line ${line}, one entry, or all entries in [ ] or { }, would need too much memory. Put a large value into a file (property file), write "- " before each entry, or write the list as JSON`, line);
    }
    #takePart() {
        const [document, value] = this.#parser.stack;
        if (document?.type !== 'document' || !isBlockCollection(value) || value.items.length < 2)
            return undefined;
        const items = value.items.splice(0, value.items.length - 1);
        const part = { ...document, value: { ...value, items } };
        document.start = [];
        const [next] = value.items;
        value.offset = (next?.start[0] ?? next?.sep?.[0])?.offset ?? this.#parser.offset;
        this.#tokens = 0;
        return part;
    }
    #noted(token, isDivided = false) {
        if (token.type !== 'document')
            return token;
        this.#documents += 1;
        if (this.#isDivided)
            this.continuations.add(this.#documents);
        this.#isDivided = isDivided;
        return token;
    }
}
function isBlockCollection(token) {
    return token?.type === 'block-map' || token?.type === 'block-seq';
}
function weightOf(source) {
    if (source.length < 100)
        return 0;
    let pieces = 0;
    for (let index = 0; index < source.length; index++) {
        const code = source.charCodeAt(index);
        if (code === BACKSLASH || code === LINE_FEED)
            pieces += 1;
    }
    return pieces / PIECES_PER_TOKEN + (source.startsWith('"') ? source.length / QUOTED_PER_TOKEN : 0);
}
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;

;// CONCATENATED MODULE: ./src/entries/list/yaml-syntax.ts

function checkSyntax({ document: { errors, warnings, directives } }, lines) {
    const [first] = [...errors, ...warnings];
    if (first?.code === 'RESOURCE_EXHAUSTION') {
        throw new list_node.InvalidLine('is nested too deeply', lines.linePos(first.pos[0]).line);
    }
    if (first)
        throw syntaxError(describe(first), first.pos[0], lines, adviceOn(first));
    if (directives.yaml.version !== '1.2') {
        throw new list_node.InvalidLine('asks for YAML 1.1, in which no and 0777 mean other things: take the %YAML line out', 1);
    }
}
function syntaxError(what, offset, lines, advice = '') {
    const { line, col } = lines.linePos(offset);
    return new list_node.InvalidLine(`is not valid YAML: ${what} at line ${line}, column ${col}${advice}`, line);
}
function adviceOn({ code }) {
    return code === 'BLOCK_AS_IMPLICIT_KEY' ? '; check the indentation, and put text that contains ": " in quotes' : '';
}
function describe({ message }) {
    const [, replacement] = REPEATING.find(([pattern]) => pattern.test(message)) ?? [];
    const what = replacement ?? message.replace(/(: |(?<=escape sequence) ).*$/s, '');
    return what.charAt(0).toLowerCase() + what.slice(1);
}
const REPEATING = [
    [/ tag has no suffix$/, 'a tag has no name'],
    [/ used for .* collection, but expects /, 'a tag is for another kind of value'],
    [/^Unknown directive /, 'a directive is not known'],
    [/^Unsupported YAML version /, 'the version is not 1.2']
];

;// CONCATENATED MODULE: ./src/entries/list/yaml.ts






const OPTIONS = { version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false };
function readYaml(text, partTokens) {
    const parts = readParts(text, partTokens);
    let part = nextOf(parts);
    while (!part.done)
        part = nextOf(parts);
    return part.value;
}
async function readYamlInTurns(text, signal) {
    const parts = readParts(text);
    let part = nextOf(parts);
    while (!part.done) {
        await (0,promises_.setImmediate)();
        if (signal.aborted)
            throw new list_node.InvalidLine('was not read: the run was cancelled', 1);
        part = nextOf(parts);
    }
    return part.value;
}
function nextOf(parts) {
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    try {
        return parts.next();
    }
    catch (error) {
        if (error instanceof RangeError)
            throw new list_node.InvalidLine('is nested too deeply', 1);
        throw error;
    }
    finally {
        Error.stackTraceLimit = stackTraceLimit;
    }
}
function* readParts(text, partTokens) {
    const lines = new dist/* LineCounter */.HN();
    const converter = new Converter(lines);
    let root;
    for (const part of parseParts(text, OPTIONS, lines, partTokens)) {
        const { document, isContinuation } = part;
        if (root && !isContinuation) {
            throw syntaxError('a second document begins, and only one is allowed', document.range[0], lines);
        }
        checkSyntax(part, lines);
        if (root)
            yield;
        root = converter.convertPart(document.contents, root);
    }
    return root ?? { line: 1, json: 'null' };
}


/***/ })

};
