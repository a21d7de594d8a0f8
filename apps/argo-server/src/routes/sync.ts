import type { Call, Endpoint, Parameter } from '../api/endpoint.ts';
import { invalid } from '../api/failure.ts';
import { textOf } from '../api/query.ts';
import { type LimitPlace, limitsInConfigMap, limitsInDatabase } from '../services/limit-places.ts';
import { textOfBody } from '../services/parameters.ts';
import type { Services } from '../services/services.ts';
import { textParameter } from './parameters.ts';

const typeParameter: Parameter = { name: 'type', type: 'string', choices: ['CONFIGMAP', 'DATABASE'] };
/** As Argo's server writes the enum: the number, and nothing for the first. Its command does not read words. */
const DATABASE = 1;

/** Limits of semaphores (acceptance 8-046). */
export function syncRoutes(services: Services): readonly Endpoint[] {
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
      handle: (call) => create(services, call),
    },
    { ...common, id: 'SyncService_GetSyncLimit', method: 'GET', path: one, query, handle: (call) => read(services, call) },
    {
      ...common,
      id: 'SyncService_UpdateSyncLimit',
      method: 'PUT',
      path: one,
      body: 'UpdateSyncLimitRequest',
      handle: (call) => update(services, call),
    },
    {
      ...common,
      id: 'SyncService_DeleteSyncLimit',
      method: 'DELETE',
      path: one,
      query,
      answer: 'DeleteSyncLimitResponse',
      handle: (call) => remove(services, call),
    },
  ];
}

interface Limit {
  readonly place: LimitPlace;
  readonly key: string;
  /** What the answer says of the place. */
  readonly description: object;
}

function limitIn(services: Services, { params, query, body, caller }: Call): Limit {
  const namespace = params['namespace'] ?? '';
  const key = params['key'] ?? textOfBody(body, 'key');
  if (key === '') throw invalid('key is required');
  const type = typeOf(String(body['type'] ?? textOf(query, 'type')));
  if (type === 'DATABASE')
    return { place: limitsInDatabase(services, caller, namespace), key, description: { type: DATABASE, namespace, key } };
  const cmName = textOfBody(body, 'cmName') || textOf(query, 'cmName');
  if (cmName === '') throw invalid('cmName is required');
  return { place: limitsInConfigMap(caller, { namespace, name: cmName }), key, description: { cmName, namespace, key } };
}

/** Enums of gRPC come by name or by number. */
function typeOf(type: string): 'CONFIGMAP' | 'DATABASE' {
  if (type === 'DATABASE' || type === '1') return 'DATABASE';
  if (['', 'CONFIGMAP', '0'].includes(type)) return 'CONFIGMAP';
  throw invalid(`unsupported sync config type ${type}`);
}

function numberOf({ body }: Call): number {
  const limit = Number(body['limit'] ?? 0);
  if (!Number.isInteger(limit) || limit <= 0) throw invalid('limit must be greater than zero');
  return limit;
}

async function create(services: Services, call: Call): Promise<unknown> {
  const { place, key, description } = limitIn(services, call);
  const limit = numberOf(call);
  await place.create(key, limit);
  return { ...description, limit };
}

async function read(services: Services, call: Call): Promise<unknown> {
  const { place, key, description } = limitIn(services, call);
  return { ...description, limit: await place.read(key) };
}

async function update(services: Services, call: Call): Promise<unknown> {
  const { place, key, description } = limitIn(services, call);
  const limit = numberOf(call);
  await place.update(key, limit);
  return { ...description, limit };
}

async function remove(services: Services, call: Call): Promise<unknown> {
  const { place, key } = limitIn(services, call);
  await place.delete(key);
  return {};
}
