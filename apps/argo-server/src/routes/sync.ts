import { coreResources, type KubeObject } from '@argosy/kube';
import { isErrorWithCode } from '@argosy/std';
import type { Call, Endpoint } from '../api/endpoint.ts';
import { ApiFailure, invalid, notFound } from '../api/failure.ts';
import { textOf } from '../api/query.ts';
import { textOfBody } from '../services/parameters.ts';
import type { Parameter } from '../api/endpoint.ts';
import { textParameter } from './parameters.ts';

interface ConfigMap extends KubeObject {
  readonly data?: Readonly<Record<string, string>>;
}

const typeParameter: Parameter = { name: 'type', type: 'string', choices: ['CONFIG_MAP', 'DATABASE'] };

/** Limits of semaphores (acceptance 8-046). */
export function syncRoutes(): readonly Endpoint[] {
  const common = { acceptance: '8-046', kind: 'call', answer: 'SyncLimitResponse' } as const;
  const one = '/api/v1/sync/{namespace}/{key}';
  const query = [typeParameter, textParameter('cmName')];
  return [
    {
      ...common,
      id: 'SyncService_CreateSyncLimit',
      method: 'POST',
      path: '/api/v1/sync/{namespace}',
      body: 'CreateSyncLimitRequest',
      handle: create,
    },
    { ...common, id: 'SyncService_GetSyncLimit', method: 'GET', path: one, query, handle: read },
    { ...common, id: 'SyncService_UpdateSyncLimit', method: 'PUT', path: one, body: 'UpdateSyncLimitRequest', handle: update },
    { ...common, id: 'SyncService_DeleteSyncLimit', method: 'DELETE', path: one, query, answer: 'DeleteSyncLimitResponse', handle: remove },
  ];
}

interface Place {
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
}

function placeOf({ params, query, body }: Call): Place {
  requireConfigMap(String(body['type'] ?? textOf(query, 'type')));
  const name = textOfBody(body, 'cmName') || textOf(query, 'cmName');
  if (name === '') throw invalid('cmName is required');
  const key = params['key'] ?? textOfBody(body, 'key');
  if (key === '') throw invalid('key is required');
  return { namespace: params['namespace'] ?? '', name, key };
}

/** Enums of gRPC come by name or by number. */
function requireConfigMap(type: string): void {
  if (type === 'DATABASE' || type === '1')
    throw new ApiFailure('FAILED_PRECONDITION', 'database sync not configured: limits in a database are not supported');
  if (!['', 'CONFIG_MAP', 'CONFIGMAP', '0'].includes(type)) throw invalid(`unsupported sync config type ${type}`);
}

function limitOf({ body }: Call): number {
  const limit = Number(body['limit'] ?? 0);
  if (!Number.isInteger(limit) || limit <= 0) throw invalid('limit must be greater than zero');
  return limit;
}

function answer({ namespace, name, key }: Place, limit: number): object {
  return { type: 'CONFIG_MAP', cmName: name, namespace, key, limit };
}

async function create(call: Call): Promise<unknown> {
  const place = placeOf(call);
  const limit = limitOf(call);
  const { client } = call.caller;
  const { namespace, name, key } = place;
  const data = { [key]: String(limit) };
  try {
    const stored = await client.get<ConfigMap>(coreResources.ConfigMap, { namespace, name });
    if (stored.data?.[key] !== undefined)
      throw new ApiFailure('ALREADY_EXISTS', `cannot create sync limit with key ${key}: it exists, use update`);
    await client.patch(coreResources.ConfigMap, { namespace, name, body: { data } }, { type: 'merge' });
  } catch (error) {
    if (!isErrorWithCode(error, 'KUBE_NOTFOUND')) throw error;
    await client.create<ConfigMap>(coreResources.ConfigMap, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace }, data });
  }
  return answer(place, limit);
}

async function stored({ caller }: Call, { namespace, name, key }: Place): Promise<number> {
  const { data } = await caller.client.get<ConfigMap>(coreResources.ConfigMap, { namespace, name });
  const text = data?.[key];
  if (text === undefined) throw notFound(`key ${key} not found in configmap ${namespace}/${name}`);
  const limit = Number(text);
  if (!Number.isInteger(limit)) throw invalid(`invalid limit format for configmap ${namespace}/${name} key ${key}: "${text}"`);
  return limit;
}

async function read(call: Call): Promise<unknown> {
  const place = placeOf(call);
  return answer(place, await stored(call, place));
}

async function update(call: Call): Promise<unknown> {
  const place = placeOf(call);
  const limit = limitOf(call);
  await stored(call, place);
  const { namespace, name, key } = place;
  await call.caller.client.patch(coreResources.ConfigMap, { namespace, name, body: { data: { [key]: String(limit) } } }, { type: 'merge' });
  return answer(place, limit);
}

async function remove(call: Call): Promise<unknown> {
  const place = placeOf(call);
  await stored(call, place);
  const { namespace, name, key } = place;
  await call.caller.client.patch(coreResources.ConfigMap, { namespace, name, body: { data: { [key]: null } } }, { type: 'merge' });
  return {};
}
