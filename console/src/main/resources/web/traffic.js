// What goes through a frontend: connections a second, and those that failed. Drawn by uPlot.

import uPlot from './webjars/uplot/dist/uPlot.esm.js';
import { h } from './dom.js';
import { colour } from './theme.js';

const charts = new Map();
const SHOWN_SECONDS = 600;
const MOST = 130; // a sample every 5 s

/** What was heard of each frontend's traffic since the page was opened. */
export class Traffic {
  series = new Map();

  /** @param {{ name: string, traffic: ?object }[]} frontends as told now */
  sample(frontends, now) {
    for (const { name, traffic } of frontends) {
      const one = this.series.get(name) ?? { time: [], attempts: [], failures: [] };
      this.series.set(name, one);
      one.time.push(now / 1000);
      one.attempts.push(traffic ? traffic.attemptsPerSecond : null);
      one.failures.push(traffic ? traffic.failuresPerSecond : null);
      for (const values of Object.values(one)) if (values.length > MOST) values.shift();
    }
  }
}

/** The place of a frontend's chart; it draws itself once shown. */
export function chart(name) {
  return h('div', { class: 'chart', 'data-key': `chart/${name}`, 'data-own': true, 'data-chart': name, 'aria-hidden': 'true' });
}

/**
 * Draws what is in the page and forgets what is not.
 *
 * @param {Map<string, { time: number[], attempts: number[], failures: number[] }>} traffic by frontend; times in s
 */
export function drawTraffic(traffic) {
  const seen = new Set();
  for (const place of document.querySelectorAll('[data-chart]')) {
    const data = traffic.get(place.dataset.chart);
    if (!data || place.clientWidth === 0) continue;
    seen.add(place);
    const rows = [data.time, data.attempts, data.failures];
    const known = charts.get(place);
    if (known) {
      if (known.width !== place.clientWidth) known.setSize({ width: place.clientWidth, height: place.clientHeight });
      known.setData(rows);
    } else {
      charts.set(place, new uPlot(options(place.clientWidth, place.clientHeight), rows, place));
    }
  }
  for (const [place, known] of charts) {
    if (!seen.has(place)) {
      known.destroy();
      charts.delete(place);
    }
  }
}

/** After the colours changed. */
export function redrawTraffic() {
  for (const known of charts.values()) known.redraw();
}

function options(width, height) {
  const soft = () => colour('--soft');
  const grid = { stroke: () => colour('--rule'), width: 1 };
  const font = `11px ${colour('--sans')}`;
  return {
    width,
    height,
    cursor: { show: false },
    legend: { show: false },
    padding: [6, 2, 0, 0],
    scales: { x: { time: true, range: (_u, _min, max) => [max - SHOWN_SECONDS, max] }, y: { range: (_u, _min, max) => [0, Math.max(4, Math.ceil(max * 1.1))] } },
    axes: [
      { stroke: soft, grid: { show: false }, ticks: { show: false }, font, size: 16, gap: 1, space: 90, values: (_u, at) => at.map((t) => new Date(t * 1000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })) },
      { stroke: soft, grid, ticks: { show: false }, font, size: 30, gap: 3, space: 22, values: (_u, at) => at.map((v) => (Number.isInteger(v) ? v : '')) },
    ],
    series: [
      {},
      { stroke: () => colour('--sea'), width: 1.5, points: { show: false } },
      { stroke: () => colour('--bad'), width: 2, dash: [2, 3], points: { show: false } },
    ],
  };
}
