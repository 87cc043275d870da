// A state is a colour, a shape and a word: never a colour alone.

import { h, s } from './dom.js';
import { tone } from './words.js';

const SHAPES = {
  good: () => [s('circle', { cx: 8, cy: 8, r: 5 })],
  warn: () => [s('path', { d: 'M8 1.8 15 14H1z' }), s('path', { class: 'cut', d: 'M8 6v4M8 11.9v.2' })],
  bad: () => [s('rect', { x: 2, y: 2, width: 12, height: 12, rx: 1.5 }), s('path', { class: 'cut', d: 'M5 5l6 6M11 5l-6 6' })],
  quiet: () => [s('circle', { class: 'hollow', cx: 8, cy: 8, r: 4 })],
  unknown: () => [s('path', { class: 'hollow', d: 'M8 2l6 6-6 6-6-6z' })],
  info: () => [s('path', { d: 'M4.5 2.5 11 8l-6.5 5.5z' })],
};

/** The shape of a tone of ours: good, warn, bad, quiet, unknown or info. */
export function shape(name) {
  return s('svg', { class: `mark ${name}`, viewBox: '0 0 16 16', 'aria-hidden': 'true' }, (SHAPES[name] ?? SHAPES.unknown)());
}

/** A state's shape and word. */
export function state(word, text = word) {
  const name = tone(word);
  return h('span', { class: `state ${name}` }, shape(name), h('span', null, text));
}

const TOLD = { good: 'good', warning: 'warn', bad: 'bad', strong: 'info', plain: 'info', faint: 'quiet' };

/** Our tone for one of the console's texts. */
export function told(name) {
  return TOLD[name] ?? 'unknown';
}
