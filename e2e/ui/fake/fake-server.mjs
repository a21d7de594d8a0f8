// A server with the paths of argo-server and the data it is given, for tests of the interface that need odd data or faults.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };

/** Starts it on a free port. `ui` is the folder of the built interface, `workflows` what it begins with, `faults` may answer in its place. */
export async function startFakeServer({
  ui,
  workflows = [],
  templates = [],
  crons = [],
  logs = {},
  base = '/',
  port = 0,
  faults = () => undefined,
}) {
  const state = { byKey: new Map(), watchers: new Set(), templates, crons, logs, version: 1, sequence: 0, requests: [] };
  for (const workflow of workflows) put(state, workflow);
  const server = http.createServer((request, response) => {
    const url = new URL(request.url, 'http://fake');
    state.requests.push(`${request.method} ${url.pathname}${url.search}`);
    if (!url.pathname.startsWith(base)) return void response.writeHead(302, { location: base }).end();
    const to = url.pathname.slice(base.length - 1);
    const fault = faults(request.method, to, url);
    if (fault) return void answer(response, fault.status, fault.body ?? { code: fault.code ?? 2, message: fault.message ?? 'fault' });
    readBody(request).then((body) => route(state, { request, response, url, to, body, ui, base }));
  });
  await new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    state,
    put: (workflow) => put(state, workflow),
    remove: (workflow) => remove(state, workflow),
    dropStreams: () => [...state.watchers].forEach(({ response }) => response.destroy()),
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}

function route(state, context) {
  const { request, to } = context;
  const parts = to.split('/').slice(1).map(decodeURIComponent);
  if (parts[0] !== 'api') return serveFile(context, to);
  const handler = HANDLERS[`${request.method} ${parts[2]}`];
  if (!handler) return answer(context.response, 501, { code: 12, message: `Method Not Allowed: ${to}` });
  return handler(state, context, parts.slice(3));
}

const HANDLERS = {
  'GET info': (_, { response }) => answer(response, 200, { modals: {}, columns: [], links: [] }),
  'GET userinfo': (_, { response }) =>
    answer(response, 200, {
      subject: 'system:serviceaccount:argo:admin',
      issuer: 'argo-server',
      groups: ['admins'],
      serviceAccountName: 'admin',
      serviceAccountNamespace: 'default',
    }),
  'GET version': (_, { response }) =>
    answer(response, 200, {
      version: 'v0.1.0',
      gitCommit: 'fake',
      buildDate: '',
      gitTag: '',
      gitTreeState: '',
      goVersion: '',
      compiler: '',
      platform: '',
    }),
  'POST tracking': (_, { response }) => answer(response, 200, {}),
  'GET workflows': (state, context, [namespace, name, verb]) =>
    verb === 'log'
      ? streamLog(state, context, name)
      : name
        ? getWorkflow(state, context, namespace, name)
        : listWorkflows(state, context, namespace),
  'POST workflows': (state, context, [namespace, verb]) => create(state, context, namespace, verb),
  'PUT workflows': (state, context, [namespace, name, verb]) => change(state, context, { namespace, name, verb }),
  'DELETE workflows': (state, { response }, [namespace, name]) => {
    const workflow = state.byKey.get(`${namespace}/${name}`);
    if (workflow) remove(state, workflow);
    answer(response, workflow ? 200 : 404, workflow ? {} : { code: 5, message: `workflows.argoproj.io "${name}" not found` });
  },
  'GET workflow-events': (state, context, [namespace]) => watch(state, context, namespace),
  'GET stream': (_, { response, to }) =>
    to.includes('/events/') ? openStream(response) : answer(response, 404, { code: 5, message: 'not found' }),
  'GET workflow-templates': (state, context, [namespace, name]) =>
    listOrGet(context, state.templates, name ?? (namespace ? undefined : undefined)),
  'GET cluster-workflow-templates': (state, context, [name]) =>
    listOrGet(
      context,
      state.templates.filter(({ kind }) => kind === 'ClusterWorkflowTemplate'),
      name,
    ),
  'GET cron-workflows': (state, context, [, name]) => listOrGet(context, state.crons, name),
  'GET event-sources': (_, { response }) => answer(response, 404, { code: 5, message: 'the server could not find the requested resource' }),
  'GET workflow-event-bindings': (_, { response }) => answer(response, 200, { metadata: {}, items: [] }),
  'GET archived-workflows': (_, { response }) => answer(response, 200, { metadata: {}, items: [] }),
};

