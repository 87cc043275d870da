// The stream of events, newest first, with filters.

import { ask } from './api.js';
import { h } from './dom.js';
import { who } from './incident.js';
import { shape, told } from './marks.js';
import { clock, clockMillis, day } from './words.js';

const MOST = 400;
const PAGE = 80;
const AREAS = [
  ['', 'everything'], ['health', 'health'], ['lb', 'balancers'], ['vrrp', 'VIPs'], ['storage', 'volumes'], ['db', 'databases'], ['incident', 'incidents'], ['command', 'commands'],
];

/** What is known of the log: at most MOST entries, or more where the reader asked for older ones. */
export class Log {
  #entries = [];
  #ids = new Set();
  #next = null;
  #most = MOST;

  constructor(changed) {
    this.changed = changed;
    this.filter = { area: '', text: '', tone: '' };
  }

  /** Reads the newest page anew; what came over the stream meanwhile is kept. */
  async load() {
    const page = await ask('v1/events', { limit: PAGE });
    this.#add(page.events, false);
    this.#next = page.next;
    this.changed();
  }

  clear() {
    this.#entries = [];
    this.#ids.clear();
    this.#next = null;
  }

  heard(entry) {
    this.#add([entry], true);
  }

  async older() {
    if (this.#next === null) return;
    const page = await ask('v1/events', { limit: PAGE, before: this.#next });
    this.#most += page.events.length;
    this.#add(page.events, false);
    this.#next = page.next;
    this.changed();
  }

  get hasOlder() {
    return this.#next !== null;
  }

  shown() {
    const { area, text, tone } = this.filter;
    const wanted = text.trim().toLowerCase();
    return this.#entries.filter((e) => (area === '' || e.event.type.startsWith(`io.vigie.${area}.`))
      && (tone === '' || ['bad', 'warning'].includes(e.tone))
      && (wanted === '' || `${e.text} ${e.event.subject} ${e.event.source} ${e.event.type}`.toLowerCase().includes(wanted)));
  }

  /** Newest first, by their place in the console's history. */
  #add(entries, fresh) {
    for (const entry of entries) {
      if (this.#ids.has(entry.event.id)) continue;
      this.#ids.add(entry.event.id);
      this.#entries.push({ ...entry, fresh });
    }
    this.#entries.sort((a, b) => place(b) - place(a));
    for (const gone of this.#entries.splice(this.#most)) this.#ids.delete(gone.event.id);
  }
}

function place(entry) {
  return Number(entry.position.split('.').at(-1));
}

/** The card; a short one on the first view, the whole on its own. */
export function logCard(log, isFull) {
  const entries = log.shown().slice(0, isFull ? Infinity : 60);
  return h('section', { class: 'card', 'data-key': 'log', 'aria-labelledby': 'log-title' },
    h('header', null, h('h2', { id: 'log-title' }, 'Log'), h('span', { class: 'soft' }, 'newest first'), !isFull && h('a', { href: '#/events' }, 'all of it')),
    filters(log),
    entries.length === 0 ? h('p', { class: 'note' }, 'Nothing of that kind.')
      : h('div', isFull ? { 'data-key': 'all' } : { 'data-key': 'scroll', class: 'scroll', tabindex: 0, role: 'group', 'aria-label': 'Newest events' },
        h('ol', { class: isFull ? 'log full' : 'log' }, entries.map((e) => row(e, isFull)))),
    isFull && log.hasOlder && h('div', { class: 'more', 'data-key': 'older' }, h('button', { type: 'button', onclick: () => log.older().catch(() => {}) }, 'Older')));
}

function filters(log) {
  const set = (name) => (event) => {
    log.filter = { ...log.filter, [name]: event.target.value };
    log.changed();
  };
  return h('div', { class: 'filters', 'data-key': 'filters', role: 'search' },
    h('select', { 'aria-label': 'What it is about', onchange: set('area') }, AREAS.map(([value, text]) => h('option', { value, selected: log.filter.area === value }, text))),
    h('select', { 'aria-label': 'How bad', onchange: set('tone') }, h('option', { value: '' }, 'good and bad'), h('option', { value: 'bad', selected: log.filter.tone === 'bad' }, 'only what is wrong')),
    h('input', { type: 'search', value: log.filter.text, 'aria-label': 'Words in it', placeholder: 'words, a node, a pool …', oninput: set('text') }));
}

function row(entry, isFull) {
  const { event } = entry;
  const time = h('time', { datetime: event.time, title: `${event.type} ${event.id}` }, 
    isFull && `${day(event.time)} `, clock(event.time), h('span', { class: 'ms' }, clockMillis(event.time).slice(8)));
  const says = who(event.source);
  return h('li', { 'data-key': event.id, class: event.causationid ? 'caused' : '' }, time, shape(told(entry.tone)),
    isFull && h('span', { class: 'host soft' }, says.split('/')[0]),
    h('span', null, event.causationid && h('span', { class: 'soft', 'aria-hidden': 'true' }, '↳ '), entry.text, !isFull && h('span', { class: 'who' }, `  ${says.split('/')[0]}`)));
}
