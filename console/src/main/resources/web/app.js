// The page: follows the stream, keeps the picture, and draws the view that is wanted.

import { ask } from './api.js';
import { availability } from './availability.js';
import { h, mend } from './dom.js';
import { currentIncident, incidentList, incidentPage } from './incident.js';
import { Log, logCard } from './log.js';
import { map, wires } from './map.js';
import { shape } from './marks.js';
import { pools } from './pools.js';
import { databases, volumes } from './storage.js';
import { follow } from './stream.js';
import { startTheme } from './theme.js';
import { draw } from './topology.js';
import { drawTraffic, redrawTraffic, Traffic } from './traffic.js';
import { clock, count, duration, percent } from './words.js';

const DRAW_MILLIS = 80;
const READ_AGAIN_MILLIS = 400;
const SAMPLE_MILLIS = 5000;
const ANSWERS = { up: 'good', degraded: 'warn', down: 'bad', unknown: 'unknown' };
const REASONS = 6;
const MARKS = { good: 'good', warning: 'warn', bad: 'bad' };

const byId = (id) => document.getElementById(id);
const view = byId('view');
const traffic = new Traffic();
const log = new Log(() => redraw());
let picture = null;
let skewMillis = 0; // what the console's clock is ahead of ours
let incidents = { list: [], next: null };
let incident = null; // the one that is shown in full
let staleSince = null;
let drawing = 0;

const now = () => Date.now() + skewMillis;

function redraw() {
  if (drawing === 0) drawing = setTimeout(drawNow, DRAW_MILLIS);
}

