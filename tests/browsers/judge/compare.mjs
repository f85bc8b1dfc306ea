// A prediction against what was seen, field by field.

const FIELDS = ['preflight', 'preflight_acrh', 'preflight_acrm', 'preflight_origin', 'actual_sent', 'allowed', 'readable_headers', 'response_type', 'status'];
const HOP_FIELDS = ['preflight', 'preflight_acrh', 'actual_sent', 'method', 'origin'];
/** Compared where the prediction makes a statement. */
const WHEN_STATED = ['final_method', 'final_origin_header', 'final_authorization_sent'];

/**
 * All differences of a case: `{field, step, predicted, seen}`.
 *
 * @param predicted one prediction per step
 * @param seen one outcome per step
 */
export function compare(predicted, seen) {
  return seen.flatMap((outcome, step) => compareStep(predicted[step] ?? {}, outcome).map((difference) => ({ ...difference, step })));
}

function compareStep(predicted, seen) {
  const found = [];
  const check = (field, expected, actual) => {
    const [left, right] = [settle(expected), settle(actual)];
    if (left !== right) found.push({ field, predicted: expected ?? null, seen: actual ?? null });
  };
  for (const field of FIELDS) check(field, predicted[field], seen[field]);
  const hops = Math.max(predicted.hops?.length ?? 0, seen.hops.length);
  for (let index = 0; index < hops; index += 1) {
    const [expected, actual] = [predicted.hops?.[index], seen.hops[index]];
    for (const field of HOP_FIELDS) check(`hops[${index}].${field}`, expected?.[field], actual?.[field]);
    if (expected?.preflight_acrm !== undefined) check(`hops[${index}].preflight_acrm`, expected.preflight_acrm, actual?.preflight_acrm);
  }
  for (const field of WHEN_STATED) {
    if (predicted[field] !== undefined && predicted[field] !== null && seen.actual_sent) check(field, predicted[field], seen[field]);
  }
  if (seen.stray.length > 0) check('stray', [], seen.stray);
  if (seen.timed_out) check('timed_out', null, true);
  return found;
}

/** Lists compare without order; absent and null are the same. */
function settle(value) {
  return JSON.stringify(Array.isArray(value) ? [...value].sort() : (value ?? null));
}
