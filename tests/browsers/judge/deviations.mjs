// Differences that a newer version of a browser brings, and that are known.
//
// The list fails in both directions: a difference without an entry, and an
// entry for which nothing differs any more.

import { readFileSync } from 'node:fs';

const FILE = new URL('../deviations.json', import.meta.url);
const KEYS = ['browser', 'versions', 'field', 'cases', 'reason'];

export function readDeviations(text = readFileSync(FILE, 'utf8')) {
  const entries = JSON.parse(text);
  for (const entry of entries) {
    const odd = Object.keys(entry).find((key) => !KEYS.includes(key)) ?? KEYS.find((key) => entry[key] === undefined);
    if (odd !== undefined) throw new Error(`deviations.json: the key ${odd} is missing or unknown in ${JSON.stringify(entry)}`);
  }
  return entries;
}

/** The entries that say something about this browser. */
export function entriesFor(entries, browser, version) {
  return entries.filter((entry) => entry.browser === browser && inRange(version, entry.versions));
}

/** Whether an entry speaks of this difference. */
export function explains(entry, kase, difference) {
  return covers(entry, kase) && matches(entry.field, difference.field);
}

/** Whether an entry speaks of this case: `id` and `group` are patterns with `*`, `mentions` is text in the case. */
export function covers({ cases }, kase) {
  return (cases.id === undefined || matches(cases.id, kase.id))
    && (cases.group === undefined || matches(cases.group, kase.group ?? ''))
    && (cases.mentions === undefined || JSON.stringify(kase).includes(cases.mentions));
}

/** `>=157 <160`, all parts of which must hold; `*` is every version. */
export function inRange(version, range) {
  return range.split(' ').every((part) => {
    if (part === '*') return true;
    const [, operator, bound] = /^(>=|<|=)([\d.]+)$/.exec(part) ?? [];
    if (!operator) throw new Error(`deviations.json: the version range ${part} is not understood`);
    const order = compareVersions(version, bound);
    return operator === '>=' ? order >= 0 : operator === '<' ? order < 0 : order === 0;
  });
}

function compareVersions(version, bound) {
  const [left, right] = [version, bound].map((text) => text.split('.').map((part) => parseInt(part, 10) || 0));
  for (const [index, part] of right.entries()) {
    if ((left[index] ?? 0) !== part) return (left[index] ?? 0) - part;
  }
  return 0;
}

function matches(pattern, text) {
  const source = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.*');
  return new RegExp(`^${source}$`, 's').test(text);
}
