// Waiting for what happens after a pause or a download, without sleeping longer than needed.

/** Runs a check until it passes; its last failure counts. */
export async function eventually(check, seconds = 10) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > end) throw error;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
  }
}
