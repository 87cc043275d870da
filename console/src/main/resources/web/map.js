// What the topology shows: where clients arrive, the balancers, the nodes, and which of them are in use.

import { openDialog } from './dialog.js';
import { h } from './dom.js';
import { shape } from './marks.js';
import { topology } from './topology.js';
import { clock, count, list, size, tone } from './words.js';

const IN_USE = new Set(['active', 'slow-start']);
const NODE_KINDS = [
  { kind: 'drain', label: 'Drain', does: 'No new connections; those that are open may finish. Holds until undrained.' },
  { kind: 'undrain', label: 'Undrain', does: 'Takes new connections again.' },
  { kind: 'maintenance', label: 'Maintenance', does: 'Out of every pool at once; its sessions are closed. Holds until it is ready again.' },
  { kind: 'ready', label: 'Ready', does: 'Back from maintenance or drain.' },
];

/** The card. */
export function map(picture) {
  return h('section', { class: 'card', 'data-key': 'map', 'aria-labelledby': 'map-title' },
    h('header', null, h('h2', { id: 'map-title' }, picture.vips.length > 0 ? 'VIP, balancers, nodes' : 'Frontends, balancers, nodes'),
      h('span', { class: 'legend', 'aria-hidden': 'true' }, h('span', { class: 'wired good' }, h('i'), 'in use'), h('span', { class: 'wired warn' }, h('i'), 'partly'), h('span', { class: 'wired bad' }, h('i'), 'out'))),
    topology([
      { label: 'Where clients arrive', boxes: [...picture.vips.map((v) => vip(v, picture)), ...frontends(picture)] },
      { label: 'Balancers', boxes: picture.balancers.map((b) => balancer(b, picture)) },
      { label: 'Nodes', boxes: picture.nodes.map((n) => node(n, picture)) },
    ]));
}

/** The wires between the boxes of the same picture. */
export function wires(picture) {
  const found = [];
  for (const b of picture.balancers) {
    const holds = picture.vips.map((v) => [v, v.holder === b.name]);
    for (const [v, isHolder] of holds) found.push({ from: `vip/${v.name}`, to: `balancer/${b.name}`, tone: isHolder ? (v.contested ? 'warn' : 'good') : 'quiet' });
    if (picture.vips.length === 0) found.push({ from: 'frontends', to: `balancer/${b.name}`, tone: b.present ? 'good' : 'bad' });
    for (const n of picture.nodes) found.push({ from: `balancer/${b.name}`, to: `node/${n.name}`, tone: use(b.name, n, picture) });
  }
  return found;
}

function use(balancer, node, picture) {
  const states = picture.pools.flatMap((p) => p.servers.filter((one) => one.name === node.name))
    .flatMap((one) => one.balancers).filter((b) => b.balancer === balancer && b.present).map((b) => b.state).filter((word) => word !== 'standby');
  if (states.length === 0) return 'unknown';
  const used = states.filter((word) => IN_USE.has(word)).length;
  return used === states.length ? 'good' : used > 0 ? 'warn' : 'bad';
}

function vip(v, picture) {
  const word = v.contested ? 'disputed' : v.holder ? 'active' : 'lost';
  const balancers = picture.balancers.map((b) => b.name);
  return {
    key: `vip/${v.name}`, name: `VIP ${v.name}`, state: word, word: v.contested ? 'contested' : v.holder ? `on ${v.holder}` : 'nobody holds it',
    lines: [v.addresses.join(', '), v.lastMove && `moved from ${v.lastMove.from ?? 'nobody'} at ${clock(v.lastMove.at)}${v.lastMove.gapMillis === null ? '' : `, gap ${v.lastMove.gapMillis} ms`}`,
      ...v.conflicts.map((c) => `${c.kind}: ${c.detail}`)].filter(Boolean),
    actions: [{
      label: 'Hand over …', about: `Hand over VIP ${v.name} …`,
      act: () => openDialog({
        target: v.name, title: `VIP ${v.name}`, isNode: false, to: balancers.filter((b) => b !== v.holder),
        kinds: [{ kind: 'handover', label: 'Hand over', does: `${v.holder ?? 'The holder'} resets its sessions through the VIP and gives it to another balancer: a gap of a fraction of a second.` }],
      }),
    }],
  };
}

