/** The pages, by the path below the base address. `:name` is one part of the path, `?` after it makes it optional. */
const PATTERNS = {
  login: '/login',
  workflows: '/workflows/:namespace?',
  workflow: '/workflows/:namespace/:name',
  templates: '/workflow-templates/:namespace?',
  template: '/workflow-templates/:namespace/:name',
  clusterTemplates: '/cluster-workflow-templates',
  clusterTemplate: '/cluster-workflow-templates/:name',
  crons: '/cron-workflows/:namespace?',
  cron: '/cron-workflows/:namespace/:name',
  eventFlow: '/event-flow/:namespace?',
  eventSources: '/event-sources/:namespace?',
  eventSource: '/event-sources/:namespace/:name',
  sensors: '/sensors/:namespace?',
  sensor: '/sensors/:namespace/:name',
  bindings: '/workflow-event-bindings/:namespace?',
  reports: '/reports/:namespace?',
  approvals: '/approvals/:namespace?',
  locks: '/locks/:namespace?',
  compare: '/compare/:namespace?',
  user: '/userinfo',
  apiDocs: '/apidocs',
  plugins: '/plugins/:namespace?',
  help: '/help',
  graphWidget: '/widgets/workflow-graphs/:namespace',
  badgeWidget: '/widgets/workflow-status-badges/:namespace',
} as const;

export type RouteName = keyof typeof PATTERNS;
export type RouteParams = Readonly<Record<string, string>>;

export interface RouteMatch {
  readonly name: RouteName;
  readonly params: RouteParams;
}

/** The page that a path names; `undefined` where there is none. */
export function matchRoute(path: string): RouteMatch | undefined {
  const parts = path.split('/').filter((part) => part !== '');
  for (const [name, pattern] of Object.entries(PATTERNS)) {
    const params = matchParts(pattern.split('/').slice(1), parts);
    if (params) return { name: name as RouteName, params };
  }
  return undefined;
}

/** The path of a page; parameters that are absent and optional are left out. */
export function routePath(name: RouteName, params: Readonly<Record<string, string | undefined>> = {}): string {
  const parts = PATTERNS[name].split('/').slice(1);
  return parts
    .map((part) => (part.startsWith(':') ? encodeURIComponent(params[part.slice(1).replace('?', '')] ?? '') : part))
    .filter((part) => part !== '')
    .map((part) => `/${part}`)
    .join('');
}

function matchParts(pattern: readonly string[], parts: readonly string[]): RouteParams | undefined {
  if (parts.length > pattern.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, word] of pattern.entries()) {
    const part = parts[index];
    if (part === undefined) {
      if (!word.endsWith('?')) return undefined;
    } else if (word.startsWith(':')) {
      params[word.slice(1).replace('?', '')] = decoded(part);
    } else if (word !== part) {
      return undefined;
    }
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
