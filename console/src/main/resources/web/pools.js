// Pools, their servers and what goes through them.

import { h } from './dom.js';
import { state } from './marks.js';
import { chart } from './traffic.js';
import { clock, number, tone, worst } from './words.js';

const IN_USE = new Set(['active', 'slow-start']);

/** The card of all pools. */
export function pools(picture) {
  const out = picture.pools.filter((p) => p.state !== 'healthy').length;
  return h('section', { class: 'card', 'data-key': 'pools', 'aria-labelledby': 'pools-title' },
    h('header', null, h('h2', { id: 'pools-title' }, 'Pools'),
      h('span', { class: 'soft' }, out === 0 ? `all ${picture.pools.length} well` : `${out} of ${picture.pools.length} not well`),
      h('span', { class: 'legend', 'aria-hidden': 'true' }, h('span', null, h('i'), 'connections/s'), h('span', { class: 'failed' }, h('i'), 'failed/s'))),
    picture.pools.length === 0 ? h('p', { class: 'note' }, 'No pool is configured, or none was heard of yet.')
      : h('div', { class: 'pools' }, picture.pools.map((p) => pool(p, picture))));
}

function pool(p, picture) {
  const frontends = picture.frontends.filter((f) => f.pool === p.name);
  const usable = p.balancers.length ? Math.min(...p.balancers.map((b) => b.usable)) : 0;
  return h('div', { class: 'pool', 'data-key': p.name },
    h('header', null, h('h3', null, p.name), state(p.state, p.state.replace('-', ' ')),
      h('span', { class: 'small' }, frontends.map((f) => `${f.listen.join(' ')}`).join(', '))),
    h('table', null,
      h('thead', null, h('tr', null, h('th', { scope: 'col' }, p.balancers.length ? [`${usable} of ${p.servers.length}`, h('span', { class: 'sr' }, ' servers in use')] : 'Server'), h('th', { scope: 'col' }, 'State'),
        h('th', { scope: 'col', class: 'num' }, 'Sessions'), h('th', { scope: 'col', class: 'num' }, 'Conn/s'))),
      h('tbody', null, p.servers.map(server))),
    frontends.length > 0 && chart(frontends[0].name));
}

function server(one) {
  const told = one.balancers.filter((b) => b.present);
  const states = (told.length ? told : one.balancers).map((b) => b.state);
  const word = worst(states);
  const say = told.length === 0 ? 'unknown' : word;
  const differ = new Set(states).size > 1;
  const of = one.balancers.find((b) => b.state === word);
  const why = differ ? one.balancers.map((b) => `${b.balancer}: ${b.state}`).join(', ')
    : of && !IN_USE.has(word) && of.cause ? of.cause : '';
  return h('tr', { 'data-key': one.name },
    h('td', null, one.name),
    h('td', null, state(say, say === 'unknown' ? 'unknown' : word.replace('-', ' ')),
      h('span', { class: 'why' }, why && ` ${why}`, of && ['bad', 'warn'].includes(tone(word)) && ` since ${clock(of.since)}`)),
    h('td', { class: 'num' }, one.traffic ? number(one.traffic.sessions) : ''),
    h('td', { class: 'num' }, one.traffic ? one.traffic.attemptsPerSecond.toFixed(1) : ''));
}

