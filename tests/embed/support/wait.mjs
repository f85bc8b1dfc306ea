// Waiting for what another process does.

/** Asks again until the answer is true, and fails with the last answer. */
export async function until(what, ask, seconds = 20) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const answer = await ask();
    if (answer === true) return;
    if (Date.now() > end) throw new Error(`${what}: ${JSON.stringify(answer)} after ${seconds} s`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Waits until the frame of that number can be used, and has what it loads later. */
export async function ready(tab, number = 0) {
  await until(`frame ${number} is ready`, async () => {
    try {
      return await tab.inFrame(number, () => document.documentElement.matches("[data-ready][data-whole]"));
    } catch (error) {
      return String(error);
    }
  });
}
