import { type ReactNode, useEffect } from 'react';
import classes from './shell.module.css';

interface PageProps {
  readonly title: string;
  /** Shown in place of the title's text. */
  readonly heading?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** The frame of a page: its title, what can be done, its content. */
export function Page({ title, heading, actions, children }: PageProps): ReactNode {
  useTitle(title);
  return (
    <div className={classes.page}>
      <header className={classes.pageHead}>
        <h1>{heading ?? title}</h1>
        {actions && <div className={classes.pageActions}>{actions}</div>}
      </header>
      <div className={classes.pageBody}>{children}</div>
    </div>
  );
}

export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Argosy`;
  }, [title]);
}
