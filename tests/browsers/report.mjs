// The report of a run: a table for the terminal, JSON and Markdown for later.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const HEAD = ['browser', 'version', 'cases', 'differences', 'explained', 'unexplained', 'seconds'];

/** The table at the end of a run, as lines of text. */
export function table(verdicts) {
  const rows = verdicts.map((verdict) => [verdict.browser, verdict.version, verdict.cases, verdict.differences.length, verdict.explained, verdict.unexplained, verdict.seconds.toFixed(1)].map(String));
  const widths = HEAD.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column].length)));
  const line = (row) => row.map((cell, column) => (column < 2 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]))).join('  ').trimEnd();
  return [line(HEAD), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

/** Passed and failed: a stale entry of the deviation list fails as a case does. */
export function totals(verdicts) {
  const failed = verdicts.reduce((sum, verdict) => sum + verdict.unexplained + verdict.stale.length, 0);
  const passed = verdicts.reduce((sum, verdict) => sum + verdict.cases - verdict.unexplained, 0);
  return { passed, failed };
}

/** Writes `report.json` and `report.md` into a folder, or both beside a file that ends in `.json`. */
export function writeReport(place, run, verdicts) {
  const json = place.endsWith('.json') ? place : join(place, 'report.json');
  const markdown = json.replace(/\.json$/, '.md');
  mkdirSync(dirname(json), { recursive: true });
  const plain = verdicts.map(({ results: _, ...verdict }) => verdict);
  writeFileSync(json, `${JSON.stringify({ ...run, ...totals(verdicts), verdicts: plain }, null, 2)}\n`);
  writeFileSync(markdown, markdownOf(run, verdicts));
  return { json, markdown };
}

/** What is said of sequences for which the core was asked again and gave another prediction. */
export function unplannedText(ids) {
  return `Waited so long that another outcome than the planned one was right: ${ids.join(', ')}.`;
}

/** What is said of sequences that passed with any of several predictions. */
export function undecidedText(ids) {
  return `The machine stood still so long that more than one outcome was right: ${ids.join(', ')}.`;
}

function markdownOf(run, verdicts) {
  const { passed, failed } = totals(verdicts);
  const lines = ['# Running browsers against the prediction', '', `${run.source}. Predicted by ${run.predicted_by}. ${passed} passed, ${failed} failed.`, '', row(HEAD), row(HEAD.map(() => '---'))];
  for (const verdict of verdicts) lines.push(row([verdict.browser, verdict.version, verdict.cases, verdict.differences.length, verdict.explained, verdict.unexplained, verdict.seconds.toFixed(1)]));
  for (const { browser, packages } of run.missing) lines.push('', `**${browser} was not run**: it is not installed (${packages.join(', ')}).`);
  lines.push('', '## Cases by group', '', row(['group', 'cases']), row(['---', '---']), ...Object.entries(run.groups).map(row));
  for (const verdict of verdicts) lines.push(...details(verdict));
  return `${lines.join('\n')}\n`;
}

function details(verdict) {
  const lines = ['', `## ${verdict.browser} ${verdict.version}`, ''];
  if (verdict.differences.length === 0) lines.push('No difference.');
  for (const { id, note, error, differences } of verdict.differences) {
    lines.push(`- **${id}** ${code(note ?? '')}${error ? ` ${code(error)}` : ''}`);
    for (const { field, step, predicted, seen, explained } of differences) {
      lines.push(`  - step ${step + 1}, ${field}: predicted ${code(JSON.stringify(predicted))}, seen ${code(JSON.stringify(seen))}${explained ? ` (known: ${explained})` : ''}`);
    }
  }
  if (verdict.unplanned.length > 0) lines.push('', unplannedText(verdict.unplanned));
  if (verdict.undecided.length > 0) lines.push('', undecidedText(verdict.undecided));
  if (verdict.stale.length > 0) lines.push('', 'Entries of deviations.json that explain nothing any more:', '', ...verdict.stale.map((entry) => `- ${code(JSON.stringify(entry))}`));
  return lines;
}

function row(cells) {
  return `| ${cells.join(' | ')} |`;
}

function code(text) {
  return `\`${text.replaceAll('`', "'")}\``;
}
