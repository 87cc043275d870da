// Volumes with their rebuilds, and databases.

import { h } from './dom.js';
import { shape, state } from './marks.js';
import { clock, count, duration, list, moment, size, tone, worseFirst } from './words.js';

const SHOWN = 14;
const opened = new Set(); // which lists the reader unfolded

/** The card of all volumes: those that are not well first, the rest behind a click. */
export function volumes(picture, now) {
  const all = picture.volumes;
  const unwell = all.filter(isUnwell).sort((a, b) => urgency(b) - urgency(a) || worseFirst(a.health, b.health));
  const well = all.filter((v) => !isUnwell(v));
  const left = unwell.filter((v) => v.rebuild && isRunning(v.rebuild)).length;
  return h('section', { class: 'card', 'data-key': 'volumes', 'aria-labelledby': 'volumes-title' },
    h('header', null, h('h2', { id: 'volumes-title' }, 'Volumes'),
      h('span', { class: 'soft' }, all.length === 0 ? '' : [
        unwell.length === 0 ? `all ${picture.volumesTotal} whole` : `${unwell.length} of ${picture.volumesTotal} not whole`,
        left > 0 && `${count(left, 'rebuild')} to finish`,
      ].filter(Boolean).join(', '))),
    all.length === 0 && h('p', { class: 'note' }, 'No volume was heard of: storage-watcher is not here, or has nothing to watch.'),
    h('ul', { class: 'rows' }, unwell.slice(0, SHOWN).map((v) => volume(v, now))),
    folded('unwell', `${unwell.length - SHOWN} more that are not whole`, unwell.slice(SHOWN), now),
    folded('well', `${count(well.length, 'volume')} that ${well.length === 1 ? 'is' : 'are'} whole or detached`, well, now));
}

/** A list behind a click; not made before that, as there may be hundreds. */
function folded(key, title, list, now) {
  return list.length > 0 && h('details', { 'data-key': key, ontoggle: (event) => (event.target.open ? opened.add(key) : opened.delete(key)) },
    h('summary', null, title), opened.has(key) && h('ul', { class: 'rows' }, list.map((v) => volume(v, now))));
}

function isUnwell(v) {
  return (v.health !== 'healthy' && v.health !== 'detached') || v.atRisk.length > 0 || v.lastReplica || (v.rebuild !== null && isRunning(v.rebuild));
}

function isRunning(rebuild) {
  return !['done', 'dropped'].includes(rebuild.stage);
}

function urgency(v) {
  return (v.health === 'faulted' ? 8 : 0) + (v.health === 'stranded' ? 4 : 0) + (v.lastReplica ? 2 : 0) + (v.rebuild?.stage === 'copying' ? 1 : 0);
}

function volume(v, now) {
  const word = v.health === 'healthy' && v.atRisk.length > 0 ? 'at-risk' : v.health;
  return h('li', { class: 'volume', 'data-key': v.name },
    h('div', { class: 'what' }, v.workload ?? v.claim ?? v.name,
      h('div', { class: 'small' }, [v.workload ? v.claim ?? v.name : null, size(v.bytes), v.attachedTo && `on ${v.attachedTo}`].filter(Boolean).join(' · '))),
    state(word, word.replace('-', ' ')),
    h('span', { class: 'replicas' }, squares(v), ` ${v.replicasHealthy} of ${v.replicasWanted}`),
    h('div', { class: 'fill' }, v.lastReplica && h('span', { class: 'state bad' }, shape('bad'), h('span', null, 'last good replica')),
      v.rebuild ? rebuild(v.rebuild, now) : h('span', { class: 'small' }, v.reason)));
}

function squares(v) {
  const wanted = Math.min(v.replicasWanted, 6);
  return Array.from({ length: wanted }, (_, i) => h('i', { class: i < v.replicasHealthy ? 'full' : '', 'aria-hidden': 'true' }));
}

