export const id = 231;
export const ids = [231];
export const modules = {

/***/ 4231:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   upsertComment: () => (/* binding */ upsertComment)
/* harmony export */ });
/* unused harmony exports renderComment, commentMarker */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _actions_core__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8476);
/* harmony import */ var _shared_secrets_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3260);
/* harmony import */ var _shared_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4646);
/* harmony import */ var _summary_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(7994);





// GitHub refuses a comment of more than 65,536 characters.
const MAX_BYTES = 65_000;
const EVENTS = ['pull_request', 'pull_request_target'];
/**
 * Has one comment with the report on the pull request that the run is for: updates the step's own, or makes it. Does
 * nothing on another event. Takes at most 30 s, and 3 s from when the run is cancelled.
 *
 * @param cancelled aborted when the run is
 * @throws Error that says what GitHub, or the way there, had against it
 */
async function upsertComment(report, context, settings, cancelled) {
    const event = process.env['GITHUB_EVENT_NAME'];
    if (!EVENTS.includes(event)) {
        _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .info */ .pq(`No comment is made on the event ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .quoted */ .TL)(event ?? '')}, only on a pull_request`);
        return;
    }
    if (!settings.token)
        throw new Error('github-token is empty; leave it out to use the token of the job');
    const marker = commentMarker(context.namespace, settings.environment);
    const signal = timeLimit(cancelled);
    try {
        const pullRequest = await readPullRequest();
        const octokit = await connect(settings.token, signal);
        await upsert(octokit, pullRequest, marker, renderComment(report, { ...context, runUrl: currentRunUrl() }, marker));
    }
    catch (error) {
        const isLate = signal.aborted;
        throw new Error(isLate ? `GitHub did not answer within ${signal.reason} s` : explain(error), { cause: error });
    }
}
// The runner kills a step that it has cancelled after 10 s.
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
/** Returns the report with `marker` as its first line, at most 65,536 characters in all. */
function renderComment(report, context, marker) {
    return `${marker}\n${(0,_summary_js__WEBPACK_IMPORTED_MODULE_4__/* .renderSummary */ .B)(report, context, MAX_BYTES - (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .utf8Length */ .wI)(marker))}`;
}
/** Returns a line that GitHub doesn't show, by which a step, one of a matrix too, finds its comment again. */
function commentMarker(namespace = '', environment = '') {
    const { GITHUB_WORKFLOW: workflow = '', GITHUB_JOB: job = '', GITHUB_ACTION: step = '' } = process.env;
    const names = [workflow, job, step, namespace, environment];
    return `<!-- kv-put-action: ${names.map((name) => encodeURIComponent((0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .shortened */ .vI)((0,_shared_secrets_js__WEBPACK_IMPORTED_MODULE_2__/* .hideSecrets */ .s0)(name), 200))).join('/')} -->`;
}
function currentRunUrl() {
    const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: run } = process.env;
    return server && repository && run ? `${server}/${repository}/actions/runs/${run}` : undefined;
}
async function readPullRequest() {
    const { GITHUB_EVENT_PATH: path = '', GITHUB_REPOSITORY: repository = '' } = process.env;
    const event = JSON.parse(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8'));
    if (!event.pull_request)
        throw new Error('the event names no pull request');
    const [owner = '', repo = ''] = repository.split('/');
    return { owner, repo, issue_number: event.pull_request.number };
}
async function connect(token, signal) {
    const { getOctokit } = await __webpack_require__.e(/* import() */ 413).then(__webpack_require__.bind(__webpack_require__, 2413));
    const octokit = getOctokit(token, { userAgent: 'kv-put-action' });
    // As an option of Octokit it would take the place of what leads through a proxy.
    octokit.hook.before('request', ({ request }) => {
        request.signal = signal;
    });
    return octokit;
}
async function upsert(octokit, pullRequest, marker, body) {
    const { owner, repo } = pullRequest;
    const id = await findComment(octokit, pullRequest, marker);
    const { data } = id === undefined
        ? await octokit.rest.issues.createComment({ ...pullRequest, body })
        : await octokit.rest.issues.updateComment({ owner, repo, comment_id: id, body });
    _actions_core__WEBPACK_IMPORTED_MODULE_1__/* .info */ .pq(`${id === undefined ? 'Made' : 'Updated'} the comment ${(0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .printable */ .g$)((0,_shared_secrets_js__WEBPACK_IMPORTED_MODULE_2__/* .hideSecrets */ .s0)(data.html_url))}`);
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
/** A stranger can copy a marker, so that the report would stand under a stranger's name. */
function isTrusted(comment) {
    return comment.user?.type === 'Bot' || MEMBERS.includes(comment.author_association);
}
const REMEDY = 'give the job the permission pull-requests: write; for a fork, GitHub gives a token that can only read';
function explain(error) {
    const { message, status = 0 } = error;
    const told = (0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .printable */ .g$)((0,_shared_text_js__WEBPACK_IMPORTED_MODULE_3__/* .shortened */ .vI)((0,_shared_secrets_js__WEBPACK_IMPORTED_MODULE_2__/* .hideSecrets */ .s0)(message), 500));
    return [401, 403, 404].includes(status) ? `${status} ${told}; ${REMEDY}` : told;
}


/***/ })

};
