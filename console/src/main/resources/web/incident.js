// Incidents: the one that goes on, all of them, and the page of one.

import { h } from './dom.js';
import { state, told } from './marks.js';
import { plot } from './plot.js';
import { story } from './story.js';
import { clock, count, duration, list, moment } from './words.js';

const MOMENTS = /\.(vip-moved|role-changed|sessions-reset|connect-failed|requested|answered)\./;
const SHOWN = { wide: [8, 14], narrow: [3, 7] }; // how many of the first and of the last steps

/** The card on the first view: the open incident, or the last one. */
export function currentIncident(brief, whole, others, now) {
  const open = brief?.state === 'open';
  return h('section', { class: 'card', 'data-key': 'incident', 'aria-labelledby': 'incident-title' },
    h('header', null, h('h2', { id: 'incident-title' }, open ? 'Incident now' : 'Last incident'),
      brief && state(open ? 'open' : 'closed'),
      others > 0 && h('span', { class: 'soft' }, `and ${others} more`),
      brief && h('a', { href: `#/incidents/${encodeURIComponent(brief.id)}` }, 'with its plot')),
    brief ? [summary(brief), h('p', { class: 'small' }, span(brief, now)), open && whole?.id === brief.id && steps(whole)]
      : h('p', { class: 'note' }, 'None so far.'));
}

function summary(brief) {
  return h('p', { class: 'summary' }, brief.summary || brief.title);
}

function span(brief, now) {
  return [
    brief.state === 'open' ? `since ${moment(brief.openedAt)}, for ${duration(now - Date.parse(brief.openedAt))}`
      : `${moment(brief.openedAt)} to ${moment(brief.closedAt)}, ${duration(brief.wholeMillis)}`,
    brief.flaps > 0 && `came back ${brief.flaps} ${brief.flaps === 1 ? 'time' : 'times'} before it was over`,
    lost(brief),
  ].filter(Boolean).join(' · ');
}

function lost(brief) {
  if (!Number.isFinite(brief.lostMillis)) return 'what clients lost is unknown';
  const failed = brief.failures > 0 && `${count(brief.failures, 'connection')} failed`;
  return brief.lostMillis === 0 ? failed || 'clients lost nothing' : [`clients lost ${duration(brief.lostMillis)}`, failed].filter(Boolean).join(', ');
}

/** Steps in order, with the time since the first where it can be told. */
function rows(incident) {
  const start = Date.parse(incident.steps[0]?.at ?? incident.openedAt);
  let last = 0;
  return incident.steps.map((step) => {
    const at = step.afterMillis ?? (Math.max(last, Date.parse(step.at) - start) || last);
    last = Math.max(last, at);
    return { at: Math.max(0, at), time: step.at, text: step.text, tone: told(step.tone ?? 'plain'), who: who(step.source), id: step.eventId, lane: lane(step), isMoment: MOMENTS.test(step.type) };
  });
}

/** How it began and the newest of it; all of it is on its own page. */
function steps(incident) {
  const all = rows(incident);
  const [first, last] = matchMedia('(max-width: 1080px)').matches ? SHOWN.narrow : SHOWN.wide;
  const left = all.length - first - last;
  return left <= 0 ? story(all, 'What happened')
    : [story(all.slice(0, first), 'How it began'), h('p', { class: 'note between' }, `${count(left, 'step')} between`), story(all.slice(-last), 'And then')];
}

export function who(source) {
  return source.split('/').slice(2).join('/');
}

/** What a step is about, as one lane of the plot. */
function lane(step) {
  const [, area, name] = /^(?:io\.vigie\.)?([a-z]+)\.([a-z-]+)/.exec(step.type) ?? [null, '', ''];
  const subject = step.subject;
  if (area === 'health') return name === 'check-changed' ? `checks of ${subject.split('/')[0]}` : name === 'node-changed' ? `node ${subject}` : name === 'frontend-changed' ? `frontend ${subject}` : `observer ${subject}`;
  if (area === 'lb') return `pool ${subject.split('/')[0]}`;
  if (area === 'vrrp') return `VIP ${subject.split('/')[0]}`;
  if (area === 'storage') return name === 'node-at-risk' ? `storage of ${subject}` : 'volumes';
  if (area === 'db') return subject;
  return area || step.type;
}

