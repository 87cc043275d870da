// VIP -> balancers -> nodes, with wires that show what is in use.

import { h, s, mend } from './dom.js';
import { state } from './marks.js';
import { tone } from './words.js';

/** Three tiers; wires are drawn once it is in the page, and whenever its size changes. */
export function topology(tiers) {
  return h('div', { class: 'topology', 'data-key': 'topology' },
    s('svg', { class: 'wires', 'aria-hidden': 'true', 'data-own': true }),
    tiers.map((tier) => h('div', { class: 'tier', role: 'list', 'aria-label': tier.label }, tier.boxes.map(box))));
}

function box(b) {
  return h('div', { class: `node ${tone(b.state)}`, role: 'listitem', 'data-key': b.key, 'data-box': b.key },
    h('div', { class: 'top' }, h('span', { class: 'name' }, b.name), state(b.state, b.word)),
    h('div', { class: 'body' },
      h('div', null, b.lines.map((line) => h('div', { class: 'what' }, line))),
      b.actions.map((a) => h('button', { type: 'button', class: 'small', 'data-key': a.label, 'aria-label': a.about, onclick: a.act }, a.label))));
}

/** Draws the wires between boxes that are there: { from, to, tone }. */
export function draw(root, wires) {
  const svg = root.querySelector('svg.wires');
  const frame = root.getBoundingClientRect();
  const boxes = new Map([...root.querySelectorAll('[data-box]')].map((e) => [e.dataset.box, e.getBoundingClientRect()]));
  mend(svg, wires.filter((w) => boxes.has(w.from) && boxes.has(w.to)).map((w) =>
    s('path', { class: `wire ${w.tone}`, d: path(boxes.get(w.from), boxes.get(w.to), frame) })));
}

function path(a, b, frame) {
  if (!matchMedia('(max-width: 640px)').matches) { // side by side; else one below the other
    const [x1, y1, x2, y2] = [a.right - frame.left, middle(a.top, a.bottom, frame.top), b.left - frame.left, middle(b.top, b.bottom, frame.top)];
    const bend = (x2 - x1) / 2;
    return `M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`;
  }
  const [x1, y1, x2, y2] = [middle(a.left, a.right, frame.left), a.bottom - frame.top, middle(b.left, b.right, frame.left), b.top - frame.top];
  const bend = (y2 - y1) / 2;
  return `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`;
}

function middle(a, b, from) {
  return Math.round((a + b) / 2 - from);
}