function drawNow() {
  drawing = 0;
  const [name, id] = route();
  for (const link of document.querySelectorAll('[data-view]')) {
    if (link.dataset.view === name) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  headline();
  if (picture === null && name === 'now') return;
  if (name === 'incidents' && id) mend(view, incident?.id === id ? incidentPage(incident, plotWidth(), now()) : h('p', { class: 'note' }, missing ?? 'Looking …'));
  else if (name === 'incidents') mend(view, incidentList(incidents.list, incidents.next, olderIncidents));
  else if (name === 'events') mend(view, logCard(log, true));
  else {
    mend(view, columns());
    drawWires();
  }
  drawTraffic(traffic.series);
}

/** Two columns, or one in the order of what matters: then the order is the same for the eye and for the keyboard. */
function columns() {
  const open = shownBrief()?.state === 'open';
  const incidentNow = currentIncident(shownBrief(), incident, Math.max(0, picture.incidents.open.length - 1), now());
  const [place, pool, volume, database] = [map(picture), pools(picture), volumes(picture, now()), databases(picture)];
  const [ledger, newest] = [availability(picture.availability), logCard(log, false)];
  const isNarrow = matchMedia('(max-width: 1080px)').matches;
  return h('div', { class: 'now', 'data-key': isNarrow ? 'narrow' : 'wide' }, isNarrow
    ? h('div', { 'data-key': 'all' }, open && incidentNow, place, pool, volume, database, ledger, !open && incidentNow, newest)
    : [h('div', { 'data-key': 'left' }, place, pool, volume, database, ledger), h('div', { 'data-key': 'right' }, incidentNow, newest)]);
}

function drawWires() {
  const root = view.querySelector('.topology');
  if (root && picture) draw(root, wires(picture));
}

function plotWidth() {
  return Math.max(320, view.clientWidth - (innerWidth <= 640 ? 26 : 34));
}

function headline() {
  const place = byId('headline');
  const tone = ANSWERS[picture?.answer.up] ?? 'unknown';
  const text = picture?.answer.text ?? 'Looking …';
  place.dataset.tone = tone;
  if (byId('headline-text').textContent !== text) {
    byId('headline-text').textContent = text;
    document.title = picture ? `${text} – Vigie ${picture.cluster}` : 'Vigie';
  }
  mend(byId('headline-mark'), shape(tone));
  if (!picture) return;
  byId('cluster').textContent = picture.cluster;
  const { whole } = picture.availability;
  const yes = picture.frontends.filter((f) => f.reached === 'yes').length;
  mend(byId('headline-more'), [
    picture.frontends.length > 0 && `${yes} of ${count(picture.frontends.length, 'frontend')} reached`,
    `available ${percent(whole.days30.fraction)} of 30 days${whole.days30.unknownSeconds >= 1 ? `, unknown for ${duration(whole.days30.unknownSeconds * 1000)}` : ''}`,
    picture.incidents.open.length > 0 ? `${count(picture.incidents.open.length, 'incident')} open` : 'no incident',
    !picture.kafka.folded && 'still reading the log',
    picture.kafka.staleSince && `no news from Kafka since ${clock(picture.kafka.staleSince)}${picture.kafka.reason ? ` (${picture.kafka.reason})` : ''}`,
  ].filter(Boolean).map((words) => h('span', null, words)));
  const reasons = route()[0] === 'now' ? picture.answer.reasons : [];
  mend(byId('headline-reasons'), reasons.slice(0, REASONS).map((r) => h('li', { 'data-key': `${r.subject} ${r.text}` }, shape(MARKS[r.tone] ?? 'unknown'), h('span', null, r.text))),
    reasons.length > REASONS && h('li', { 'data-key': 'more' }, `and ${reasons.length - REASONS} more`));
  linkState();
}

function linkState() {
  const link = byId('link');
  link.dataset.link = staleSince ? 'stale' : picture ? 'live' : 'connecting';
  byId('link-text').textContent = staleSince ? `stale since ${clock(staleSince)}` : picture ? 'live' : 'connecting';
}

// Views

function route() {
  const [, name = '', id = ''] = location.hash.split('/');
  return name === 'incidents' || name === 'events' ? [name, decode(id)] : ['now', ''];
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

let missing = null;

function shownBrief() {
  const { current, open } = picture.incidents;
  return open.find((one) => one.id === current) ?? open[0] ?? lastClosed();
}

/** The one that ended last, whichever began last. */
function lastClosed() {
  return incidents.list.reduce((last, one) => (last && !(Date.parse(one.closedAt) > Date.parse(last.closedAt)) ? last : one), null);
}

/** The incident whose steps the view needs. */
function wantedIncident() {
  const [name, id] = route();
  if (name === 'incidents') return id || null;
  return name === 'now' && picture ? shownBrief()?.id ?? null : null;
}

/** Reads one thing again soon, at most one request at a time, and once more if it was wanted meanwhile. */
function again(read) {
  let isBusy = false;
  let isWanted = false;
  return async function run() {
    isWanted = true;
    if (isBusy) return;
    isBusy = true;
    while (isWanted) {
      isWanted = false;
      await read().catch(() => {}); // the next event or connection asks again
      await new Promise((done) => setTimeout(done, READ_AGAIN_MILLIS));
    }
    isBusy = false;
  };
}

const readIncident = again(async () => {
  const id = wantedIncident();
  if (id === null) return;
  try {
    incident = await ask(`v1/incidents/${encodeURIComponent(id)}`);
    missing = null;
  } catch (problem) {
    missing = problem.message;
    redraw();
    throw problem;
  }
  redraw();
});

const readIncidents = again(async () => {
  const page = await ask('v1/incidents', { limit: 50 });
  incidents = { list: page.incidents, next: page.next };
  redraw();
  if (incident?.id !== wantedIncident()) readIncident();
});

async function olderIncidents() {
  const page = await ask('v1/incidents', { limit: 50, before: incidents.next });
  const known = new Set(incidents.list.map((one) => one.id));
  incidents = { list: [...incidents.list, ...page.incidents.filter((one) => !known.has(one.id))], next: page.next };
  redraw();
}

// What is heard

const HEARD = {
  state(change) {
    const isFirst = picture === null;
    picture = { ...picture, ...change };
    if (isFirst) sample();
    skewMillis = Date.parse(change.at) > now() ? Date.parse(change.at) - Date.now() : skewMillis;
    if (change.incidents) readIncident();
  },
  event(entry) {
    log.heard(entry);
    if (entry.event.correlationid && incident?.state === 'open') readIncident();
  },
  incident(brief) {
    const at = incidents.list.findIndex((one) => one.id === brief.id);
    incidents.list = at < 0 ? [brief, ...incidents.list] : incidents.list.with(at, brief);
    readIncident();
  },
  reset() {
    log.clear();
    log.load().catch(() => {});
    readIncidents();
  },
  ping(ping) {
    skewMillis = Date.parse(ping.at) - Date.now();
  },
};

function sample() {
  if (picture && !staleSince) traffic.sample(picture.frontends, now());
}

function listen() {
  let isFirst = true;
  follow('v1/stream', {
    event(name, data) {
      HEARD[name]?.(JSON.parse(data));
      redraw();
    },
    up() {
      staleSince = null;
      if (isFirst) log.load().catch(() => {});
      isFirst = false;
      readIncidents();
      linkState();
    },
    down(since) {
      staleSince = since;
      linkState();
    },
  });
}

// Start

startTheme(byId('theme'), () => {
  redrawTraffic();
  redraw();
});
byId('skip').onclick = (event) => {
  event.preventDefault();
  byId('main').focus();
};
addEventListener('hashchange', () => {
  readIncident();
  drawNow();
  byId('main').focus({ preventScroll: true });
  scrollTo(0, 0);
});
new ResizeObserver(() => redraw()).observe(view);
setInterval(redraw, 1000); // durations and times to go
setInterval(sample, SAMPLE_MILLIS);
listen();
