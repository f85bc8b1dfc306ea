// A site of VitePress in which fences named `cors` are figures.
import { TOOL, figure } from "../../cors.mjs";

/** Renders such a fence as the Markdown that it stands for, and every other fence as before. */
function corsFences(md) {
  const { fence } = md.renderer.rules;
  md.renderer.rules.fence = (tokens, index, options, env, self) => {
    const [first, ...words] = tokens[index].info.trim().split(/\s+/);
    if (first !== "cors") return fence(tokens, index, options, env, self);
    return md.render(figure(words, tokens[index].content), env);
  };
}

export default {
  title: "An API behind CORS",
  description: "A site that shows request flows of the CORS Header Builder.",
  head: [["script", { type: "module", src: `${TOOL}embed.js` }]],
  markdown: { config: corsFences },
  vue: { template: { compilerOptions: { isCustomElement: (tag) => tag === "cors-header-builder" } } },
  themeConfig: {
    sidebar: [
      { text: "Saving an order", link: "/saving" },
      { text: "Why the other page is blocked", link: "/blocked" },
    ],
  },
};
