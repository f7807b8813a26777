export const id = 746;
export const ids = [746];
export const modules = {

/***/ 7746:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  readFiles: () => (/* binding */ readFiles)
});

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/shared/diagnostics.ts
var shared_diagnostics = __webpack_require__(6653);
// EXTERNAL MODULE: ./src/shared/pace.ts
var pace = __webpack_require__(1342);
// EXTERNAL MODULE: ./src/shared/similar.ts
var similar = __webpack_require__(6112);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: ./src/entries/credentials.ts
var entries_credentials = __webpack_require__(6294);
// EXTERNAL MODULE: ./src/entries/entry.ts
var entries_entry = __webpack_require__(256);
// EXTERNAL MODULE: ./src/entries/missing.ts
var entries_missing = __webpack_require__(6004);
// EXTERNAL MODULE: ./src/entries/roots.ts
var roots = __webpack_require__(8289);
;// CONCATENATED MODULE: ./src/entries/pattern.ts




const FILE = 2;
class Pattern {
    text;
    negate;
    start;
    root;
    #pattern;
    #workspace;
    constructor(text, pattern, root, workspace) {
        this.text = text;
        this.negate = pattern.negate;
        this.start = pattern.searchPath;
        this.root = root;
        this.#pattern = pattern;
        this.#workspace = workspace.real.normalize();
    }
    get isOutside() {
        return !this.root && !this.mayMatchIn(this.#workspace) && !this.coversFromAbove(this.#workspace);
    }
    get namesHidden() {
        return /(^|[\\/!\s])\.[^.\\/]/.test(this.text);
    }
    matches(path) {
        return (this.#match(path) & FILE) !== 0;
    }
    covers(path) {
        return this.#match(path) !== 0;
    }
    coversFromAbove(path) {
        return (0,roots/* ancestors */.T1)(path).some((folder) => this.covers(folder));
    }
    mayMatchIn(path) {
        if (this.root && external_node_path_.sep === '/' && !path.startsWith(this.start) && !this.start.startsWith(path))
            return false;
        return this.#pattern.partialMatch(path);
    }
    #match(path) {
        if (this.root && external_node_path_.sep === '/' && !path.startsWith(this.start))
            return 0;
        return this.#pattern.match(path);
    }
}
async function parsePatterns(text, roots, pace) {
    const { create } = await __webpack_require__.e(/* import() */ 377).then(__webpack_require__.bind(__webpack_require__, 2377));
    const parse = async (line) => {
        try {
            const [pattern] = Reflect.get(await create(line), 'patterns');
            return pattern;
        }
        catch (error) {
            throw new shared_diagnostics/* InvalidValue */.h6(`glob pattern ${(0,shared_text/* quoted */.TL)(line)} is not valid: ${(0,shared_text/* printable */.g$)(error.message)}`);
        }
    };
    const lines = text.split('\n').map((line) => line.trim());
    const given = lines.filter((line) => line !== '' && !line.startsWith('#'));
    const patterns = [];
    for (const line of given) {
        if (pace.isDue)
            await pace.pause();
        patterns.push(await makePattern(line, parse, roots));
    }
    return patterns;
}
async function makePattern(line, parse, roots) {
    const { workspace } = roots;
    const pattern = await parse(line);
    const { negate, searchPath, segments, trailingSeparator } = pattern;
    const isRelative = !isRooted(line.replace(/^[!\s]+/, ''));
    const before = isRelative ? process.cwd() : searchPath;
    const after = isRelative ? workspace.real : roots.canonical(before);
    const root = roots.holding((0,external_node_path_.join)(after, searchPath.slice(before.length)));
    const rest = segments.slice(countSegments(before)).join(external_node_path_.sep);
    if (before === after && before === before.normalize() && line === line.normalize()) {
        return new Pattern(line, pattern, root, workspace);
    }
    const whole = [escapeGlob(after), ...(rest ? [rest] : [])].join(external_node_path_.sep) + (trailingSeparator ? external_node_path_.sep : '');
    return new Pattern(line, await parse((negate ? '!' : '') + whole.normalize()), root, workspace);
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

;// CONCATENATED MODULE: ./src/entries/walk.ts





class Walk {
    files = [];
    problems = [];
    unfollowed = [];
    submodules = [];
    effective = new Set();
    #patterns;
    #options;
    #named;
    #folders = [];
    constructor(patterns, options) {
        this.#patterns = patterns;
        this.#options = options;
        const includes = patterns.filter(({ negate }) => !negate);
        this.#named = new Set(includes.flatMap(({ start }) => [start, ...(0,roots/* ancestors */.T1)(start)]));
    }
    async run() {
        const { pace, roots } = this.#options;
        for (const root of [roots.workspace, roots.temp])
            if (root)
                this.#enter(root.real, this.#rulesOf(root));
        for (let folder = this.#folders.pop(); folder; folder = this.#folders.pop()) {
            const children = this.#entriesOf(folder.path);
            this.#checkSubmodules(folder, children);
            for (const child of children) {
                if (pace.isDue)
                    await pace.pause();
                this.#visit((0,external_node_path_.join)(folder.path, child.name), child, folder.rules);
            }
        }
    }
    #rulesOf(root) {
        const { workspace } = this.#options.roots;
        const real = root.real.normalize();
        return this.#patterns
            .filter((pattern) => pattern.negate || (pattern.root ?? workspace) === root)
            .map((pattern) => ({ pattern, coversAll: pattern.coversFromAbove(real) }));
    }
    #checkSubmodules({ path, rules }, children) {
        const { roots, includeHidden } = this.#options;
        const has = (file) => children.some(({ name }) => name === file);
        if (!has('.gitmodules') || !(path === roots.workspace.real || has('.git')))
            return;
        for (const submodule of submodulesIn(path)) {
            const segments = submodule.split('/');
            if (segments.includes('..') || (!includeHidden && segments.some((name) => name.startsWith('.'))))
                continue;
            let at = { path, rules };
            for (const name of segments) {
                const below = (0,external_node_path_.join)(at.path, name);
                at = { path: below, rules: this.#rulesIn(below, at.rules) };
            }
            if (at.rules.length > 0 && isEmptyOrMissing(at.path))
                this.submodules.push(at.path);
            for (const pattern of this.#patterns) {
                if (pattern.negate && pattern.covers(at.path.normalize()))
                    this.effective.add(pattern);
            }
        }
    }
    #visit(path, entry, rules) {
        const { includeHidden, roots } = this.#options;
        if (!includeHidden && entry.name.startsWith('.'))
            return;
        if (entry.isSymbolicLink())
            this.#visitLink(path, rules);
        else if (!entry.isDirectory())
            this.#visitFile(path, rules);
        else if (path !== roots.temp?.real && path !== roots.workspace.real)
            this.#enter(path, rules);
    }
    #visitFile(path, rules) {
        const matching = rulesOn(path, rules);
        const isFound = isSelected(matching);
        if (isFound)
            this.files.push(path);
        const first = matching.findIndex(({ pattern }) => !pattern.negate);
        for (const [index, { pattern }] of matching.entries()) {
            if (pattern.negate ? first >= 0 && index > first : isFound)
                this.effective.add(pattern);
        }
    }
    #visitLink(path, rules) {
        const inside = this.#rulesIn(path, rules);
        const mayMatter = inside.length > 0 || isSelected(rulesOn(path, rules));
        const target = mayMatter ? this.#attempt(path, () => folderBehind(path)) : NO_FOLDER;
        if (target === undefined)
            return;
        if (target === NO_FOLDER)
            this.#visitFile(path, rules);
        else if (inside.length > 0)
            this.#visitLinkedFolder(path, target, inside);
    }
    #visitLinkedFolder(path, target, rules) {
        const { roots } = this.#options;
        if (!roots.mayLead(path, target)) {
            const where = roots.holding(target) ? 'to RUNNER_TEMP' : 'outside the workspace';
            this.#problem(path, `symlink ${this.#name(path)} leads ${where}, and is not followed: remove it or correct it`);
        }
        else if (this.#named.has(path.normalize()))
            this.#folders.push({ path, rules });
        else
            this.unfollowed.push(path);
    }
    #enter(path, rules) {
        const inside = this.#rulesIn(path, rules);
        if (inside.length > 0)
            this.#folders.push({ path, rules: inside });
    }
    #rulesIn(path, rules) {
        const folder = path.normalize();
        const inside = rules.flatMap(({ pattern, coversAll }) => {
            const covers = coversAll || pattern.covers(folder);
            return covers || pattern.mayMatchIn(folder) ? [{ pattern, coversAll: covers }] : [];
        });
        const exclude = inside.findLastIndex(({ pattern, coversAll }) => pattern.negate && coversAll);
        if (exclude >= 0 && inside.slice(0, exclude).some(isInclude))
            this.effective.add(inside[exclude].pattern);
        return inside.slice(exclude + 1).some(isInclude) ? inside : [];
    }
    #entriesOf(folder) {
        return this.#attempt(folder, () => (0,external_node_fs_.readdirSync)(folder, { withFileTypes: true })) ?? [];
    }
    #attempt(path, read) {
        try {
            return read();
        }
        catch (error) {
            const code = error.code ?? String(error);
            if (!GONE.has(code))
                this.#problem(path, `${this.#name(path)} ${(0,roots/* describeSystemError */.Zo)(code)}`);
            return undefined;
        }
    }
    #problem(path, what) {
        this.problems.push(`${what}, or exclude it with ${(0,shared_text/* quoted */.TL)(`!${escapeGlob(this.#relative(path))}`)}`);
    }
    #name(path) {
        return (0,shared_text/* quoted */.TL)(this.#relative(path));
    }
    #relative(path) {
        return (0,roots/* relativeInside */.JA)(this.#options.roots.workspace.real, path) ?? path;
    }
}
const GONE = new Set(['ENOENT', 'ENOTDIR']);
const NO_FOLDER = Symbol();
function folderBehind(link) {
    try {
        const real = external_node_fs_.realpathSync.native(link);
        return (0,external_node_fs_.statSync)(real).isDirectory() ? real : NO_FOLDER;
    }
    catch (error) {
        if (GONE.has(error.code ?? ''))
            return NO_FOLDER;
        throw error;
    }
}
function rulesOn(path, rules) {
    const file = path.normalize();
    return rules.filter(({ pattern, coversAll }) => coversAll || pattern.matches(file));
}
function isSelected(matching) {
    return matching.at(-1)?.pattern.negate === false;
}
function isInclude({ pattern }) {
    return !pattern.negate;
}
function submodulesIn(folder) {
    try {
        const lines = (0,external_node_fs_.readFileSync)((0,external_node_path_.join)(folder, '.gitmodules'), 'utf8').matchAll(/^[ \t]*path[ \t]*=(.*)$/gim);
        return [...lines].map(([, value = '']) => value
            .trim()
            .replace(/^"(.*)"$/, '$1')
            .replace(/\\(["\\])/g, '$1'));
    }
    catch {
        return [];
    }
}
function isEmptyOrMissing(folder) {
    try {
        return (0,external_node_fs_.readdirSync)(folder).length === 0;
    }
    catch (error) {
        return error.code === 'ENOENT';
    }
}

;// CONCATENATED MODULE: ./src/entries/explain.ts





const FORMS = [
    entries_missing/* QUOTED_BY_GIT */.g,
    [/^!*\s*(["'`]).*\1$|^["'`]/, 'remove the quotes, which are taken as part of the name'],
    [/^!*\s*(-\s|\[\s*(["']|$))/, 'glob takes one pattern a line, and no list in YAML or JSON'],
    [/\s#/, 'give the comment a line of its own'],
    [/\{[^}]*(,|\.\.)[^}]*\}/, 'braces are not expanded: write one line for each alternative'],
    [/[,;]/, 'write one pattern a line, without commas'],
    [/\$\{?[A-Za-z_]|%\w+%/, 'variables are not expanded: use an expression such as ${{ env.NAME }}'],
    [/[@+?*!]\(|\([^)]*\|/, 'groups such as (a|b) are not expanded: write one line for each alternative'],
    [external_node_path_.sep === '/' ? /\\/ : /(?!)/, 'write / between folders: a backslash only makes the next character literal']
];
async function explainPatterns(idle, options) {
    const { workspace } = options.roots;
    const missing = new entries_missing/* MissingPaths */.f(options.roots);
    const includes = idle.filter(({ negate }) => !negate);
    const literal = new Map();
    for (const pattern of idle) {
        const text = withLiteralBrackets(pattern.text);
        if (text === pattern.text)
            continue;
        const [twin] = await parsePatterns(text.replace(/^[!\s]+/, ''), options.roots, options.pace);
        if (twin)
            literal.set(pattern, twin);
    }
    const visible = await findMatching([...includes, ...literal.values()], options);
    const hidden = await findMatching(includes, { ...options, includeHidden: true });
    function reasonOf(pattern) {
        const { text, negate, start, isOutside } = pattern;
        const twin = literal.get(pattern);
        const [, advice] = FORMS.find(([form]) => form.test(text)) ?? [];
        if (advice !== undefined)
            return advice;
        if (isOutside) {
            return `it lies outside the workspace "${workspace.given}": write it relative to the workspace, since paths of the host differ in a container`;
        }
        if (twin && visible.has(twin)) {
            return `brackets stand for one of the characters in them: for the name itself, write ${(0,shared_text/* quoted */.TL)(withLiteralBrackets(text))}`;
        }
        if (negate)
            return undefined;
        if (visible.has(pattern))
            return 'all that it matches is excluded by a later line';
        if (hidden.has(pattern))
            return 'it matches only hidden files: to publish them, set include-hidden-files to true';
        return missing.ofPattern(start);
    }
    return new Map(idle.map((pattern) => [pattern, reasonOf(pattern)]));
}
async function findMatching(patterns, options) {
    const walk = new Walk(patterns, options);
    await walk.run();
    return walk.effective;
}
function withLiteralBrackets(text) {
    const segments = text.split('/');
    return segments.map((name) => (name.includes('[[]') ? name : name.replace(/\[(?=[^/]*\])/g, '[[]'))).join('/');
}

;// CONCATENATED MODULE: ./src/entries/find.ts












const MAX_NAMES = 10;
async function readFiles(selection, entrySettings, workspace, { log, signal }, diagnostics) {
    const context = { selection, entrySettings, workspace, log, pace: new pace/* Pace */.o(signal), diagnostics };
    try {
        const files = addKeys(await findFiles(context), context);
        return await makeEntries(files, context);
    }
    catch (error) {
        if (error instanceof shared_diagnostics/* InvalidValue */.h6)
            diagnostics.error(error.message);
        else if (signal.aborted)
            diagnostics.error('cancelled while files were searched');
        else
            throw error;
        return [];
    }
}
async function findFiles(context) {
    const { selection, workspace, pace, diagnostics } = context;
    const patterns = await parsePatterns(selection.glob, workspace.roots, pace);
    const options = { roots: workspace.roots, includeHidden: selection.includeHiddenFiles, pace };
    const walk = new Walk(patterns, options);
    await walk.run();
    for (const problem of walk.problems)
        diagnostics.error(`glob: ${problem}`);
    reportLinks(walk.unfollowed, context);
    reportSubmodules(walk.submodules, context);
    const idle = patterns.filter((pattern) => !walk.effective.has(pattern));
    reportIdle(await explainPatterns(idle, options), patterns, context);
    return walk.files;
}
function reportLinks(links, context) {
    const example = (0,shared_text/* quoted */.TL)(`${escapeGlob(context.workspace.display(links[0] ?? ''))}/**`);
    const verb = links.length === 1 ? 'to a folder is' : 'to folders are';
    const what = `${(0,shared_text/* counted */.hS)(links.length, 'symlink')} ${verb} not followed`;
    reportUnread(links, what, `to publish what one holds, name it in a pattern, such as ${example}`, '', context);
}
function reportSubmodules(submodules, context) {
    const what = `${(0,shared_text/* counted */.hS)(submodules.length, 'submodule')} ${submodules.length === 1 ? 'is' : 'are'} not checked out`;
    const remedy = 'to publish their files, set submodules: true on actions/checkout (recursive for those in submodules)';
    reportUnread(submodules, what, remedy, '/**', context);
}
function reportUnread(paths, what, remedy, end, { selection, workspace, diagnostics }) {
    if (paths.length === 0)
        return;
    const names = paths.map((path) => workspace.display(path)).sort();
    const shown = (0,similar/* listed */.KE)(names, MAX_NAMES);
    const excludes = names
        .slice(0, MAX_NAMES)
        .map((name) => (0,shared_text/* quoted */.TL)(`!${escapeGlob(name)}${end}`))
        .join(', ');
    const message = `glob: ${what}: ${shown}. Files there may match: ${remedy}; to leave them out, add ${excludes} at the end of glob`;
    if (!selection.prune)
        diagnostics.warning(message);
    else
        diagnostics.error(`${message}. Otherwise prune would delete the keys of these files`);
}
function reportIdle(reasons, patterns, context) {
    const firstInclude = patterns.findIndex(({ negate }) => !negate);
    const early = new Set(patterns.slice(0, Math.max(firstInclude, 0)));
    for (const { text } of early) {
        context.diagnostics.error(`glob: the exclude ${(0,shared_text/* quoted */.TL)(text)} stands above every pattern that includes files, so it removes nothing: move it below them`);
    }
    for (const [pattern, reason] of reasons) {
        if (!pattern.negate)
            reportNoFiles(pattern.text, reason, context);
        else if (!early.has(pattern))
            reportIdleExclude(pattern, reason, context);
    }
    if (firstInclude < 0)
        reportNoFiles('', 'it has no pattern that includes files', context);
}
function reportIdleExclude({ text, namesHidden }, reason, { selection, log, diagnostics }) {
    const message = `glob: the exclude ${(0,shared_text/* quoted */.TL)(text)} removed nothing`;
    if (reason !== undefined)
        diagnostics.warning(`${message}: ${reason}`);
    else if (!namesHidden || selection.includeHiddenFiles)
        log(message);
}
function reportNoFiles(text, reason = '', { selection, log, diagnostics }) {
    const { ifNoFilesFound, prune } = selection;
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
function addKeys(paths, { selection, entrySettings, workspace, diagnostics }) {
    if (paths.length === 0)
        return [];
    const bases = findBaseDir(selection.baseDir, workspace, paths);
    const files = [];
    for (const path of paths) {
        const name = bases.map((base) => nameIn(base, path)).find((found) => found !== undefined);
        if (name !== undefined) {
            files.push({ key: entrySettings.keyPrefix + (selection.stripExtension ? withoutExtension(name) : name), path });
        }
        else {
            const file = workspace.display(path);
            diagnostics.error(`file ${(0,shared_text/* quoted */.TL)(file)} matches glob but lies outside base-dir: exclude it with !, or choose a base-dir that holds it`, { location: { file } });
        }
    }
    return files.sort((a, b) => compare(a.key, b.key) || compare(a.path, b.path));
}
function findBaseDir(baseDir, workspace, paths) {
    const path = workspace.canonical(baseDir);
    const real = (0,roots/* realPathIfFound */.lT)(path);
    if (real !== undefined && (0,external_node_fs_.statSync)(real).isDirectory())
        return [path, real];
    if (paths.some((file) => nameIn(path, file) !== undefined))
        return [path];
    throw new shared_diagnostics/* InvalidValue */.h6(`base-dir must be a folder, relative to the workspace; got ${(0,shared_text/* quoted */.TL)(baseDir)}`);
}
async function makeEntries(files, { entrySettings, workspace, pace, diagnostics }) {
    const credentials = [];
    const entries = [];
    for (const file of files) {
        if (pace.isDue)
            await pace.pause();
        const entry = (0,entries_entry/* fileEntry */.nV)(file, entrySettings.defaults, workspace, (error, refused) => {
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
    for (const [kind, some] of Map.groupBy(refused, ([error]) => error.kind)) {
        const [[{ exclude }, { source }]] = some;
        diagnostics.error(`glob matches ${(0,shared_text/* counted */.hS)(some.length, 'file')} ${kind} (the first is ${(0,shared_text/* quoted */.TL)(source)}), which may hold credentials and are never published: exclude them with ${(0,shared_text/* quoted */.TL)(exclude ?? `!${escapeGlob(source)}`)}`);
    }
}
function nameIn(base, path) {
    const plain = (0,roots/* relativeInside */.JA)(base, path);
    if (plain !== undefined)
        return plain;
    const normalized = (0,roots/* relativeInside */.JA)(base.normalize(), path.normalize());
    return normalized === undefined ? undefined : path.split(external_node_path_.sep).slice(-normalized.split('/').length).join('/');
}
function compare(a, b) {
    return Number(a > b) - Number(a < b);
}
function withoutExtension(name) {
    return name.slice(0, name.length - (0,external_node_path_.extname)(name).length);
}


/***/ })

};
