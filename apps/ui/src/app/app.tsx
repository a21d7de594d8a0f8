import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { argo } from '../api/client.ts';
import { ErrorNotice, Toasts } from '../design/notices.tsx';
import { LoginDialog } from '../features/account/components/login-dialog.tsx';
import { navigate, useLocation } from './location.ts';
import { firstNamespace } from './namespaces.ts';
import { usePreferences } from './preferences.ts';
import { matchRoute, type RouteMatch, routePath } from './route-table.ts';
import { type Session, SessionContext } from './session.ts';
import { Shell } from './shell.tsx';
import { BarePage } from './bare-page.tsx';

const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 5000, retry: 1, refetchOnWindowFocus: false } } });

/** Everything: the choice between the shell, the login and the widgets. */
export function App(): ReactNode {
  const { locale } = usePreferences();
  const { path } = useLocation();
  const match = matchRoute(path);
  const bare = match && BARE.has(match.name);
  return (
    <QueryClientProvider client={queries}>
      <div key={locale} style={{ display: 'contents' }}>
        {bare ? <BarePage match={match} /> : <WithSession match={match} />}
        <Toasts />
      </div>
    </QueryClientProvider>
  );
}

/** Pages without the frame: they need no session, or live in someone else's page. */
const BARE: ReadonlySet<string> = new Set(['login', 'graphWidget', 'badgeWidget']);

function WithSession({ match }: { readonly match: RouteMatch | undefined }): ReactNode {
  const { data, error, refetch } = useQuery({ queryKey: ['session'], queryFn: readSession, staleTime: Number.POSITIVE_INFINITY });
  useLoginRedirect(error);
  useFirstPage(match, data);
  if (error && !isUnauthenticated(error)) {
    return (
      <div style={{ maxWidth: 560, margin: '15vh auto', padding: 20 }}>
        <ErrorNotice error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!data || !match) return null;
  return (
    <SessionContext value={data}>
      <Shell match={match} />
      <LoginDialog />
    </SessionContext>
  );
}

async function readSession(): Promise<Session> {
  const [user, info, version] = await Promise.all([argo.userInfo(), argo.info(), argo.version()]);
  return { user, info, version };
}

function isUnauthenticated(error: unknown): boolean {
  return (error as { status?: string } | null)?.status === 'UNAUTHENTICATED';
}

/** Who is not known is sent to the login, and comes back from there. */
function useLoginRedirect(error: unknown): void {
  const { path, search } = useLocation();
  useEffect(() => {
    if (!isUnauthenticated(error)) return;
    const back = new URLSearchParams({ redirect: search.size > 0 ? `${path}?${search.toString()}` : path });
    navigate(`${routePath('login')}?${back.toString()}`, { replace: true });
  }, [error, path, search]);
}

/** An address that names no page shows the workflows (acceptance 10-002). */
function useFirstPage(match: RouteMatch | undefined, session: Session | undefined): void {
  useEffect(() => {
    if (!match && session) navigate(routePath('workflows', { namespace: firstNamespace(session) }), { replace: true });
  }, [match, session]);
}
