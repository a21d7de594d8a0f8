import { buildInfo } from '@argosy/program';
import process from 'node:process';
import type { Call, Endpoint } from '../api/endpoint.ts';
import { textOfBody } from '../services/parameters.ts';
import type { Services } from '../services/services.ts';

/** What the server tells about itself and the caller (acceptance 8-044, 8-045). */
export function infoRoutes(services: Services): readonly Endpoint[] {
  const common = { acceptance: '8-044', kind: 'call', method: 'GET' } as const;
  return [
    { ...common, id: 'InfoService_GetInfo', path: '/api/v1/info', answer: 'InfoResponse', handle: async () => info(services) },
    { ...common, id: 'InfoService_GetVersion', path: '/api/v1/version', answer: 'Version', handle: async () => version() },
    {
      ...common,
      id: 'InfoService_GetUserInfo',
      path: '/api/v1/userinfo',
      answer: 'GetUserInfoResponse',
      handle: async (call) => userInfo(call),
    },
    {
      id: 'InfoService_CollectEvent',
      acceptance: '8-045',
      kind: 'call',
      method: 'POST',
      path: '/api/v1/tracking/event',
      body: 'CollectEventRequest',
      answer: 'CollectEventResponse',
      handle: async ({ body }) => {
        services.logger.info('tracking UI usage', { name: textOfBody(body, 'name') });
        return {};
      },
    },
  ];
}

function info({ settings, managedNamespace }: Services): object {
  const { links, columns, navColor, modals } = settings();
  return { managedNamespace, links, columns, navColor, modals: { feedback: false, firstTimeUser: false, newVersion: false, ...modals } };
}

function version(): object {
  const { version: text, buildDate, gitCommit, gitTreeState } = buildInfo();
  return {
    version: text,
    buildDate,
    gitCommit,
    gitTag: text,
    gitTreeState,
    goVersion: `node ${process.version}`,
    compiler: 'esbuild',
    platform: `${process.platform}/${process.arch}`,
  };
}

function userInfo({ caller }: Call): object {
  const { issuer, subject, groups, name, email, emailVerified } = caller.claims ?? {};
  const { name: serviceAccountName, namespace: serviceAccountNamespace } = caller.serviceAccount ?? {};
  const known = { issuer, subject, groups, name, email, emailVerified, serviceAccountName, serviceAccountNamespace };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => isSaid(value)));
}

/** Go leaves out what is empty. */
function isSaid(value: string | boolean | readonly string[] | undefined): boolean {
  return value !== undefined && value !== '' && value !== false && (typeof value !== 'object' || value.length > 0);
}
