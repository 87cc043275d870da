// How much of the last 30 days clients got through, day by day. What nobody saw is hatched, never green.

import { h } from './dom.js';
import { day, duration, percent } from './words.js';

const HALF_HOUR_SECONDS = 1800;
const DAYS = 30;

/** The card: the whole, then each frontend. */
export function availability(ledger) {
  const lines = [{ name: 'everything', standing: ledger.whole }, ...ledger.frontends];
  const first = ledger.whole.strip[0];
  return h('section', { class: 'card', 'data-key': 'availability', 'aria-labelledby': 'availability-title' },
    h('header', null, h('h2', { id: 'availability-title' }, 'Availability, 30 days'),
      h('span', { class: 'soft' }, `aim ${percent(ledger.target)}, ${budget(ledger.whole.budget)}`),
      legend(ledger.since)),
    h('div', { class: 'strips' }, lines.map(line),
      h('div', { class: 'axis', 'data-key': 'axis', 'aria-hidden': 'true' }, h('span', null, first ? day(first.from) : ''), h('span', null, 'today'))));
}

function legend(since) {
  return h('span', { class: 'legend' }, since && `watched since ${day(since)}`, ['good', 'warn', 'bad'].map((tone, i) =>
    h('span', { class: `box ${tone}` }, h('i'), ['reached', 'lost minutes', 'lost half an hour'][i])), h('span', { class: 'box hatched' }, h('i'), 'unknown'));
}

function line({ name, standing }) {
  const missing = Math.max(0, DAYS - standing.strip.length);
  return [
    h('span', { 'data-key': `${name}/name` }, name),
    h('ol', { class: 'strip', 'data-key': `${name}/strip`, 'aria-label': `Availability of ${name}, day by day` },
      missing > 0 && h('li', { class: 'unknown', style: { flex: missing }, title: 'unknown, before anybody looked' }, h('span', { class: 'sr' }, 'before: unknown')),
      standing.strip.map((bucket) => {
        const words = `${day(bucket.from)}: ${say(bucket)}`;
        return h('li', { class: kind(bucket), 'data-key': bucket.from, title: words }, h('span', { class: 'sr' }, words));
      })),
    h('span', { class: 'figure', 'data-key': `${name}/figure` }, h('strong', null, percent(standing.days30.fraction)), h('small', null, `today ${percent(standing.day.fraction)}`)),
  ];
}

function kind(bucket) {
  if (bucket.fraction === null) return 'unknown';
  if (bucket.lostSeconds === 0) return bucket.unknownSeconds > bucket.seconds / 2 ? 'partly' : 'good';
  return bucket.lostSeconds < HALF_HOUR_SECONDS ? 'warn' : 'bad';
}

function say(bucket) {
  if (bucket.fraction === null) return 'unknown, nobody looked';
  return [
    percent(bucket.fraction),
    bucket.lostSeconds > 0 && `${duration(bucket.lostSeconds * 1000)} lost`,
    bucket.unknownSeconds >= 1 && `unknown for ${duration(bucket.unknownSeconds * 1000)}`,
    bucket.imported && 'before Vigie',
  ].filter(Boolean).join(', ');
}

function budget(b) {
  return b.leftSeconds >= 0 ? `${duration(b.leftSeconds * 1000)} of ${duration(b.allowedSeconds * 1000)} left to lose`
    : `overspent by ${duration(-b.leftSeconds * 1000)}`;
}