function listOrGet({ response }, objects, name) {
  if (name === undefined) return answer(response, 200, { metadata: {}, items: objects });
  const found = objects.find(({ metadata }) => metadata.name === name);
  return found ? answer(response, 200, found) : answer(response, 404, { code: 5, message: `"${name}" not found` });
}

function listWorkflows(state, { response, url }, namespace) {
  const limit = Number(url.searchParams.get('listOptions.limit') ?? 0) || Number.POSITIVE_INFINITY;
  const offset = Number(url.searchParams.get('listOptions.continue') ?? 0);
  const wanted = selected(url.searchParams.get('listOptions.labelSelector') ?? '');
  const name = /metadata\.name=(.*)/.exec(url.searchParams.get('listOptions.fieldSelector') ?? '')?.[1] ?? '';
  const all = [...state.byKey.values()]
    .filter(
      (workflow) =>
        (namespace === '' || workflow.metadata.namespace === namespace) && wanted(workflow) && workflow.metadata.name.includes(name),
    )
    .sort((left, right) => right.metadata.creationTimestamp.localeCompare(left.metadata.creationTimestamp));
  const page = all.slice(offset, offset + limit);
  const rest = all.length - offset - page.length;
  const more = rest > 0 ? { continue: String(offset + page.length), remainingItemCount: String(rest) } : { remainingItemCount: '0' };
  answer(response, 200, { metadata: { resourceVersion: String(state.version), ...more }, items: page.map(rowOf) });
}

function selected(selector) {
  const phases = /workflows\.argoproj\.io\/phase in \(([^)]*)\)/.exec(selector)?.[1]?.split(',');
  const labels = selector
    .replace(/,?[\w./-]+ in \([^)]*\)/, '')
    .split(',')
    .filter(Boolean)
    .map((term) => term.split('='));
  return ({ metadata, status }) =>
    (!phases || phases.includes(status?.phase)) && labels.every(([key, value]) => metadata.labels?.[key] === value);
}

function rowOf({ metadata, spec, status }) {
  const { nodes: _, storedTemplates: __, ...rest } = status ?? {};
  return { metadata, spec: { suspend: spec.suspend, arguments: spec.arguments, shutdown: spec.shutdown }, status: rest };
}

function getWorkflow(state, { response }, namespace, name) {
  const workflow = state.byKey.get(`${namespace}/${name}`);
  answer(response, workflow ? 200 : 404, workflow ?? { code: 5, message: `workflows.argoproj.io "${name}" not found` });
}

function create(state, { response, body }, namespace, verb) {
  const source = body.workflow ?? {
    metadata: { generateName: `${body.resourceName}-` },
    spec: { workflowTemplateRef: { name: body.resourceName } },
  };
  if (verb === 'lint') return answer(response, 200, source);
  state.sequence++;
  const name = source.metadata.name ?? `${source.metadata.generateName ?? 'wf-'}n${state.sequence}`;
  const made = {
    ...source,
    metadata: { ...source.metadata, name, namespace, uid: `uid-${name}`, creationTimestamp: new Date().toISOString() },
    status: { phase: 'Running', startedAt: new Date().toISOString(), nodes: {} },
  };
  put(state, made);
  answer(response, 200, made);
}

const CHANGES = {
  suspend: (workflow) => ({ ...workflow, spec: { ...workflow.spec, suspend: true } }),
  resume: (workflow) => ({ ...workflow, spec: { ...workflow.spec, suspend: false } }),
  stop: (workflow) => ({
    ...workflow,
    spec: { ...workflow.spec, shutdown: 'Stop' },
    status: { ...workflow.status, phase: 'Failed', finishedAt: new Date().toISOString() },
  }),
  terminate: (workflow) => ({
    ...workflow,
    spec: { ...workflow.spec, shutdown: 'Terminate' },
    status: { ...workflow.status, phase: 'Failed', finishedAt: new Date().toISOString() },
  }),
  retry: (workflow) => ({ ...workflow, status: { ...workflow.status, phase: 'Running', finishedAt: undefined } }),
  set: (workflow) => workflow,
};

