// All cases of a run: the same seed and count give the same cases.

import { consoleTexts } from './console.mjs';
import * as messages from './messages.mjs';
import { mixtures } from './mixtures.mjs';
import { Random } from './random.mjs';
import { chains, oddRedirects, redirects, redirectsFromPage } from './redirects.mjs';
import { disturbances, maxAges, pairs, walks } from './sequences.mjs';

export const DEFAULT_SEED = 20261121;
export const DEFAULT_COUNT = 1000;

/** Each group draws from its own stream, so that one more value in a list moves no other group. */
const GROUPS = [
  messages.methods, messages.requestHeaders, messages.contentTypes, messages.allowOriginOnAnswers, messages.allowOriginOnPreflights, messages.allowCredentialsEverywhere,
  messages.allowMethodsLists, messages.allowHeadersLists, messages.exposedHeaders, messages.statuses, messages.opaqueOrigins, messages.modes, messages.xhr,
  redirects, oddRedirects, (random) => chains(random, 40), (random) => pairs(random, 70), disturbances, (random) => walks(random, 30), maxAges, consoleTexts, redirectsFromPage,
];

/** The systematic cases, and as many mixtures as are missing to `count`. */
export function generate(seed = DEFAULT_SEED, count = DEFAULT_COUNT) {
  const systematic = GROUPS.flatMap((group, index) => group(new Random(seed + index * 7919)));
  const mixed = mixtures(new Random(seed ^ 0x5eed), Math.max(0, count - systematic.length));
  return sample([...systematic, ...mixed], count);
}

/** A smaller set that is spread evenly over all groups and always the same. */
export function sample(cases, count) {
  if (count >= cases.length) return cases;
  return Array.from({ length: count }, (_, index) => cases[Math.floor((index * cases.length) / count)]);
}
