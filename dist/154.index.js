export const id = 154;
export const ids = [154];
export const modules = {

/***/ 8154:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  upsertComment: () => (/* binding */ upsertComment)
});

// UNUSED EXPORTS: commentMarker, renderComment

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 8 modules
var core = __webpack_require__(5975);
// EXTERNAL MODULE: ./src/shared/clock.ts
var shared_clock = __webpack_require__(6103);
// EXTERNAL MODULE: ./src/shared/secrets.ts
var secrets = __webpack_require__(3260);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: ./src/shared/http.ts
var http = __webpack_require__(6489);
;// CONCATENATED MODULE: ./src/report/github.ts


class GithubError extends Error {
    name = 'GithubError';
    isFinal;
    constructor(message, isFinal, options) {
        super(message, options);
        this.isFinal = isFinal;
    }
}
async function connectGithub(token, signal) {
    const { getOctokit } = await Promise.all(/* import() */[__webpack_require__.e(413), __webpack_require__.e(278)]).then(__webpack_require__.bind(__webpack_require__, 2413));
    const baseUrl = process.env['GITHUB_API_URL'] || 'https://api.github.com';
    const dispatcher = (0,http/* makeAgent */.Qt)(baseUrl);
    const { graphql } = getOctokit(token, {
        baseUrl,
        userAgent: 'kv-put-action',
        request: { fetch: fetchThrough(dispatcher), signal }
    });
    const query = async (text, variables) => {
        try {
            const data = await graphql(text, { ...variables });
            if (data)
                return data;
        }
        catch (error) {
            throw explain(error, baseUrl);
        }
        throw withoutGraphql(baseUrl);
    };
    return { query, close: () => dispatcher.destroy() };
}
function fetchThrough(dispatcher) {
    return async (url, { method, headers, body, signal }) => {
        const { statusCode: status, headers: received, body: content } = await (0,http/* request */.Em)(url, { method, headers, body, signal }, dispatcher);
        const type = String(received['content-type'] ?? '');
        return new Response((await content.text()) || null, { status, headers: { 'content-type': type } });
    };
}
const DENIED = ['FORBIDDEN', 'INSUFFICIENT_SCOPES', 'NOT_FOUND'];
const PERMISSION = 'give the job the permission pull-requests: write; for a fork, GitHub gives a token that can only read';
function explain(error, baseUrl) {
    const { status, response, errors, cause } = error;
    const message = (0,shared_text/* printable */.g$)((0,shared_text/* shortened */.vI)(errors?.[0]?.message ?? error.message, 500));
    if (errors)
        return failure(message, DENIED.includes(errors[0]?.type), error);
    const certificate = (0,http/* certificateProblem */.VP)(cause?.code ?? '');
    if (certificate !== undefined)
        return new GithubError(`${baseUrl}: ${certificate}`, true, { cause });
    if (status === undefined || response === undefined)
        return cause instanceof Error ? cause : error;
    const told = `HTTP ${status} ${message}`;
    if (status >= 500 || status === 429 || /rate limit/i.test(message))
        return failure(told, false, error);
    if (status === 401 || status === 403)
        return failure(told, true, error);
    return withoutGraphql(baseUrl, error);
}
function withoutGraphql(baseUrl, cause) {
    return new GithubError(`${baseUrl} has no GraphQL API, which comment needs`, true, { cause });
}
function failure(told, isDenied, cause) {
    return new GithubError(isDenied ? `${told}; ${PERMISSION}` : told, isDenied, { cause });
}

// EXTERNAL MODULE: ./src/report/summary.ts + 3 modules
var summary = __webpack_require__(4048);
;// CONCATENATED MODULE: ./src/report/comment.ts








