// What can be seen of a figure from outside and inside.
import { until } from "./wait.mjs";

/** What a figure measures inside, and its frame outside. */
export async function measure(tab, number = 0) {
  const inside = await tab.inFrame(number, () => {
    const root = document.documentElement;
    return {
      scrollHeight: root.scrollHeight,
      clientHeight: root.clientHeight,
      over: root.scrollWidth - root.clientWidth,
      content: Math.ceil(document.getElementById("app").getBoundingClientRect().height),
    };
  });
  const height = await tab.run((number) => {
    const all = [...document.querySelectorAll("cors-header-builder")];
    return all[number].frame.getBoundingClientRect().height;
  }, number);
  return { ...inside, height };
}

/** Waits until a figure is exactly as high as its content. */
export async function fits(tab, number = 0) {
  await until(`figure ${number} has no scroll bars and no gap`, async () => {
    const { scrollHeight, clientHeight, over, content, height } = await measure(tab, number);
    const right = scrollHeight <= clientHeight && over <= 0 && height === content;
    return right || { scrollHeight, clientHeight, over, content, height };
  });
}

/** Brings a figure onto the screen, so that it is loaded. */
export async function show(tab, number = 0) {
  await tab.run((number) => {
    document.querySelectorAll("cors-header-builder")[number].scrollIntoView();
  }, number);
}

export const theme = (tab, number = 0) => tab.inFrame(number, () => document.documentElement.dataset.theme);

/** How the test request ends, as the request flow of a figure says it, or that of the whole tool. */
export const verdict = (tab, number = 0) => tab.inFrame(number, readVerdict);

/** Runs in the page. */
export const readVerdict = () => document.querySelector('[aria-label="Request flow"] .verdict').innerText.trim();

/** Opens the tab of that name in a figure with the view `full`. */
export const openTab = (tab, number, name) =>
  tab.inFrame(number, (name) => document.getElementById(`tab-${name}`).click(), name);

/** Puts a value into a field of a figure, as typing and choosing do. */
export const enter = (tab, number, id, value) =>
  tab.inFrame(
    number,
    ([id, value]) => {
      const field = document.getElementById(id);
      field.value = value;
      for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    },
    [id, value],
  );

/** Presses the button of that name in a figure, which may be folded away. */
export const press = (tab, number, name) =>
  tab.inFrame(
    number,
    (name) => {
      const buttons = [...document.querySelectorAll("button")];
      buttons.find((one) => (one.getAttribute("aria-label") ?? one.textContent).trim() === name).click();
    },
    name,
  );
