import { defineCommand } from '../../command.ts';
import { CliFailure } from '../../failure.ts';

export const command = defineCommand<undefined>({
  usage: '',
  about: 'Prints what goes into the Authorization header of a request to an Argo server.',
  examples: [{ about: 'Call the API by hand', command: 'curl -H "Authorization: $(argo auth token)" https://localhost:2746/api/v1/info' }],
  flags: [],
  parse: () => undefined,
  run: async (context) => {
    const cluster = await context.connect();
    const token = await cluster.token();
    if (!token)
      throw new CliFailure('the current kubeconfig has no token', {
        hint: 'it uses a client certificate or no credentials; `kubectl create token SERVICEACCOUNT` makes a token',
      });
    // ARGO_TOKEN may hold the whole header value already.
    context.io.out(/^\S+ /.test(token) ? `${token}\n` : `Bearer ${token}\n`);
    return 0;
  },
});
