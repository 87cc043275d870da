// The console's HTTP interface (openapi.yaml), as far as the page needs it.

const TOKEN = 'vigie.token';

export function knowsToken() {
  return sessionStorage.getItem(TOKEN) !== null;
}

export function rememberToken(token) {
  sessionStorage.setItem(TOKEN, token.trim());
}

export function forgetToken() {
  sessionStorage.removeItem(TOKEN);
}

/** A refusal, with the server's words. */
export class Problem extends Error {
  constructor(status, body) {
    super([body?.error ?? `the console answers ${status}`, body?.hint].filter(Boolean).join('; '));
    this.status = status;
    this.body = body;
  }
}

/** Reads JSON; throws a Problem, or an Error where nobody answers. */
export async function ask(path, query = {}) {
  const wanted = Object.entries(query).filter(([, value]) => value !== null && value !== undefined && value !== '');
  return read(await fetch(wanted.length ? `${path}?${new URLSearchParams(wanted)}` : path, { headers: { accept: 'application/json' } }));
}

/** Has something done; gives a CommandResult. */
export async function command(body) {
  return read(await fetch('v1/commands', {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', authorization: `Bearer ${sessionStorage.getItem(TOKEN) ?? ''}` },
    body: JSON.stringify(body),
  }));
}

async function read(answer) {
  const body = await answer.json().catch(() => null);
  if (!answer.ok) throw new Problem(answer.status, body);
  if (body === null) throw new Error('the console answers something that is no JSON');
  return body;
}
