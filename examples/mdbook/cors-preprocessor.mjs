// A preprocessor of mdBook: it is given the book as JSON and gives it back with figures in it.
import { text } from "node:stream/consumers";
import { SCRIPT, figure } from "../cors.mjs";

const FENCE = /^```cors([^\n]*)\n([\s\S]*?)\n```$/gm;

/** mdBook asks first whether the output is one that this works for. */
if (process.argv[2] === "supports") process.exit(process.argv[3] === "html" ? 0 : 1);

function fill(item) {
  const chapter = item.Chapter;
  if (!chapter) return;
  const before = chapter.content;
  chapter.content = before.replace(FENCE, (_, words, json) => figure(words.split(" ").filter(Boolean), json));
  if (chapter.content !== before) chapter.content += `\n\n${SCRIPT}\n`;
  chapter.sub_items.forEach(fill);
}

const [, book] = JSON.parse(await text(process.stdin));
book.items.forEach(fill);
process.stdout.write(JSON.stringify(book));
