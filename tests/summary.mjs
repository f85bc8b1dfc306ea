// A reporter for `node --test` that counts: { "passed": 3, "failed": 0 }. Files and suites are no tests.
export default async function* summary(events) {
  const counts = { passed: 0, failed: 0 };
  for await (const { type, data } of events) {
    if (data?.details?.type === "suite") continue;
    if (type === "test:pass" && !data.skip) counts.passed += 1;
    if (type === "test:fail") counts.failed += 1;
  }
  yield `${JSON.stringify(counts)}\n`;
}
