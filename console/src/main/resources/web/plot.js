// An incident drawn against time: one lane per thing it touched, a bar while it was not well, a mark per event.

import { s } from './dom.js';
import { duration } from './words.js';

const LABEL = 170;
const LANE = 24;
const TOP = 8;
const AXIS = 24;
const TICK = 62; // the width of a label
const NICE = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000,
  1_800_000, 3_600_000, 7_200_000, 21_600_000, 43_200_000, 86_400_000];

/**
 * @param {{ at: number, text: string, tone: string, lane: string, isMoment: boolean }[]} steps in order, at in ms from the beginning; a moment does not last
 * @param {number} whole how long all of it took, ms
 * @param {boolean} open whether it goes on
 * @param {number} width of the drawing, px
 */
export function plot(steps, whole, open, width) {
  const lanes = lanesOf(steps, whole);
  const label = width < 600 ? 104 : LABEL;
  const inner = Math.max(160, width - label - 16);
  const scale = scaleOf(steps, whole, TICK / inner);
  const x = (millis) => label + scale.place(millis) * inner;
  const height = TOP + lanes.length * LANE + AXIS;
  return s('svg', { viewBox: `0 0 ${width} ${height}`, width, height, role: 'img', 'aria-label': `What happened when, over ${duration(whole)}; the list below says the same` },
    scale.ticks.map((t) => [
      s('line', { class: 'grid', x1: x(t), x2: x(t), y1: TOP, y2: height - AXIS }),
      s('text', { class: 'tick', x: x(t), y: height - 8, 'text-anchor': t === 0 ? 'start' : 'middle' }, t === 0 ? '0' : `+${duration(t)}`)]),
    lanes.map((lane, i) => {
      const y = TOP + i * LANE + LANE / 2;
      return s('g', null,
        s('text', { x: 0, y: y + 4 }, clip(lane.name, label)),
        s('line', { class: 'lane', x1: label, x2: label + inner, y1: y, y2: y }),
        lane.spans.map((span) => s('rect', {
          class: `span ${span.tone}${span.open && open ? ' open' : ''}`,
          x: x(span.from), y: y - 4, width: Math.max(2, x(span.to) - x(span.from)), height: 8,
        })),
        lane.events.map((e) => s('circle', { class: `event ${e.tone}`, cx: x(e.at), cy: y, r: 5 },
          s('title', null, `+${duration(e.at)}  ${e.text}`))));
    }));
}

/** A thing is unwell from its first bad word until its next good one. */
function lanesOf(steps, whole) {
  const lanes = new Map();
  for (const step of steps) {
    const lane = lanes.get(step.lane) ?? { name: step.lane, spans: [], events: [], unwell: null };
    lanes.set(step.lane, lane);
    lane.events.push(step);
    if (step.isMoment) continue;
    const isUnwell = step.tone === 'bad' || step.tone === 'warn';
    if (lane.unwell && (!isUnwell || lane.unwell.tone !== step.tone)) {
      if (isUnwell || step.tone === 'good') {
        lane.spans.push({ from: lane.unwell.at, to: step.at, tone: lane.unwell.tone });
        lane.unwell = null;
      }
    }
    if (isUnwell && !lane.unwell) lane.unwell = step;
  }
  for (const lane of lanes.values()) {
    if (lane.unwell) lane.spans.push({ from: lane.unwell.at, to: whole, tone: lane.unwell.tone, open: true });
  }
  return [...lanes.values()];
}

/**
 * Where most happens in the first second and the rest takes minutes, a straight scale shows nothing of the first: then it is
 * the logarithm, and the axis says so by its ticks.
 */
function scaleOf(steps, whole, apart) {
  const end = Math.max(whole, 1);
  const early = steps.filter((step) => step.at < end / 20).length;
  if (early <= steps.length / 3 || end < 2000) {
    const step = NICE.find((n) => n / end > apart) ?? end;
    const ticks = [];
    for (let t = 0; t <= end; t += step) ticks.push(t);
    return { place: (t) => Math.min(1, t / end), ticks };
  }
  const soon = Math.max(10, NICE.find((n) => n >= end / 2000) ?? 1000);
  const place = (t) => Math.min(1, Math.log1p(Math.max(0, t) / soon) / Math.log1p(end / soon));
  const ticks = [0];
  for (const n of NICE) if (n >= soon && n <= end && place(n) - place(ticks.at(-1)) > apart) ticks.push(n);
  return { place, ticks };
}

function clip(text, width) {
  const most = Math.floor(width / 7.2);
  return text.length > most ? `${text.slice(0, most - 1)}…` : text;
}

/** How long after the beginning. */
export function offset(millis) {
  return millis === 0 ? '0' : `+${duration(millis)}`;
}

