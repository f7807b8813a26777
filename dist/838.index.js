export const id = 838;
export const ids = [838];
export const modules = {

/***/ 5838:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  upsertComment: () => (/* binding */ upsertComment)
});

// UNUSED EXPORTS: renderComment

// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 7 modules
var core = __webpack_require__(3838);
// EXTERNAL MODULE: ./src/shared/clock.ts
var shared_clock = __webpack_require__(6103);
// EXTERNAL MODULE: ./src/shared/secrets.ts
var secrets = __webpack_require__(3260);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
;// CONCATENATED MODULE: ./src/report/comment-marker.ts


const MAX_LENGTH = 100;
function commentMarker(namespace = '', { environment, keyPrefix, source }) {
    const { GITHUB_WORKFLOW: workflow = '', GITHUB_JOB: job = '', GITHUB_ACTION: step = '' } = process.env;
    const names = [workflow, job, step, namespace, environment, keyPrefix, source];
    return `<!-- kv-put-action: ${names.map((name) => encode((0,secrets/* hideSecrets */.s0)(name))).join('/')} -->`;
}
function encode(text) {
    if (text.length <= MAX_LENGTH)
        return encodeURIComponent(text.toWellFormed());
    const digest = (0,external_node_crypto_.hash)('sha256', text).slice(0, 12);
    return encodeURIComponent(`${text.slice(0, MAX_LENGTH)}~${digest}`.toWellFormed());
}

// EXTERNAL MODULE: ./src/shared/http.ts
var http = __webpack_require__(6489);
;// CONCATENATED MODULE: ./src/report/github.ts

class UnusableAnswer extends Error {
    name = 'UnusableAnswer';
}
const MAX_ANSWER_BYTES = 16 << 20;
async function connectGithub(token, signal) {
    const { getOctokit } = await Promise.all(/* import() */[__webpack_require__.e(413), __webpack_require__.e(825)]).then(__webpack_require__.bind(__webpack_require__, 2413));
    const tls = { rejectUnauthorized: true };
    const dispatcher = new http/* EnvHttpProxyAgent */.J({ allowH2: false, connect: tls, requestTls: tls, proxyTls: tls });
    const { graphql } = getOctokit(token, {
        baseUrl: process.env['GITHUB_API_URL'] || 'https://api.github.com',
        userAgent: 'kv-put-action',
        request: { fetch: makeFetch(dispatcher), signal }
    });
    return { query: (text, variables) => graphql(text, { ...variables }), close: () => dispatcher.destroy() };
}
function makeFetch(dispatcher) {
    return async (url, { method, headers, body, signal }) => {
        const answer = await (0,http/* request */.E)(url, { method, headers, body, signal }, dispatcher);
        const text = await readText(answer.body);
        const { statusCode: status } = answer;
        if (status >= 300 && status < 400)
            throw new UnusableAnswer(`GitHub redirected the request (HTTP ${status})`);
        return new Response(text || null, { status, headers: toHeaders(answer.headers) });
    };
}
async function readText(body) {
    const chunks = [];
    let bytes = 0;
    for await (const chunk of body) {
        bytes += chunk.length;
        if (bytes > MAX_ANSWER_BYTES)
            throw new UnusableAnswer('GitHub answered with more than 16 MiB');
        chunks.push(chunk);
    }
    return Buffer.concat(chunks).toString();
}
function toHeaders(received) {
    const headers = new Headers();
    for (const [name, values] of Object.entries(received)) {
        for (const value of [values ?? []].flat())
            headers.append(name, value);
    }
    return headers;
}

;// CONCATENATED MODULE: ./src/report/comments.ts

const MAX_PAGES = 200;
const FIND = `query ($owner: String!, $repo: String!, $number: Int!, $cursor: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      id
      comments(first: 50, after: $cursor) {
        nodes { id url body viewerDidAuthor }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`;
