// The live stream: server-sent events over fetch, so that we choose when to try again and from where to go on,
// and notice a connection that is open but silent.

const SILENT_MILLIS = 12_000; // a ping comes every 5 s
const FIRST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 15_000;
const LONGEST_EVENT_CHARS = 4 * 2 ** 20;

/**
 * Follows a stream until the page ends.
 *
 * @param {string} url
 * @param {{ event: (name: string, data: string, id: string) => void, up: () => void, down: (since: Date) => void }} heard
 * @param {string} lastId where to go on, from the first connection on
 */
export function follow(url, heard, lastId = '') {
  let wait = FIRST_WAIT_MILLIS;
  let lastHeard = new Date();
  let isDown = false;

  const down = () => {
    if (!isDown) heard.down(lastHeard);
    isDown = true;
  };

  async function connect() {
    const abort = new AbortController();
    let watchdog = 0;
    const alive = () => {
      lastHeard = new Date();
      clearTimeout(watchdog);
      watchdog = setTimeout(() => abort.abort(), SILENT_MILLIS);
    };
    try {
      alive();
      const headers = { accept: 'text/event-stream' };
      if (lastId) headers['last-event-id'] = lastId;
      const answer = await fetch(url, { headers, signal: abort.signal, cache: 'no-store' });
      if (!answer.ok || !answer.body) throw new Error(`HTTP ${answer.status}`);
      isDown = false;
      heard.up();
      const parse = parser((name, data, id) => {
        if (id) lastId = id;
        wait = FIRST_WAIT_MILLIS;
        heard.event(name, data, id);
      });
      const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) break;
        alive();
        parse(value);
      }
    } catch {
      // Refused, cut off or silent: all the same, we try again.
    } finally {
      clearTimeout(watchdog);
      abort.abort();
    }
    down();
    setTimeout(connect, wait * (0.75 + Math.random() / 2));
    wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
  }
  connect();
}

/** Takes a stream's text in pieces and gives its events (HTML Living Standard, 9.2.6). */
export function parser(event) {
  let rest = '';
  let name = '';
  let data = [];
  let id = '';
  const line = (text) => {
    if (text === '') {
      if (data.length > 0) event(name || 'message', data.join('\n'), id);
      name = '';
      data = [];
      return;
    }
    const colon = text.indexOf(':');
    const field = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data.push(value);
    else if (field === 'event') name = value;
    else if (field === 'id') id = value;
  };
  return (chunk) => {
    const lines = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    if (rest.length > LONGEST_EVENT_CHARS) throw new Error('an event without end');
    lines.forEach(line);
  };
}
