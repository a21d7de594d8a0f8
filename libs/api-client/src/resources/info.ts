import type { Info, UserInfo, Version } from '../types.ts';
import type { CallOptions, Requests } from './resource.ts';

/** What the server tells about itself and about the caller. */
export interface InfoApi {
  info(options?: CallOptions): Promise<Info>;
  version(options?: CallOptions): Promise<Version>;
  userInfo(options?: CallOptions): Promise<UserInfo>;
  /** Notes that something was opened; the server only logs it. */
  collectEvent(name: string, options?: CallOptions): Promise<void>;
}

export function infoApi(requests: Requests): InfoApi {
  return {
    info: (options) => requests.get('api/v1/info', {}, options),
    version: (options) => requests.get('api/v1/version', {}, options),
    userInfo: (options) => requests.get('api/v1/userinfo', {}, options),
    collectEvent: async (name, options) => void (await requests.post('api/v1/tracking/event', { name }, options)),
  };
}