function rebuild(r, now) {
  const where = r.node ? ` on ${r.node}` : '';
  if (r.stage === 'done') return h('span', { class: 'state good' }, shape('good'), h('span', null, `rebuilt${where} at ${clock(r.at)}`));
  if (r.stage === 'dropped') return h('span', { class: 'small' }, 'rebuild not needed any more');
  const copies = r.stage === 'copying';
  const eta = copies && r.etaSeconds !== null ? Math.max(0, r.etaSeconds * 1000 - (now - Date.parse(r.at))) : null;
  const bar = h('span', {
    class: `fillbar ${copies ? '' : tone(r.stage) === 'bad' ? 'failed' : 'waits'}`, role: 'progressbar', 'aria-label': `Rebuild${where}`,
    'aria-valuemin': 0, 'aria-valuemax': 100, 'aria-valuenow': r.percent, 'aria-valuetext': copies ? `${r.percent} %` : r.stage,
  }, h('i', { style: copies ? { width: `${r.percent}%` } : {} }));
  const words = copies
    ? [`${r.percent} %${where}`, r.bytesPerSecond && `${size(r.bytesPerSecond)}/s`, eta !== null && `about ${duration(Math.ceil(eta / 1000) * 1000)} to go`]
    : [`rebuild ${r.stage}${where}`, r.bytesTotal > 0 && `up to ${size(r.bytesTotal)}`];
  return [bar, h('span', { class: 'small', title: r.etaBasis }, [...words, r.attempt > 1 && `try ${r.attempt}`, r.reason].filter(Boolean).join(' · '))];
}

/** The card of all databases. */
export function databases(picture) {
  return h('section', { class: 'card', 'data-key': 'databases', 'aria-labelledby': 'databases-title' },
    h('header', null, h('h2', { id: 'databases-title' }, 'Databases')),
    picture.databases.length === 0 ? h('p', { class: 'note' }, 'No database was heard of: db-watcher is not here, or has nothing to watch.')
      : h('ul', { class: 'rows' }, picture.databases.map(database)));
}

function database(d) {
  return h('li', { class: 'database', 'data-key': d.name },
    h('div', { class: 'top' }, h('h3', null, d.name), state(d.health),
      h('span', null, d.primary ? ['primary ', h('strong', null, d.primary), d.primaryNode && ` on ${d.primaryNode}`] : 'no primary'),
      h('span', { class: 'small' }, `${d.instancesReady} of ${count(d.instancesWanted, 'instance')} ready`,
        d.lost.length > 0 && `, without ${list(d.lost)}`, d.redundant ? ', no standby lags too far' : ', not redundant')),
    d.primaryAtRisk && h('div', { class: 'state bad' }, shape('bad'), h('span', null, risk(d.primaryAtRisk))),
    d.change && change(d.change),
    d.warnings.map((w) => h('div', { class: 'state warn', 'data-key': w }, shape('warn'), h('span', null, w))));
}

function risk(r) {
  return `primary ${r.primary} at risk since ${clock(r.since)}: ${count(r.standbysReady, 'standby', 'standbys')} could take over, ${
    r.lossless ? 'nothing committed would be lost' : 'loss is possible'}`;
}

const STAGES = ['started', 'target-chosen', 'writable', 'redundant'];

function change(c) {
  const at = STAGES.indexOf(c.stage);
  const took = [
    ['operator decides', c.detectionMillis],
    [c.to ? `${c.to} chosen` : 'target chosen', c.electionMillis],
    ['writable', c.promotionMillis],
    ['redundant', null],
  ];
  if (!c.running) {
    return h('p', { class: 'small' }, `last ${c.kind} ${moment(c.at)}: ${c.from}${c.to ? ` → ${c.to}` : ''}, ${at < 0 ? `${c.stage}${c.reason ? `: ${c.reason}` : ''}` : [
      c.outageMillis !== null && `not writable for ${duration(c.outageMillis)}`, c.lossless ? 'nothing committed was lost' : 'loss is possible'].filter(Boolean).join(', ')}`);
  }
  return [
    h('p', null, h('span', { class: 'state warn' }, shape('warn'), h('span', null, `${c.kind} from ${c.from}${c.to ? ` to ${c.to}` : ''}`)),
      c.outageMillis !== null && h('span', { class: 'small' }, ` not writable for ${duration(c.outageMillis)}`)),
    h('ol', { class: 'steps', 'aria-label': `How far the ${c.kind} is` }, took.map(([word, millis], i) =>
      h('li', { class: i <= at ? 'done' : '' }, shape(i <= at ? 'good' : i === at + 1 ? 'warn' : 'quiet'), word, millis !== null && ` +${duration(millis)}`,
        h('span', { class: 'sr' }, i <= at ? ' (done)' : ' (not yet)')))),
  ];
}