const DELAYS = [
  ['detectionMillis', 'noticed after'], ['backendOutMillis', 'backend out after'], ['vipGapMillis', 'VIP held by nobody for'], ['volumesAtRiskMillis', 'volumes at risk told after'],
  ['writableMillis', 'database writable after'], ['rebuiltMillis', 'volumes rebuilt after'], ['redundantMillis', 'database redundant after'],
];

/** The page of one incident. */
export function incidentPage(incident, width, now) {
  const all = rows(incident);
  const open = incident.state === 'open';
  const whole = incident.wholeMillis ?? Math.max(all.at(-1)?.at ?? 0, now - Date.parse(incident.openedAt) || 0);
  const facts = [
    ['began', moment(incident.openedAt)],
    [open ? 'goes on for' : 'whole again after', duration(whole)],
    ['clients', lost(incident).replace(/^clients /, '')],
    ...DELAYS.filter(([key]) => Number.isFinite(incident.delays?.[key])).map(([key, text]) => [text, duration(incident.delays[key])]),
    incident.flaps > 0 && ['came back', count(incident.flaps, 'time')],
  ].filter(Boolean);
  return h('article', { class: 'card', 'data-key': incident.id, 'aria-labelledby': 'one-title' },
    h('header', null, h('h2', { id: 'one-title' }, incident.title), state(open ? 'open' : 'closed'), h('a', { href: '#/incidents' }, 'all incidents')),
    summary(incident),
    h('dl', { class: 'facts' }, facts.map(([term, text]) => h('div', null, h('dt', null, term), h('dd', null, text)))),
    all.length > 0 && h('div', { class: 'plot', tabindex: 0, role: 'group', 'aria-label': 'Timeline' }, plot(all, whole, open, width)),
    clocks(incident.steps),
    story(all, 'What happened, step by step'),
    incident.stepsTotal > all.length && h('p', { class: 'note' }, `${incident.stepsTotal - all.length} more steps are in the log: vigie incidents ${incident.id}`));
}

/** Where two machines' clocks had to be compared, that is said. */
function clocks(steps) {
  const compared = new Map(steps.filter((step) => step.clock).map((step) => [step.source.split('/')[2], step.clock]));
  if (compared.size === 0) return null;
  return h('p', { class: 'small' }, list([...compared].map(([host, c]) => (c.offsetMillis === null ? `the clock of ${host} could not be compared`
    : `the clock of ${host} is ${Math.abs(c.offsetMillis)} ms ${c.offsetMillis < 0 ? 'behind' : 'ahead'}${c.errorMillis === null ? '' : ` (± ${c.errorMillis} ms)`}, taken out above`))));
}

/** The list of all. */
export function incidentList(briefs, next, older) {
  return h('section', { class: 'card', 'data-key': 'incidents', 'aria-labelledby': 'incidents-title' },
    h('header', null, h('h2', { id: 'incidents-title' }, 'Incidents')),
    briefs.length === 0 ? h('p', { class: 'note' }, 'None so far.') : h('ol', { class: 'rows incidents' }, briefs.map((b) =>
      h('li', { 'data-key': b.id }, h('time', { datetime: b.openedAt, class: 'soft' }, moment(b.openedAt)), state(b.state),
        h('span', { class: 'text' }, h('a', { href: `#/incidents/${encodeURIComponent(b.id)}` }, b.title), h('div', { class: 'small' }, b.summary)),
        h('span', { class: 'num', title: clock(b.closedAt) }, b.wholeMillis === null ? '' : duration(b.wholeMillis))))),
    next && h('div', { class: 'more' }, h('button', { type: 'button', onclick: older }, 'Older')));
}

