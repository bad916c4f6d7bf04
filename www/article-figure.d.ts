/** Types of <article-figure>; see EMBEDDING.md. */

/** What a reader has asked, as in an address: `sort=name&select=us,nl`. */
type FigureState = string;

interface FigureView {
  view: string;
  state: FigureState;
}

/** A datum that was chosen; `value` is null where nothing was counted. */
interface FigureDatum {
  view: string;
  key: string;
  label: string;
  value: number | null;
  text: string;
}

interface ArticleFigureEventMap extends HTMLElementEventMap {
  ready: CustomEvent<FigureView>;
  viewchange: CustomEvent<FigureView>;
  select: CustomEvent<FigureDatum> & Event;
  error: CustomEvent<{ messages: string[] }> & ErrorEvent;
}

/** Attributes: `src` or `package`, `view`, `lang`, `state`, `theme`, `heading-level`. Every method waits until the figure is interactive. */
interface ArticleFigureElement extends HTMLElement {
  /** The messages of the last `error`; empty while nothing is wrong. */
  readonly messages: string[];
  /** Two px to each CSS px, with title, note, source and address. */
  png(): Promise<Blob>;
  /** The same as an SVG document; colours are numbers, fonts fall back to `sans-serif`. */
  svg(): Promise<string>;
  /**
   * All data, or the table of what is `shown`. A text that a spreadsheet would run as a formula (`=`, `+`, `-`, `@`, tab)
   * begins with an apostrophe. `raw: true` leaves every text as the table has it: for programs, not for spreadsheets.
   */
  csv(options?: { shown?: boolean; raw?: boolean }): Promise<string>;
  /** All data with sources, and what others say of them. */
  json(): Promise<Record<string, unknown>>;
  /** The address of exactly what is shown. */
  link(): Promise<string>;
  embedCode(way?: "iframe" | "element", theme?: "" | "light" | "dark"): Promise<string>;
  cite(format?: "plain" | "bibtex" | "csl" | "gost"): Promise<string>;

  addEventListener<K extends keyof ArticleFigureEventMap>(
    type: K,
    listener: (this: ArticleFigureElement, event: ArticleFigureEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

interface HTMLElementTagNameMap {
  "article-figure": ArticleFigureElement;
}
