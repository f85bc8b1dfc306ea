// When the steps of a sequence really took place.
//
// A prediction depends on how old a cached preflight is when the next step looks
// for it, and on a busy machine no wait is as long as planned. So it is measured,
// and predicted for what was measured. The moments at which a browser reads and
// writes its cache cannot be seen, but what comes just before and just after them
// can. Usually a few milliseconds lie between; a machine that stood still there
// leaves several predictions possible.

/** Clocks of browsers go in steps: Firefox looks at one that stands still for 4 ms. */
const CLOCK_SECONDS = 0.01;
/** So much more than planned still says what the plan wanted to know. */
const LATE_SECONDS = 0.3;

/**
 * The times of a step in milliseconds. It reads the cache between `began` and `read`; if it sent a preflight, it writes
 * the cache between `read` and `written`.
 *
 * @param began when the page was told to perform it
 * @param arrived what reached the server, in order
 * @param ended when the outcome was known
 */
export function timesOf(began, arrived, ended) {
  const read = arrived[0]?.at ?? ended;
  const last = arrived.findLastIndex((request) => request.preflight);
  return { began, read, written: last < 0 ? null : (arrived[last + 1]?.at ?? ended) };
}

/** For each step the shortest and the longest wait in seconds, between the one before and itself, that fit its times. */
export function waitsOf(times) {
  return times.map((step, index) => {
    if (index === 0) return [0, 0];
    const before = times[index - 1];
    const shortest = (step.began - (before.written ?? before.began)) / 1000 - CLOCK_SECONDS;
    const longest = (step.read - before.read) / 1000 + CLOCK_SECONDS;
    return [Math.max(0, shortest), longest];
  });
}

/** The sequence with the waits that it may have had in place of the planned ones: all combinations of both ends. */
export function asItTookPlace(kase, times) {
  const combinations = waitsOf(times).reduce((begun, ends) => begun.flatMap((waits) => [...new Set(ends)].map((end) => [...waits, end])), [[]]);
  return combinations.map((waits) => ({ ...kase, steps: kase.steps.map((step, index) => ({ ...step, delay_seconds: waits[index] })) }));
}

/** Whether a step came so late that an outcome recorded for the planned waits says nothing about it. */
export function isLate(kase, times) {
  return (kase.steps ?? []).some(({ delay_seconds }, index) => waitsOf(times)[index][1] > delay_seconds + LATE_SECONDS);
}
