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

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./node_modules/@actions/core/lib/core.js + 7 modules
var core = __webpack_require__(3838);
// EXTERNAL MODULE: ./src/shared/secrets.ts
var secrets = __webpack_require__(3260);
// EXTERNAL MODULE: ./src/shared/text.ts
var shared_text = __webpack_require__(4646);
// EXTERNAL MODULE: ./node_modules/@octokit/core/dist-src/index.js + 13 modules
var dist_src = __webpack_require__(5194);
// EXTERNAL MODULE: ./node_modules/@octokit/plugin-paginate-rest/dist-bundle/index.js
var dist_bundle = __webpack_require__(3779);
// EXTERNAL MODULE: ./node_modules/@octokit/plugin-rest-endpoint-methods/dist-src/index.js + 3 modules
var plugin_rest_endpoint_methods_dist_src = __webpack_require__(9210);
// EXTERNAL MODULE: ./src/shared/http.ts
var http = __webpack_require__(6489);
;// CONCATENATED MODULE: ./src/report/github.ts




const GithubOctokit = dist_src/* Octokit */.E.plugin(plugin_rest_endpoint_methods_dist_src/* restEndpointMethods */._, dist_bundle/* paginateRest */.ud);
function connectGithub(token, signal) {
    const tls = { rejectUnauthorized: true };
    const dispatcher = new http/* EnvHttpProxyAgent */.J2({ allowH2: false, connect: tls, requestTls: tls, proxyTls: tls });
    const octokit = new GithubOctokit({
        auth: token,
        userAgent: 'kv-put-action',
        baseUrl: process.env['GITHUB_API_URL'] || 'https://api.github.com',
        request: { fetch: makeFetch(dispatcher), signal }
    });
    return { octokit, close: () => dispatcher.destroy() };
}
function makeFetch(dispatcher) {
    return async (url, { method, headers, body, signal }) => {
        const { statusCode, headers: received, body: answer } = await (0,http/* request */.Em)(url, { method, headers, body, signal }, dispatcher);
        const text = await answer.text();
        if (statusCode >= 300 && statusCode < 400)
            throw new Error(`GitHub redirected the request (HTTP ${statusCode})`);
        return new Response(text || null, { status: statusCode, headers: toHeaders(received) });
    };
}
function toHeaders(received) {
    const headers = new Headers();
    for (const [name, values] of Object.entries(received)) {
        for (const value of [values ?? []].flat())
            headers.append(name, value);
    }
    return headers;
}

// EXTERNAL MODULE: ./src/report/runner-file.ts
var runner_file = __webpack_require__(8757);
// EXTERNAL MODULE: ./src/report/summary.ts + 3 modules
var summary = __webpack_require__(7994);
;// CONCATENATED MODULE: ./src/report/comment.ts







const MAX_BYTES = 65_000;
const EVENTS = ['pull_request', 'pull_request_target'];
async function upsertComment(report, context, settings, cancelled) {
    const event = process.env['GITHUB_EVENT_NAME'];
    if (!EVENTS.includes(event)) {
        core/* info */.pq(`No comment is made on the event ${(0,shared_text/* quoted */.TL)(event ?? '')}, only on a pull_request`);
        return;
    }
    if (!settings.token)
        throw new Error('github-token is empty; leave it out to use the token of the job');
    const marker = commentMarker(context.namespace, settings.environment);
    const signal = timeLimit(cancelled);
    try {
        const pullRequest = await readPullRequest();
        const body = renderComment(report, { ...context, runUrl: currentRunUrl() }, marker);
        const { octokit, close } = connectGithub(settings.token, signal);
        await upsert(octokit, pullRequest, marker, body).finally(close);
    }
    catch (error) {
        const isLate = signal.aborted;
        throw new Error(isLate ? `GitHub did not answer within ${signal.reason} s` : explain(error), { cause: error });
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
function commentMarker(namespace = '', environment = '') {
    const { GITHUB_WORKFLOW: workflow = '', GITHUB_JOB: job = '', GITHUB_ACTION: step = '' } = process.env;
    const names = [workflow, job, step, namespace, environment];
    return `<!-- kv-put-action: ${names.map((name) => encodeURIComponent((0,shared_text/* shortened */.vI)((0,secrets/* hideSecrets */.s0)(name), 200))).join('/')} -->`;
}
function currentRunUrl() {
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = process.env;
    return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined;
}
async function readPullRequest() {
    const { GITHUB_EVENT_PATH: path = '', GITHUB_REPOSITORY: repository = '' } = process.env;
    (0,runner_file/* checkRegularFile */.l)('GITHUB_EVENT_PATH');
    const event = JSON.parse(await (0,promises_.readFile)(path, 'utf8'));
    if (!event.pull_request)
        throw new Error('the event names no pull request');
    const [owner = '', repo = ''] = repository.split('/');
    return { owner, repo, issue_number: event.pull_request.number };
}
async function upsert(octokit, pullRequest, marker, body) {
    const { owner, repo } = pullRequest;
    const id = await findComment(octokit, pullRequest, marker);
    const { data } = id === undefined
        ? await octokit.rest.issues.createComment({ ...pullRequest, body })
        : await octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body });
    core/* info */.pq(`${id === undefined ? 'Made' : 'Updated'} the comment ${(0,shared_text/* printable */.g$)((0,secrets/* hideSecrets */.s0)(data.html_url))}`);
}
async function findComment(octokit, pullRequest, marker) {
    const { listComments } = octokit.rest.issues;
    for await (const { data } of octokit.paginate.iterator(listComments, { ...pullRequest, per_page: 100 })) {
        const found = data.find((comment) => comment.body?.startsWith(marker) && isTrusted(comment));
        if (found)
            return found.id;
    }
    return undefined;
}
const MEMBERS = ['OWNER', 'MEMBER', 'COLLABORATOR'];
function isTrusted(comment) {
    return comment.user?.type === 'Bot' || MEMBERS.includes(comment.author_association);
}
const REMEDY = 'give the job the permission pull-requests: write; for a fork, GitHub gives a token that can only read';
function explain(error) {
    const { message, status = 0 } = error;
    const told = (0,shared_text/* printable */.g$)((0,shared_text/* shortened */.vI)((0,secrets/* hideSecrets */.s0)(message), 500));
    return [401, 403, 404].includes(status) ? `${status} ${told}; ${REMEDY}` : told;
}


/***/ })

};