const MAX_BYTES = 60_000;
const EVENTS = ['pull_request', 'pull_request_target'];
const MAX_ATTEMPTS = 3;
const MILLISECONDS_BETWEEN_ATTEMPTS = 1000;
const MAX_MILLISECONDS = 30_000;
async function upsertComment(report, context, settings, cancelled, clock = shared_clock/* systemClock */.m) {
    const event = process.env['GITHUB_EVENT_NAME'];
    if (!EVENTS.includes(event)) {
        core.info(`No comment is made on the event ${(0,shared_text/* quoted */.TL)(event ?? '')}, only on a pull_request`);
        return;
    }
    if (cancelled.aborted)
        return;
    if (!settings.token)
        throw new Error('github-token is empty; leave it out to use the token of the job');
    const marker = commentMarker(context.namespace, settings);
    const pullRequest = await readPullRequest();
    const body = renderComment(report, commentContext(context, pullRequest), marker);
    const { success, planned } = report;
    const isWanted = !success || !planned || planned.toWrite + planned.toDelete > 0;
    const signal = AbortSignal.any([cancelled, AbortSignal.timeout(MAX_MILLISECONDS)]);
    const github = await connectGithub(settings.token, signal);
    try {
        await retry(() => upsert(github, pullRequest, marker, body, isWanted), clock, signal);
    }
    catch (error) {
        throw new Error((0,secrets/* hideSecrets */.s0)(describeError(error, cancelled, signal)), { cause: error });
    }
    finally {
        await github.close();
    }
}
function describeError({ message }, cancelled, signal) {
    if (cancelled.aborted)
        return 'the run was cancelled';
    return signal.aborted ? 'GitHub did not answer within 30 s' : message;
}
function commentMarker(namespace = '', { environment, keyPrefix, source }) {
    const { GITHUB_WORKFLOW: workflow, GITHUB_JOB: job, GITHUB_ACTION: step } = process.env;
    const names = [workflow, job, step, namespace, environment, keyPrefix, source];
    return `<!-- kv-put-action ${(0,external_node_crypto_.hash)('sha256', JSON.stringify(names)).slice(0, 32)} -->`;
}
function renderComment(report, context, marker) {
    return `${marker}\n${(0,summary/* renderSummary */.Br)(report, context, MAX_BYTES - (0,shared_text/* utf8Length */.wI)(marker))}`;
}
async function readPullRequest() {
    const { GITHUB_EVENT_PATH: path = '', GITHUB_REPOSITORY: repository = '' } = process.env;
    const event = JSON.parse(await (0,promises_.readFile)(path, 'utf8'));
    if (!event.pull_request)
        throw new Error('the event names no pull request');
    const [owner = '', repo = ''] = repository.split('/');
    return { owner, repo, number: event.pull_request.number, headSha: event.pull_request.head?.sha };
}
function commentContext(context, { headSha }) {
    const url = (0,summary/* repositoryUrl */.Ek)();
    const run = process.env['GITHUB_RUN_ID'];
    return {
        ...context,
        commit: (0,summary/* commitOf */.D3)(headSha) ?? context.commit,
        runUrl: url && run ? `${url}/actions/runs/${run}` : undefined
    };
}
async function retry(attempt, clock, signal) {
    for (let attempts = 1;; attempts++) {
        try {
            await attempt();
            return;
        }
        catch (error) {
            const isFinal = error instanceof GithubError && error.isFinal;
            if (isFinal || attempts === MAX_ATTEMPTS || signal.aborted)
                throw error;
            await clock.sleep(attempts * MILLISECONDS_BETWEEN_ATTEMPTS, signal);
        }
    }
}
async function upsert(github, pullRequest, marker, body, isWanted) {
    const { subjectId, oldest } = await findComment(github, pullRequest, marker);
    if (oldest) {
        await github.query(UPDATE, { id: oldest.id, body });
        core.info(`Updated the comment ${(0,shared_text/* printable */.g$)((0,secrets/* hideSecrets */.s0)(oldest.url))}`);
    }
    else if (isWanted) {
        const { addComment } = await github.query(ADD, { subjectId, body });
        core.info(`Made the comment ${(0,shared_text/* printable */.g$)((0,secrets/* hideSecrets */.s0)(addComment.commentEdge.node.url))}`);
    }
    else
        core.info('No comment is made: the plan changes nothing');
}
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
  updateIssueComment(input: { id: $id, body: $body }) { issueComment { id } }
}`;
async function findComment(github, { owner, repo, number }, marker) {
    let cursor = null;
    for (;;) {
        const found = await github.query(FIND, { owner, repo, number, cursor });
        const { id: subjectId, comments } = found.repository.pullRequest;
        const oldest = comments.nodes.find(({ body, viewerDidAuthor }) => viewerDidAuthor && body.startsWith(marker));
        if (oldest || !comments.pageInfo.hasNextPage)
            return { subjectId, oldest };
        cursor = comments.pageInfo.endCursor;
    }
}


/***/ })

};
