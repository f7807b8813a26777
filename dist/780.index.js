export const id = 780;
export const ids = [780];
export const modules = {

/***/ 6780:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readFiles: () => (/* binding */ readFiles)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/shared/diagnostics.ts
var shared_diagnostics = __webpack_require__(6653);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: ./src/entries/credentials.ts
var entries_credentials = __webpack_require__(6294);
// EXTERNAL MODULE: ./src/entries/file.ts
var entries_file = __webpack_require__(9000);
// EXTERNAL MODULE: ./src/entries/roots.ts
var entries_roots = __webpack_require__(8289);
;// CONCATENATED MODULE: ./src/entries/find/line.ts




const NONE = 0;
const FILE = 2;
const ALL = 3;
class Line {
    text;
    negate;
    start;
    root;
    #pattern;
    #isLiteral;
    #matchesNames;
    #other;
    constructor(text, pattern, roots) {
        this.text = text;
        this.negate = pattern.negate;
        this.start = pattern.searchPath;
        this.root = roots.holding(this.start);
        this.#pattern = pattern;
        this.#isLiteral = countSegments(this.start) === pattern.segments.length && external_node_path_.sep === '/';
        this.#matchesNames = pattern.segments.at(-1) === '*' && !pattern.trailingSeparator;
        const { workspace } = roots;
        this.#other = !this.root && workspace.given !== workspace.real ? workspace : undefined;
    }
    get namesHidden() {
        return /(^|[\\/!\s])\.[^.\\/]/.test(this.text);
    }
    match(path) {
        if (this.#isLiteral && path !== this.start)
            return NONE;
        const other = this.#otherSpelling(path);
        return this.#pattern.match(path) | (other === undefined ? NONE : this.#pattern.match(other));
    }
    mayMatchIn(path) {
        const other = this.#otherSpelling(path);
        return (this.#pattern.partialMatch(path) ||
            this.match(path) !== NONE ||
            (other !== undefined && this.#pattern.partialMatch(other)));
    }
    covers(path) {
        return this.match(path) !== NONE || (this.#matchesNames && this.match((0,external_node_path_.join)(path, 'x')) !== NONE);
    }
    #otherSpelling(path) {
        if (!this.#other)
            return undefined;
        const inside = path === this.#other.real ? '' : (0,entries_roots/* relativeInside */.JA)(this.#other.real, path);
        return inside === undefined ? undefined : (0,external_node_path_.join)(this.#other.given, inside);
    }
}
async function parseLines(text, roots) {
    const { create } = await __webpack_require__.e(/* import() */ 377).then(__webpack_require__.bind(__webpack_require__, 2377));
    const parse = async (line) => {
        try {
            const [pattern] = Reflect.get(await create(line), 'patterns');
            return pattern;
        }
        catch (error) {
            throw new shared_diagnostics/* InvalidValue */.h6(`pattern ${(0,shared_text/* quoted */.TL)(line)} is not valid: ${(0,shared_text/* printable */.g$)(error.message)}`);
        }
    };
    const lines = text.split('\n').map((line) => line.trim());
    const given = lines.filter((line) => line !== '' && !line.startsWith('#'));
    return Promise.all(given.map(async (line) => new Line(line, await canonical(line, parse, roots), roots)));
}
async function canonical(line, parse, roots) {
    const pattern = await parse(line);
    const isRelative = !isRooted(line.replace(/^[!\s]+/, ''));
    const before = isRelative ? process.cwd() : pattern.searchPath;
    const after = isRelative ? roots.workspace.real : roots.canonical(before);
    if (before === after)
        return pattern;
    const rest = pattern.segments.slice(countSegments(before));
    const end = pattern.trailingSeparator ? external_node_path_.sep : '';
    return parse((pattern.negate ? '!' : '') + [escapeGlob(after), ...rest].join(external_node_path_.sep) + end);
}
function isRooted(pattern) {
    return (0,external_node_path_.isAbsolute)(pattern) || /^~([\\/]|$)/.test(pattern) || (external_node_path_.sep === '\\' && /^([\\/]|[a-z]:)/i.test(pattern));
}
function countSegments(path) {
    return path === external_node_path_.sep ? 1 : path.split(external_node_path_.sep).length;
}
function escapeGlob(path) {
    const backslashes = external_node_path_.sep === '/' ? path.replaceAll('\\', '\\\\') : path;
    return backslashes
        .replace(/\[(?=[^/]+\])/g, '[[]')
        .replace(/\?/g, '[?]')
        .replace(/\*/g, '[*]');
}

// EXTERNAL MODULE: external "node:timers/promises"
var external_node_timers_promises_ = __webpack_require__(8500);
;// CONCATENATED MODULE: ./src/entries/find/pace.ts

const TURN = 25;
const LOG_INTERVAL = 10_000;
class SearchCancelled extends Error {
    name = 'SearchCancelled';
}
class Pace {
    #runtime;
    #turn = performance.now();
    #logged = this.#turn;
    constructor(runtime) {
        this.#runtime = runtime;
    }
    get isDue() {
        return performance.now() - this.#turn > TURN;
    }
    async pause(progress) {
        await (0,external_node_timers_promises_.setImmediate)();
        if (this.#runtime.signal.aborted)
            throw new SearchCancelled('cancelled while files were searched');
        this.#turn = performance.now();
        if (this.#turn - this.#logged < LOG_INTERVAL)
            return;
        this.#logged = this.#turn;
        this.#runtime.log(progress());
    }
}

// EXTERNAL MODULE: ./src/entries/missing.ts
var missing = __webpack_require__(6004);
;// CONCATENATED MODULE: ./src/entries/find/form.ts

const BACKSLASH = /\\[^[\]*?\\!#]/;
const FORMS = [
    [/^!*\s*(["'`]).*\1$/, 'remove the quotes, which are taken as part of the name'],
    [/^["'`]/, 'remove the quotes, which are taken as part of the name'],
    [/^!*\s*-\s/, 'remove the dash: glob takes one pattern a line and not a YAML list'],
    [/\s#/, 'give the comment a line of its own'],
    [/\{[^}]*(,|\.\.)[^}]*\}/, 'braces are not expanded: write one line for each alternative'],
    [/[,;]/, 'write one pattern a line, without commas'],
    [/\$\{?[A-Za-z_]|%\w+%/, 'variables are not expanded: use an expression such as ${{ env.NAME }}'],
    [/[@+?*!]\(|\([^)]*\|/, 'groups such as (a|b) are not expanded: write one line for each alternative']
];
function adviceOnForm(text) {
    const [, advice] = FORMS.find(([form]) => form.test(text)) ?? [];
    if (advice !== undefined || external_node_path_.sep === '\\' || !BACKSLASH.test(text))
        return advice;
    return 'write / between folders: a backslash only makes the next character literal';
}
function withLiteralBrackets(text) {
    const segments = text.split('/').map((segment) => (segment.includes('[[]') ? segment : escapeBrackets(segment)));
    const escaped = segments.join('/');
    return escaped === text ? undefined : escaped;
}
function escapeBrackets(segment) {
    return segment.replace(/\[(?=[^/]*\])/g, '[[]');
}

;// CONCATENATED MODULE: ./src/entries/find/rules.ts

class Rules {
    lines;
    found = new Set();
    excluded = new Set();
    hidden = new Set();
    effective = new Set();
    constructor(lines) {
        this.lines = lines;
    }
    scopeIn(folder, { covered, possible }) {
        const coveredIn = this.lines.map((line, index) => {
            return covered[index] === true || (possible[index] === true && line.covers(folder));
        });
        return {
            covered: coveredIn,
            possible: this.lines.map((line, index) => {
                return coveredIn[index] === true || (possible[index] === true && line.mayMatchIn(folder));
            })
        };
    }
    scopeBelow(above) {
        return {
            covered: this.lines.map((line) => above.some((folder) => line.covers(folder))),
            possible: this.lines.map(() => true)
        };
    }
    match(path, scope) {
        let seen = NONE;
        let selected = NONE;
        for (const [index, line] of this.lines.entries()) {
            const matched = this.#matchLine(line, index, path, scope);
            if (!line.negate) {
                selected |= matched;
                seen |= matched;
            }
            else if (matched !== NONE) {
                if (seen & matched)
                    this.effective.add(line);
                selected &= ~matched;
            }
        }
        return selected;
    }
    #matchLine(line, index, path, { covered, possible }) {
        if (covered[index])
            return ALL;
        return possible[index] ? line.match(path) : NONE;
    }
    record(path, scope, isSelected) {
        const into = isSelected ? this.found : this.excluded;
        this.lines.forEach((line, index) => {
            if (line.negate || into.has(line))
                return;
            if (this.#matchLine(line, index, path, scope) & FILE)
                into.add(line);
        });
    }
    recordHidden(path, scope) {
        this.lines.forEach((line, index) => {
            if (!scope.possible[index])
                return;
            const isEffective = line.negate && (line.covers(path) || (line.namesHidden && line.mayMatchIn(path)));
            if (isEffective)
                this.effective.add(line);
            else if (!line.negate && !this.hidden.has(line) && line.mayMatchIn(path))
                this.hidden.add(line);
        });
    }
    maySelectIn(folder, scope) {
        for (const [index, line] of [...this.lines.entries()].reverse()) {
            const isCovered = scope.covered[index] ?? false;
            if (!line.negate) {
                if (isCovered || (scope.possible[index] && line.mayMatchIn(folder)))
                    return true;
            }
            else if (isCovered || (scope.possible[index] && line.covers(folder))) {
                this.#recordTakenAway(line, index, folder, scope);
                return false;
            }
        }
        return false;
    }
    #recordTakenAway(exclude, at, folder, scope) {
        this.lines.slice(0, at).forEach((line, index) => {
            if (line.negate || !scope.possible[index] || !line.mayMatchIn(folder))
                return;
            this.effective.add(exclude);
            if (line.covers(folder))
                this.excluded.add(line);
        });
    }
}

;// CONCATENATED MODULE: ./src/entries/find/searches.ts

function searchesOf(lines, roots) {
    const byPath = new Map();
    for (const line of lines) {
        const search = searchOf(line, roots);
        if (search)
            byPath.set(search.start, search);
    }
    return [...byPath.values()].filter(({ start, root }) => !(0,entries_roots/* ancestors */.T1)(start).some((folder) => byPath.get(folder)?.root === root));
}
function searchOf(line, { workspace }) {
    if (line.root)
        return { start: line.start, root: line.root };
    const above = [...(0,entries_roots/* ancestors */.T1)(workspace.real), ...(0,entries_roots/* ancestors */.T1)(workspace.given)];
    const mayMatch = line.mayMatchIn(workspace.real) || above.some((folder) => line.covers(folder));
    return mayMatch ? { start: workspace.real, root: workspace } : undefined;
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
;// CONCATENATED MODULE: ./src/entries/find/links.ts


function follow(path, start, root, roots) {
    try {
        const real = (0,external_node_fs_.realpathSync)(path);
        const isFolder = (0,external_node_fs_.statSync)(real).isDirectory();
        const target = roots.holding(real);
        const isAllowed = target?.name === 'workspace' || (root.name === 'temp' && (0,entries_roots/* isSameOrInside */.Im)(start, real));
        if (!isFolder)
            return { kind: 'file', real };
        if (isAllowed)
            return { kind: 'folder', real };
        return { kind: 'folder outside', where: target ? 'to RUNNER_TEMP' : 'outside the workspace', real };
    }
    catch (error) {
        const code = error.code ?? String(error);
        const kind = code === 'ENOENT' || code === 'ENOTDIR' ? 'broken' : 'unreadable';
        return { kind, code, real: path };
    }
}
function isCycle(real, chain) {
    for (let link = chain; link; link = link.above)
        if (link.real === real)
            return true;
    return false;
}

;// CONCATENATED MODULE: ./src/entries/find/walk.ts







const MAX_LINKED_ENTRIES = 100_000;
class Walk {
    files = [];
    problems = [];
    unfollowed = [];
    #options;
    #folders = [];
    #linkedEntries = 0;
    #foldersRead = 0;
    constructor(options) {
        this.#options = options;
    }
    async run(start, root) {
        const { pace } = this.#options;
        if (pace.isDue)
            await pace.pause(() => this.#progress());
        this.#begin(start, root);
        for (let folder = this.#folders.pop(); folder && !(this.#options.onlyFirst && this.files.length > 0); folder = this.#folders.pop()) {
            if (pace.isDue)
                await pace.pause(() => this.#progress());
            await this.#read(folder);
        }
    }
    #progress() {
        return `Searching files: ${this.#foldersRead} folders read, ${this.files.length} files found`;
    }
    #begin(start, root) {
        const { rules, includeHidden } = this.#options;
        const scope = rules.scopeBelow([...(0,entries_roots/* ancestors */.T1)(start), ...(0,entries_roots/* ancestors */.T1)(root.given)]);
        if (!includeHidden && /(^|\/)\./.test((0,entries_roots/* relativeInside */.JA)(root.real, start) ?? '')) {
            rules.recordHidden(start, scope);
            return;
        }
        const entry = this.#attempt(start, () => this.#startEntry(start, root));
        if (entry)
            this.#visit(start, entry, { search: { start, root }, scope, chain: undefined, isLinked: false });
    }
    #startEntry(start, root) {
        if (start !== root.real) {
            const folder = (0,external_node_fs_.realpathSync)((0,external_node_path_.dirname)(start));
            const isAllowed = this.#options.roots.holding(folder)?.name === 'workspace' || folder === (0,external_node_path_.dirname)(start);
            if (!isAllowed) {
                this.#problem(`path ${this.#name(start)} goes through a symlink that leads outside the workspace`, start);
                return undefined;
            }
        }
        return (0,external_node_fs_.lstatSync)(start, { throwIfNoEntry: false });
    }
    async #read(folder) {
        const children = this.#attempt(folder.path, () => (0,external_node_fs_.readdirSync)(folder.path, { withFileTypes: true })) ?? [];
        this.#foldersRead += 1;
        if (folder.isLinked)
            this.#countLinked(children.length);
        const { includeHidden, rules, pace } = this.#options;
        for (const child of children) {
            if (pace.isDue)
                await pace.pause(() => this.#progress());
            const path = (0,external_node_path_.join)(folder.path, child.name);
            if (!includeHidden && child.name.startsWith('.'))
                rules.recordHidden(path, folder.scope);
            else
                this.#visit(path, child, folder);
        }
    }
    #countLinked(entries) {
        this.#linkedEntries += entries;
        if (this.#linkedEntries <= MAX_LINKED_ENTRIES)
            return;
        throw new shared_diagnostics/* InvalidValue */.h6(`reads more than ${MAX_LINKED_ENTRIES} files and folders through symlinks: exclude the symlinks with !, for example !**/node_modules`);
    }
    #visit(path, entry, place) {
        const { rules } = this.#options;
        if (entry.isSymbolicLink())
            this.#visitLink(path, place);
        else if (!entry.isDirectory())
            this.#visitFile(path, place);
        else if (rules.maySelectIn(path, place.scope)) {
            const real = place.chain ? (0,external_node_path_.join)(place.chain.real, (0,external_node_path_.basename)(path)) : (0,external_node_fs_.realpathSync)(path);
            this.#push(path, real, place.isLinked, place);
        }
    }
    #visitFile(path, { scope, search }) {
        const { rules } = this.#options;
        const isSelected = (rules.match(path, scope) & FILE) !== 0;
        if (isSelected)
            this.files.push({ path, start: search.start });
        rules.record(path, scope, isSelected);
    }
    #visitLink(path, place) {
        const { rules, roots, named } = this.#options;
        const { scope, search } = place;
        const mayHold = rules.maySelectIn(path, scope);
        const isSelected = (rules.match(path, scope) & FILE) !== 0;
        if (!mayHold && !isSelected) {
            rules.record(path, scope, false);
            return;
        }
        const target = follow(path, search.start, search.root, roots);
        if (target.kind === 'file' || target.kind === 'broken')
            this.#visitFile(path, place);
        else if (target.kind === 'unreadable')
            this.#unreadable(path, target.code);
        else if (!mayHold || isCycle(target.real, place.chain))
            return;
        else if (target.kind === 'folder outside') {
            this.#problem(`symlink ${this.#name(path)} leads ${target.where}, and is not followed`, path);
        }
        else if (place.isLinked && !named.has(path))
            this.unfollowed.push(path);
        else
            this.#push(path, target.real, place.isLinked || !named.has(path), place);
    }
    #push(path, real, isLinked, place) {
        const { roots, rules } = this.#options;
        const { search, scope, chain } = place;
        const isTemp = real === roots.temp?.real && search.root.name !== 'temp';
        if (isTemp || isCycle(real, chain))
            return;
        this.#folders.push({ path, search, isLinked, scope: rules.scopeIn(path, scope), chain: { real, above: chain } });
    }
    #attempt(path, read) {
        try {
            return read();
        }
        catch (error) {
            const code = error.code ?? String(error);
            if (code !== 'ENOENT' && code !== 'ENOTDIR')
                this.#unreadable(path, code);
            return undefined;
        }
    }
    #unreadable(path, code) {
        if (code === 'ELOOP')
            this.#problem(`${this.#name(path)} is a symlink that leads to itself`, path);
        else
            this.#problem(`${this.#name(path)} cannot be read (${code})`, path, 'change its permissions');
    }
    #problem(what, path, remedy = 'remove it or correct it') {
        const exclude = escapeGlob((0,entries_roots/* relativeInside */.JA)(this.#options.roots.workspace.real, path) ?? path);
        this.problems.push(`${what}: ${remedy}, or exclude it with ${(0,shared_text/* quoted */.TL)(`!${exclude}`)}`);
    }
    #name(path) {
        return (0,shared_text/* quoted */.TL)((0,entries_roots/* relativeInside */.JA)(this.#options.roots.workspace.real, path) ?? path);
    }
}

;// CONCATENATED MODULE: ./src/entries/find/reasons.ts







class Reasons {
    #rules;
    #roots;
    #pace;
    #missing;
    constructor(rules, roots, pace) {
        this.#rules = rules;
        this.#roots = roots;
        this.#pace = pace;
        this.#missing = new missing/* MissingPaths */.f(roots);
    }
    async ofInclude(line) {
        const wrong = await this.#form(line);
        if (wrong !== undefined)
            return wrong;
        const hidden = this.#rules.hidden.has(line) ? await this.#firstHidden(line) : undefined;
        if (hidden)
            return 'it matches only hidden files: to publish them, set include-hidden-files to true';
        if (this.#rules.excluded.has(line))
            return 'all that it matches is excluded by a later line';
        return this.#missing.ofPattern(line.start);
    }
    async ofExclude(line) {
        const wrong = await this.#form(line);
        if (wrong !== undefined)
            return wrong;
        const { lines } = this.#rules;
        if (lines.every(({ negate }) => negate))
            return 'there is no pattern that includes files: add one above it';
        const isFirst = lines.slice(0, lines.indexOf(line)).every(({ negate }) => negate);
        return isFirst
            ? 'an exclude counts only for the lines above it, and none of them includes files: move it down'
            : undefined;
    }
    async #form(line) {
        const advice = adviceOnForm(line.text);
        if (advice !== undefined)
            return advice;
        if (searchesOf([line], this.#roots).length === 0) {
            return `it lies outside the workspace "${this.#roots.workspace.given}": write it relative to the workspace, since paths of the host differ in a container`;
        }
        const literal = withLiteralBrackets(line.text);
        if (literal === undefined || !(await this.#first(literal.replace(/^[!\s]+/, ''))))
            return undefined;
        return `brackets stand for one of the characters in them: for the name itself, write ${(0,shared_text/* quoted */.TL)(literal)}`;
    }
    async #first(pattern) {
        return this.#search(await parseLines(pattern, this.#roots));
    }
    #firstHidden(line) {
        const { lines } = this.#rules;
        return this.#search([line, ...lines.slice(lines.indexOf(line)).filter(({ negate }) => negate)]);
    }
    async #search(lines) {
        const rules = new Rules(lines);
        const options = { rules, roots: this.#roots, pace: this.#pace, includeHidden: true, named: new Set() };
        const walk = new Walk({ ...options, onlyFirst: true });
        for (const { start, root } of searchesOf(lines, this.#roots))
            await walk.run(start, root);
        return walk.files[0];
    }
}

;// CONCATENATED MODULE: ./src/entries/find.ts







async function findFiles(patterns, { roots, includeHidden, runtime }) {
    const lines = await parseLines(patterns, roots);
    const includes = lines.filter(({ negate }) => !negate);
    const searches = searchesOf(includes, roots);
    const rules = new Rules(lines);
    const pace = new Pace(runtime);
    const named = new Set(includes.flatMap(({ start }) => [start, ...(0,entries_roots/* ancestors */.T1)(start)]));
    const walk = new Walk({ rules, roots, includeHidden, named, pace });
    for (const { start, root } of searches)
        await walk.run(start, root);
    const reasons = new Reasons(rules, roots, pace);
    const { files, problems, unfollowed } = walk;
    return {
        files,
        problems,
        unfollowed,
        hasIncludes: includes.length > 0,
        idleIncludes: await explained(includes.filter((line) => !rules.found.has(line)), (line) => reasons.ofInclude(line)),
        idleExcludes: await explained(lines.filter((line) => line.negate && !rules.effective.has(line)), (line) => reasons.ofExclude(line))
    };
}
async function explained(lines, reasonOf) {
    const idle = [];
    for (const line of lines)
        idle.push({ text: line.text, reason: await reasonOf(line) });
    return idle;
}

;// CONCATENATED MODULE: ./src/entries/files.ts









async function readFiles(selection, shape, workspace, runtime, diagnostics) {
    try {
        const found = await findFiles(selection.glob, {
            roots: workspace.roots,
            includeHidden: selection.includeHiddenFiles,
            runtime
        });
        report(found, selection, workspace, runtime, diagnostics);
        if (found.files.length === 0)
            return [];
        const baseDirs = await diagnostics.attempt('base-dir', () => findBaseDir(selection.baseDir, workspace));
        if (!baseDirs)
            return [];
        const files = addKeys(found.files, baseDirs, selection, shape, diagnostics, workspace);
        return await makeEntries(files, shape, workspace, new Pace(runtime), diagnostics);
    }
    catch (error) {
        if (error instanceof shared_diagnostics/* InvalidValue */.h6)
            diagnostics.error(`glob ${error.message}`);
        else if (error instanceof SearchCancelled)
            diagnostics.error(error.message);
        else
            throw error;
        return [];
    }
}
function report({ problems, unfollowed, hasIncludes, idleIncludes, idleExcludes }, selection, workspace, { log }, diagnostics) {
    for (const problem of problems)
        diagnostics.error(`glob: ${problem}`);
    for (const { text, reason } of idleExcludes) {
        const message = `glob: the exclude ${(0,shared_text/* quoted */.TL)(text)} removed nothing`;
        if (reason === undefined)
            log(message);
        else
            diagnostics.warning(`${message}: ${reason}`);
    }
    const [first] = unfollowed;
    if (first !== undefined) {
        diagnostics.warning(`glob: ${(0,shared_text/* counted */.hS)(unfollowed.length, 'symlink')} ${unfollowed.length === 1 ? 'was' : 'were'} not followed (the first is ${(0,shared_text/* quoted */.TL)(workspace.display(first))}). A symlink in a folder that was reached through another symlink is followed only if a pattern names it. Name it in a pattern, or exclude the folder with !`);
    }
    const none = { text: '', reason: 'it has no pattern that includes files' };
    for (const idle of hasIncludes ? idleIncludes : [none])
        reportNoFiles(idle, selection, log, diagnostics);
}
function reportNoFiles({ text, reason = '' }, { ifNoFilesFound, prune }, log, diagnostics) {
    const message = `glob matches no files${text && ` for the pattern ${(0,shared_text/* quoted */.TL)(text)}`}: ${reason}`;
    const sentence = message.endsWith('?') ? message : `${message}.`;
    if (ifNoFilesFound === 'error') {
        const danger = prune ? '; then prune deletes the keys that earlier runs wrote for it' : '';
        diagnostics.error(`${sentence} To allow this, set if-no-files-found to warn or ignore${danger}`);
    }
    else if (prune) {
        diagnostics.warning(`${sentence} prune may delete the keys that earlier runs wrote for it`);
    }
    else if (ifNoFilesFound === 'warn')
        diagnostics.warning(message);
    else
        log(message);
}
function addKeys(files, baseDirs, { stripExtension }, { keyPrefix }, diagnostics, workspace) {
    return files
        .toSorted((a, b) => compare(a.path, b.path))
        .flatMap(({ path, start }) => {
        const name = baseDirs.map((base) => (0,entries_roots/* relativeInside */.JA)(base, path)).find((way) => way !== undefined);
        if (name === undefined) {
            const file = workspace.display(path);
            diagnostics.error(`file ${(0,shared_text/* quoted */.TL)(file)} matches glob but lies outside base-dir: exclude it with !, or choose a base-dir that holds it`, { location: { file } });
            return [];
        }
        return [{ key: keyPrefix + (stripExtension ? withoutExtension(name) : name), path, within: start }];
    })
        .sort((a, b) => compare(a.key, b.key));
}
async function findBaseDir(baseDir, workspace) {
    const path = workspace.canonical(baseDir);
    const isFolder = await (0,promises_.stat)(path).then((stats) => stats.isDirectory(), () => false);
    if (isFolder)
        return [path, await (0,promises_.realpath)(path)];
    throw new shared_diagnostics/* InvalidValue */.h6(`must be a folder, relative to the workspace; got ${(0,shared_text/* quoted */.TL)(baseDir)}`);
}
async function makeEntries(files, { defaults }, workspace, pace, diagnostics) {
    const credentials = [];
    const entries = [];
    for (const file of files) {
        if (pace.isDue)
            await pace.pause(() => `Checking files: ${entries.length} of ${files.length}`);
        const entry = (0,entries_file/* tryFileEntry */.S)(file, defaults, workspace, (error, refused) => {
            if (error instanceof entries_credentials/* CredentialFile */.os)
                credentials.push([error, refused]);
            else
                diagnostics.error(`file ${(0,shared_text/* quoted */.TL)(refused.source)} ${error.message}`, refused);
        });
        entries.push(entry);
    }
    reportCredentials(credentials, diagnostics);
    return entries;
}
function reportCredentials(refused, diagnostics) {
    for (const [kind, some] of Map.groupBy(refused, ([{ kind }]) => kind)) {
        const [[{ exclude }, { key, source, location }]] = some;
        diagnostics.error(`glob matches ${(0,shared_text/* counted */.hS)(some.length, 'file')} ${kind} (the first is ${(0,shared_text/* quoted */.TL)(source)}), which may hold credentials and are never published: exclude them with ${(0,shared_text/* quoted */.TL)(exclude ?? `!${source}`)}`, some.length === 1 ? { key, ...(location && { location }) } : {});
    }
}
function compare(a, b) {
    return Number(a > b) - Number(a < b);
}
function withoutExtension(name) {
    return name.slice(0, name.length - (0,external_node_path_.extname)(name).length);
}


/***/ })

};
