const COOKIE = 'authorization';

/** Keeps a token where the server looks for it: the cookie that Argo's own interface uses. */
export function logIn(token: string): void {
  setCookie(withScheme(token.trim()));
}

export function logOut(): void {
  setCookie('', 'max-age=0');
}

/** A bare token is a bearer token. */
export function withScheme(token: string): string {
  return /^\S+ \S/.test(token) ? token : `Bearer ${token}`;
}

function setCookie(value: string, more = ''): void {
  const { pathname, protocol } = new URL(document.baseURI);
  const secure = protocol === 'https:' ? 'Secure' : '';
  document.cookie = [`${COOKIE}=${value}`, `path=${pathname}`, 'SameSite=Strict', secure, more].filter((part) => part !== '').join('; ');
}
