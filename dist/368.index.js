export const id = 368;
export const ids = [368];
export const modules = {

/***/ 6368:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readYaml: () => (/* binding */ readYaml)
});

// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(8815);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: ./src/entries/list/node.ts
var list_node = __webpack_require__(1349);
;// CONCATENATED MODULE: ./src/entries/list/yaml-limit.ts



const MAX_TOKENS = 3_000_000;
const MIN_LENGTH_TO_COUNT = 1_000_000;
function checkTokens(text) {
    if (text.length < MIN_LENGTH_TO_COUNT)
        return;
    const tokens = new dist/* Lexer */.JG().lex(text);
    for (let count = 0; !tokens.next().done; count++) {
        if (count < MAX_TOKENS)
            continue;
        throw new list_node.InvalidLine(`is too large for YAML: it has more than ${(0,shared_text/* formatCount */.B4)(MAX_TOKENS)} tokens. Split it, or write it as JSON`, 1);
    }
}

;// CONCATENATED MODULE: ./src/entries/list/yaml.ts




function readYaml(text) {
    const lines = new dist/* LineCounter */.HN();
    const options = { version: '1.2', schema: 'core', uniqueKeys: false, prettyErrors: false };
    checkTokens(text);
    try {
        const document = (0,dist/* parseDocument */.Tp)(text, { ...options, lineCounter: lines });
        checkSyntax(document, lines);
        return new Converter(lines).convert(document.contents);
    }
    catch (error) {
        if (error instanceof RangeError)
            throw new list_node.InvalidLine('is nested too deeply', 1);
        throw error;
    }
}
function checkSyntax({ errors, warnings, directives }, lines) {
    const [first] = [...errors, ...warnings];
    if (first) {
        const { line, col } = lines.linePos(first.pos[0]);
        if (first.code === 'RESOURCE_EXHAUSTION')
            throw new list_node.InvalidLine('is nested too deeply', line);
        throw new list_node.InvalidLine(`is not valid YAML: ${describe(first)} at line ${line}, column ${col}`, line);
    }
    if (directives.yaml.version !== '1.2') {
        throw new list_node.InvalidLine('asks for YAML 1.1, in which no and 0777 mean other things: take the %YAML line out', 1);
    }
}
function describe({ code, message }) {
    if (code === 'MULTIPLE_DOCS')
        return 'a second document begins, and only one is allowed';
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
const CORE_TAGS = ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`);
const MAX_ALIAS_LENGTH = 26_214_400;
class Converter {
    #lines;
    #anchors = new Map();
    #length = 0;
    #aliasLength = 0;
    constructor(lines) {
        this.#lines = lines;
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
                throw new list_node.InvalidLine(`has << in line ${place}, which YAML 1.2 does not merge: write out what it stands for`, place);
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
            throw new list_node.InvalidLine(`has an alias in line ${line} that no anchor before it explains: put text that begins with * in quotes`, line);
        }
        this.#length += anchor.length;
        this.#aliasLength += anchor.length;
        if (this.#aliasLength <= MAX_ALIAS_LENGTH)
            return anchor.node;
        throw new list_node.InvalidLine(`has aliases that by line ${line} stand for over ${(0,shared_text/* formatCount */.B4)(MAX_ALIAS_LENGTH)} characters: write out what is meant`, line);
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


/***/ })

};