const ADD = `mutation ($subjectId: ID!, $body: String!) {
  addComment(input: { subjectId: $subjectId, body: $body }) { commentEdge { node { id url } } }
}`;
const UPDATE = `mutation ($id: ID!, $body: String!) {
  updateIssueComment(input: { id: $id, body: $body }) { issueComment { id url } }
}`;
const DELETE = `mutation ($id: ID!) {
  deleteIssueComment(input: { id: $id }) { clientMutationId }
}`;
async function findComments(github, pullRequest, marker) {
    const { owner, repo, number } = pullRequest;
    const own = [];
    let cursor = null;
    for (let pages = 1; pages <= MAX_PAGES; pages++) {
        const page = parsePage(await github.query(FIND, { owner, repo, number, cursor }));
        own.push(...page.nodes.filter((node) => isOwn(node, marker)).map(parseComment));
        if (!page.hasNextPage)
            return { subjectId: page.subjectId, own };
        if (page.endCursor === null || page.endCursor === cursor)
            break;
        cursor = page.endCursor;
    }
    throw new UnusableAnswer('GitHub gave pages of comments without an end');
}
async function addComment(github, subjectId, body) {
    return parseComment(at(await github.query(ADD, { subjectId, body }), 'addComment', 'commentEdge', 'node'));
}
async function updateComment(github, { id }, body) {
    return parseComment(at(await github.query(UPDATE, { id, body }), 'updateIssueComment', 'issueComment'));
}
async function deleteComment(github, { id }) {
    await github.query(DELETE, { id });
}
function parsePage(data) {
    const pullRequest = at(data, 'repository', 'pullRequest');
    const subjectId = at(pullRequest, 'id');
    const nodes = at(pullRequest, 'comments', 'nodes');
    const hasNextPage = at(pullRequest, 'comments', 'pageInfo', 'hasNextPage');
    const endCursor = at(pullRequest, 'comments', 'pageInfo', 'endCursor') ?? null;
    if (typeof subjectId !== 'string' || !Array.isArray(nodes) || typeof hasNextPage !== 'boolean')
        throw unexpected();
    if (endCursor !== null && typeof endCursor !== 'string')
        throw unexpected();
    return { subjectId, nodes, hasNextPage, endCursor };
}
function isOwn(node, marker) {
    const body = at(node, 'body');
    return at(node, 'viewerDidAuthor') === true && typeof body === 'string' && body.startsWith(marker);
}
function parseComment(node) {
    const [id, url] = [at(node, 'id'), at(node, 'url')];
    if (typeof id !== 'string' || typeof url !== 'string')
        throw unexpected();
    return { id, url };
}
function at(value, ...names) {
    return names.reduce((part, name) => part?.[name], value);
}
function unexpected() {
    return new UnusableAnswer('GitHub answered with something else than the comments of the pull request');
}

// EXTERNAL MODULE: ./src/report/context.ts
var report_context = __webpack_require__(301);
;// CONCATENATED MODULE: ./src/report/github-retry.ts



