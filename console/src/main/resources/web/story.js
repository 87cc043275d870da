// A story, step by step: when, what, who says so.

import { h } from './dom.js';
import { shape } from './marks.js';
import { offset } from './plot.js';
import { clockMillis } from './words.js';

/** @param {{ at: number, time: string, text: string, tone: string, who: string, id: string }[]} steps in order */
export function story(steps, label) {
  const hosts = new Set(steps.map((step) => host(step.who)));
  return h('ol', { class: 'story', 'aria-label': label }, steps.map((step) =>
    h('li', { 'data-key': step.id },
      h('span', { class: 'at', title: clockMillis(step.time) }, offset(step.at)),
      shape(step.tone),
      h('span', { title: step.who }, step.text, hosts.size > 1 && h('span', { class: 'who' }, `  ${host(step.who)}`)))));
}

/** Which machine says so; of one alone that need not be said on each line. */
function host(who) {
  return who.split('/')[0];
}
