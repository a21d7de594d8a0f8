import { CliFailure } from '../../failure.ts';
import type { Archive } from '../backend.ts';

/** Without a server there is no archive: every call says so, and how to name a server. */
export const noArchive: Archive = {
  list: missing,
  get: missing,
  remove: missing,
  resubmit: missing,
  retry: missing,
  labelKeys: missing,
  labelValues: missing,
};

function missing(): Promise<never> {
  return Promise.reject(
    new CliFailure('the workflow archive is reached through an Argo server, and none is named', {
      hint: 'set ARGO_SERVER=host:2746 or give --argo-server; `argo list --completed` shows the finished workflows that the cluster still holds',
    }),
  );
}