const MAX_ATTEMPTS = 6;
const FIRST_DELAY = 500;
const MAX_DELAY = 20_000;
async function retryGithub(attempt, clock, signal) {
    for (let attempts = 1;; attempts++) {
        try {
            return await attempt();
        }
        catch (error) {
            const delay = delayAfter(error) ?? FIRST_DELAY * 2 ** (attempts - 1);
            if (attempts === MAX_ATTEMPTS || delay > MAX_DELAY || !isTransient(error))
                throw error;
            signal.throwIfAborted();
            await clock.sleep(delay, signal);
        }
    }
}
const REMEDY = 'give the job the permission pull-requests: write; for a fork, GitHub gives a token that can only read';
function describeGithubError(error) {
    const { message, status } = error;
    const first = (0,shared_text/* printable */.g$)((0,shared_text/* shortened */.vI)((0,secrets/* hideSecrets */.s0)(message.replace(/^Request failed due to.*\n - /, '')), 500));
    const what = status === undefined || isBroken(error) ? first : `${status} ${first}`;
    return isAboutPermissions(error) ? `${what}; ${REMEDY}` : what;
}
function isTransient(error) {
    const { status = 0 } = error;
    if (error.cause instanceof UnusableAnswer || error instanceof UnusableAnswer || isUntrusted(error))
        return false;
    if (status >= 500 || status === 429 || status === 408)
        return true;
    if (error.errors)
        return error.errors.some(isTransientItem);
    return status === 403 && isRateLimit(error);
}
function isTransientItem({ type, message, path }) {
    if (type === undefined)
        return /something went wrong|timed? ?out|try again/i.test(message);
    if (type === 'NOT_FOUND')
        return path?.[0] === 'updateIssueComment';
    return ['RATE_LIMITED', 'RATE_LIMIT', 'SERVICE_UNAVAILABLE', 'INTERNAL'].includes(type);
}
function isRateLimit(error) {
    return (delayAfter(error) !== undefined ||
        /rate limit/i.test(error.message) ||
        header(error, 'x-ratelimit-remaining') === '0');
}
function delayAfter(error) {
    const text = header(error, 'retry-after');
    return /^\d+$/.test(text) ? Number(text) * 1000 : undefined;
}
function header({ response }, name) {
    return response?.headers?.[name] ?? '';
}
const PERMISSION_TYPES = ['FORBIDDEN', 'INSUFFICIENT_SCOPES', 'NOT_FOUND'];
function isAboutPermissions(error) {
    const { status = 0, errors } = error;
    if (errors)
        return errors.some(({ type = '' }) => PERMISSION_TYPES.includes(type));
    return status === 401 || status === 404 || (status === 403 && !isRateLimit(error));
}
function isBroken({ status, response }) {
    return status === 500 && response === undefined;
}
function isUntrusted({ cause }) {
    const code = cause?.code ?? '';
    return /CERT|SELF_SIGNED|UNABLE_TO|HOSTNAME_MISMATCH/.test(code);
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./src/report/runner-file.ts
var runner_file = __webpack_require__(8757);
;// CONCATENATED MODULE: ./src/report/pull-request.ts


async function readPullRequest() {
    const { GITHUB_EVENT_PATH: path = '', GITHUB_REPOSITORY: repository = '' } = process.env;
    (0,runner_file/* checkRegularFile */.l)('GITHUB_EVENT_PATH');
    const event = JSON.parse(await (0,promises_.readFile)(path, 'utf8'));
    const number = event?.pull_request?.number;
    if (!Number.isSafeInteger(number))
        throw new Error('the event names no pull request');
    const [owner = '', repo = ''] = repository.split('/');
    const sha = event?.pull_request?.head?.sha;
    const headSha = typeof sha === 'string' && /^[0-9a-f]{40,64}$/.test(sha) ? sha : undefined;
    return { owner, repo, number: number, headSha };
}

// EXTERNAL MODULE: ./src/report/summary.ts + 3 modules
var summary = __webpack_require__(7994);
;// CONCATENATED MODULE: ./src/report/comment.ts











const MAX_BYTES = 65_000;
const EVENTS = ['pull_request', 'pull_request_target'];
async function upsertComment(report, context, settings, cancelled, clock = shared_clock/* systemClock */.m) {
    const event = process.env['GITHUB_EVENT_NAME'];
    if (!EVENTS.includes(event)) {
        core/* info */.pq(`No comment is made on the event ${(0,shared_text/* quoted */.TL)(event ?? '')}, only on a pull_request`);
        return;
    }
    if (!settings.token)
        throw new Error('github-token is empty; leave it out to use the token of the job');
    const marker = commentMarker(context.namespace, settings);
    const signal = timeLimit(cancelled);
    try {
        const pullRequest = await readPullRequest();
        const body = renderComment(report, commentContext(context, pullRequest), marker);
        const github = await connectGithub(settings.token, signal);
        await retryGithub(() => upsert(github, pullRequest, marker, body), clock, signal).finally(github.close);
    }
    catch (error) {
        const isLate = signal.aborted;
        throw new Error(isLate ? `GitHub did not answer within ${signal.reason} s` : describeGithubError(error), {
            cause: error
        });
    }
}
function timeLimit(cancelled) {
    const limit = new AbortController();
    const endIn = (seconds) => {
        setTimeout(() => {
            limit.abort(seconds);
        }, seconds * 1000).unref();
    };
    endIn(30);
    if (cancelled.aborted)
        endIn(3);
    cancelled.addEventListener('abort', () => {
        endIn(3);
    });
    return limit.signal;
}
function renderComment(report, context, marker) {
    return `${marker}\n${(0,summary/* renderSummary */.B)(report, context, MAX_BYTES - (0,shared_text/* utf8Length */.wI)(marker))}`;
}
function commentContext(context, { headSha }) {
    const repositoryUrl = (0,report_context/* currentRepositoryUrl */.H)();
    const run = process.env['GITHUB_RUN_ID'];
    return {
        ...context,
        ...(headSha !== undefined && repositoryUrl && { commit: { sha: headSha, repositoryUrl } }),
        runUrl: repositoryUrl && run ? `${repositoryUrl}/actions/runs/${run}` : undefined
    };
}
async function upsert(github, pullRequest, marker, body) {
    const { subjectId, own } = await findComments(github, pullRequest, marker);
    const [oldest] = own;
    if (oldest) {
        log('Updated', await updateComment(github, oldest, body));
        await removeOthers(github, own);
        return;
    }
    const added = await addComment(github, subjectId, body);
    log('Made', added);
    await mergeWithOthers(github, pullRequest, marker, body, added);
}
async function mergeWithOthers(github, pullRequest, marker, body, added) {
    const { own } = await findComments(github, pullRequest, marker);
    const [oldest] = own;
    if (oldest && oldest.id !== added.id)
        await updateComment(github, oldest, body);
    await removeOthers(github, own);
}
async function removeOthers(github, [, ...others]) {
    for (const other of others)
        await deleteComment(github, other).catch(() => undefined);
    if (others.length > 0)
        core/* info */.pq(`Deleted ${(0,shared_text/* counted */.hS)(others.length, 'duplicate')} of the comment`);
}
function log(what, { url }) {
    core/* info */.pq(`${what} the comment ${(0,shared_text/* printable */.g$)((0,secrets/* hideSecrets */.s0)(url))}`);
}


/***/ })

};
