// What an editor pastes into an article: see EMBEDDING.md.

import { asQuery } from "../state.js";
import { escaped } from "./markup.js";

/** An address with parameters as they are written in addresses of figures. */
export const asked = (address, ...parameters) => address + asQuery(parameters.filter(Boolean).join("&"));

/** The address of the embed page that shows the same. */
export const framed = ({ page, state, theme }) => asked(`${page}embed.html`, state, theme && `theme=${theme}`);

const WAYS = {
  iframe: (site, figure) => `<iframe src="${escaped(framed(figure))}" title="${escaped(figure.title)}" loading="lazy"
  style="width:100%;height:${figure.height}px;border:0" allow="clipboard-write; web-share; fullscreen"></iframe>
<script src="${site}embed.js" async></script>`,
  element: (site, { page, state, theme, title }) => {
    const more = Object.entries({ state, theme }).filter(([, value]) => value);
    const attributes = more.map(([name, value]) => ` ${name}="${escaped(value)}"`).join("");
    return `<script type="module" src="${site}article-figure.js"></script>
<article-figure src="${escaped(page)}"${attributes}>
  <a href="${escaped(asked(page, state))}">${escaped(title)}</a>
</article-figure>`;
  },
};

/**
 * `way`: `iframe` or `element`; `figure`: `page`, its address, `state` as a query, `theme` or nothing, `title`, and the
 * `height` that it has, in CSS px.
 */
export const code = (way, figure) => WAYS[way](new URL("../../", figure.page).href, figure);