function change(state, context, { namespace, name, verb }) {
  const workflow = state.byKey.get(`${namespace}/${name}`);
  if (!workflow) return answer(context.response, 404, { code: 5, message: `workflows.argoproj.io "${name}" not found` });
  if (verb === 'resubmit')
    return create(state, { ...context, body: { workflow: { metadata: { generateName: `${name}-` }, spec: workflow.spec } } }, namespace);
  const changed = CHANGES[verb](workflow);
  put(state, changed);
  return answer(context.response, 200, changed);
}

function put(state, workflow) {
  const key = `${workflow.metadata.namespace}/${workflow.metadata.name}`;
  const type = state.byKey.has(key) ? 'MODIFIED' : 'ADDED';
  state.version++;
  const stored = { ...workflow, metadata: { ...workflow.metadata, resourceVersion: String(state.version) } };
  state.byKey.set(key, stored);
  tell(state, type, stored);
}

function remove(state, workflow) {
  state.byKey.delete(`${workflow.metadata.namespace}/${workflow.metadata.name}`);
  tell(state, 'DELETED', workflow);
}

function tell(state, type, object) {
  for (const watcher of state.watchers) tellOne(state, watcher, { type, object });
}

function tellOne(state, { response, fits, whole }, { type, object }) {
  if (fits(object))
    response.write(`id: ${state.version}\ndata: ${JSON.stringify({ result: { type, object: whole ? object : rowOf(object) } })}\n\n`);
}

function watch(state, { response, url }, namespace) {
  openStream(response);
  const name = /metadata\.name=(.*)/.exec(url.searchParams.get('listOptions.fieldSelector') ?? '')?.[1];
  const wanted = selected(url.searchParams.get('listOptions.labelSelector') ?? '');
  const fits = (workflow) =>
    (namespace === '' || workflow.metadata.namespace === namespace) && (!name || workflow.metadata.name === name) && wanted(workflow);
  const watcher = { response, fits, whole: name !== undefined };
  state.watchers.add(watcher);
  // Who does not say from where on is told what there is.
  if (!url.searchParams.has('listOptions.resourceVersion'))
    for (const workflow of state.byKey.values()) tellOne(state, watcher, { type: 'ADDED', object: workflow });
  response.on('close', () => state.watchers.delete(watcher));
}

function streamLog(state, { response, url }, name) {
  openStream(response);
  const pod = url.searchParams.get('podName') ?? '';
  const lines = state.logs[pod] ?? state.logs[name] ?? [];
  for (const content of lines) response.write(`data: ${JSON.stringify({ result: { content, podName: pod } })}\n\n`);
  response.end();
}

function openStream(response) {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  response.write(':\n\n');
}

function serveFile({ response, ui, base }, to) {
  const file = path.join(ui, path.normalize(to));
  const exists = to !== '/' && file.startsWith(ui) && fs.existsSync(file) && fs.statSync(file).isFile();
  const csp = { 'content-security-policy': "default-src 'self' 'unsafe-inline'; img-src 'self' data:" };
  if (exists)
    return void response
      .writeHead(200, {
        'content-type': TYPES[path.extname(file)] ?? 'application/octet-stream',
        'cache-control': 'max-age=31536000, immutable',
      })
      .end(fs.readFileSync(file));
  const page = fs.readFileSync(path.join(ui, 'index.html'), 'utf8').replace('<base href="/"', `<base href="${base}"`);
  return void response.writeHead(200, { 'content-type': 'text/html', ...csp }).end(page);
}

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

async function readBody(request) {
  let text = '';
  for await (const part of request) text += part;
  return text === '' ? {} : JSON.parse(text);
}
