// Numbers, times and states, for people.

const MIB = 2 ** 20;
const GIB = 2 ** 30;

export function count(n, noun, plural = `${noun}s`) {
  return `${n} ${n === 1 ? noun : plural}`;
}

export function list(names) {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

/** 12:03:04, in the reader's time zone. */
export function clock(time) {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? '' : at.toLocaleTimeString('en-GB');
}

/** 12:03:04.123 */
export function clockMillis(time) {
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? '' : `${clock(at)}.${String(at.getMilliseconds()).padStart(3, '0')}`;
}

/** 27 Nov, 12:03:04; the day only where it is not today. */
export function moment(time) {
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return '';
  return at.toDateString() === new Date().toDateString() ? clock(at) : `${day(at)}, ${clock(at)}`;
}

export function day(time) {
  return new Date(time).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}

/** Two units at most: nobody knows it better. */
export function duration(millis) {
  if (!Number.isFinite(millis)) return '';
  const ms = Math.max(0, Math.round(millis));
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${(ms / 1000).toFixed(ms < 10_000 ? 1 : 0)} s`;
  const seconds = Math.floor(ms / 1000);
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return two(minutes, 'min', seconds % 60, 's');
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? two(hours, 'h', minutes % 60, 'min') : two(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function two(a, unit, b, small) {
  return b === 0 ? `${a} ${unit}` : `${a} ${unit} ${b} ${small}`;
}

export function size(bytes) {
  if (bytes === null || bytes === undefined) return '';
  if (bytes >= GIB) return `${(bytes / GIB).toFixed(bytes >= 100 * GIB ? 0 : 1)} GiB`;
  return bytes >= MIB ? `${(bytes / MIB).toFixed(1)} MiB` : bytes >= 1024 ? `${(bytes / 1024).toFixed(1)} KiB` : `${bytes} B`;
}

export function number(n) {
  return n === null || n === undefined ? '' : Math.round(n).toLocaleString('en-GB');
}

/** Rounded down, so that 100 % is said of nothing less. Takes 0 to 1. */
export function percent(share) {
  if (share === null || share === undefined) return '–';
  if (share >= 1) return '100 %';
  const digits = share > 0.999 ? 3 : share > 0.9 ? 2 : 1;
  const scale = 10 ** digits;
  return `${Math.floor(share * 100 * scale + 1e-6) / scale} %`;
}

const TONES = {
  good: 'up healthy active ready clear whole reached yes done done redundant writable closed present slow-start backup',
  warn: 'degraded flapping draining suppressed warning disputed impaired stranded detached-at-risk expected queued copying leaving ejected '
    + 'rebuilding at-risk started target-chosen not-ready maintenance failing-open',
  bad: 'down refusing faulted failed unplaceable refused no unreached lost silent-down open',
  quiet: 'standby detached hibernated deleted dropped abandoned initialize',
};
const TONE = new Map(Object.entries(TONES).flatMap(([tone, words]) => words.split(' ').map((word) => [word, tone])));

/** good, warn, bad, quiet or unknown. */
export function tone(word) {
  return TONE.get(word) ?? 'unknown';
}

const RANK = { bad: 4, warn: 3, unknown: 2, quiet: 1, good: 0 };

/** The worse of the states comes first. */
export function worseFirst(a, b) {
  return RANK[tone(b)] - RANK[tone(a)];
}

export function worst(states) {
  return [...states].sort(worseFirst)[0] ?? 'unknown';
}