const REACHED = { yes: 'good', no: 'bad', disputed: 'warn' };

function frontends(picture) {
  if (picture.frontends.length === 0) return [];
  const yes = picture.frontends.filter((f) => f.reached === 'yes').length;
  const no = picture.frontends.filter((f) => f.reached === 'no').length;
  const word = no > 0 ? 'down' : yes === picture.frontends.length ? 'up' : 'unknown';
  return [{
    key: 'frontends', name: count(picture.frontends.length, 'frontend'), state: word, word: no > 0 ? `${no} not reached` : yes === picture.frontends.length ? 'reached' : 'not probed',
    lines: picture.frontends.map((f) => h('span', { class: 'line', 'data-key': f.name }, shape(REACHED[f.reached] ?? 'unknown'), h('span', null, `${f.name} `, h('span', { class: 'mono' }, f.listen.join(' '))),
      h('span', { class: 'sr' }, f.reached === 'yes' ? ' reached' : f.reached === 'no' ? ' not reached' : ' unknown'))),
    actions: [],
  }];
}

function balancer(b, picture) {
  const silent = b.services.filter((one) => !one.present).map((one) => one.service);
  const roles = picture.vips.flatMap((v) => v.routers.filter((r) => r.balancer === b.name).map((r) =>
    `${v.name}: ${r.role}${r.priority === null ? '' : `, priority ${r.priority}`}${r.unwell.length ? ` (${r.unwell.join(', ')})` : ''}`));
  const word = !b.present ? 'down' : b.observer.state === 'impaired' ? 'impaired' : silent.length > 0 ? 'degraded' : 'up';
  return {
    key: `balancer/${b.name}`, name: b.name, state: word, word: { down: 'silent', impaired: 'doubts itself', degraded: 'partly silent', up: 'up' }[word],
    lines: [[b.address, b.host && `host ${b.host}`].filter(Boolean).join(' · '), ...roles, b.observer.state === 'impaired' && b.observer.reason,
      b.present && silent.length > 0 && `not heard: ${list(silent)}`].filter(Boolean),
    actions: [],
  };
}

function node(n, picture) {
  const failing = [...new Set(n.observers.filter((o) => o.counts).flatMap((o) => o.failing))];
  const primaries = picture.databases.filter((d) => d.primaryNode === n.name).map((d) => d.name);
  const wish = n.wish && { drain: 'draining', maintenance: 'in maintenance', weight: `weight ${n.wish.weight}` }[n.wish.kind];
  const quiet = tone(n.state) === 'good';
  return {
    key: `node/${n.name}`, name: n.name, state: wish && quiet ? n.wish.kind === 'weight' ? n.state : n.wish.kind === 'drain' ? 'draining' : 'maintenance' : n.state,
    word: wish && quiet ? wish : n.state,
    lines: [
      [n.address, n.host && `host ${n.host}`].filter(Boolean).join(' · '),
      !quiet && n.since && `since ${clock(n.since)}${failing.length ? `: ${list(failing)} ${failing.length === 1 ? 'fails' : 'fail'}` : ''}`,
      n.wish && `${wish}, asked by ${n.wish.by}${n.wish.why ? `: ${n.wish.why}` : ''}`,
      primaries.length > 0 && `primary of ${list(primaries)}`,
      n.atRisk && `${count(n.atRisk.volumes, 'volume')} at risk, up to ${size(n.atRisk.bytes)} to copy`,
    ].filter(Boolean),
    actions: [{ label: 'Act …', about: `Drain or maintain ${n.name} …`, act: () => openDialog({ target: n.name, title: `Node ${n.name}`, isNode: true, kinds: NODE_KINDS }) }],
  };
}
