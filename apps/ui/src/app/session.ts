import type { Info, UserInfo, Version } from '@argosy/api-client';
import { createContext, useContext } from 'react';

/** What the server said about itself and about who is asking, once for the page. */
export interface Session {
  readonly info: Info;
  readonly user: UserInfo;
  readonly version: Version;
}

export const SessionContext = createContext<Session>({
  info: {},
  user: {},
  version: { version: '', buildDate: '', gitCommit: '', gitTag: '', gitTreeState: '', goVersion: '', compiler: '', platform: '' },
});

export function useSession(): Session {
  return useContext(SessionContext);
}
