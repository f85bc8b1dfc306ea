// Finds the commands that a Markdown document shows.

/** Programs whose name followed by a space starts a command, where a table has one in backticks. */
const PROGRAMS = ["cargo", "cors", "curl", "git", "mdbook", "node", "npm", "npx", "rustup", "trunk"];

/** Commands of a document, in its order: lines of `sh` code blocks, and code in tables. */
export function commandsIn(markdown) {
  const commands = [];
  let fence = null;
  for (const line of markdown.split("\n")) {
    const mark = /^\s*```(.*)$/.exec(line);
    if (mark && fence === null) {
      // Without a language nobody could say whether the lines are commands.
      if (mark[1] === "") throw new Error(`a code block has no language, before line ${JSON.stringify(line)}`);
      fence = { language: mark[1], lines: [] };
    } else if (mark) {
      if (fence.language === "sh") commands.push(...commandsInBlock(fence.lines));
      fence = null;
    } else if (fence) {
      fence.lines.push(line);
    } else if (line.startsWith("|")) {
      commands.push(...commandsInRow(line));
    }
  }
  return commands;
}

/** A line that ends in `|` or `\` goes on in the next; what follows ` #` is a comment. */
function commandsInBlock(lines) {
  const commands = [];
  let open = "";
  for (const line of lines) {
    const text = line.replace(/(^|\s+)# .*$/, "").trim();
    if (/[|\\]$/.test(text)) {
      open += `${text.replace(/\\$/, "").trimEnd()} `;
    } else if (open + text !== "") {
      commands.push(open + text);
      open = "";
    }
  }
  return commands;
}

function commandsInRow(row) {
  const code = [...row.matchAll(/`([^`]+)`/g)].map(([, text]) => text.replaceAll("\\|", "|"));
  return code.filter((text) => PROGRAMS.some((program) => text.startsWith(`${program} `)));
}
