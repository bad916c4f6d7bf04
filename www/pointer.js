// Pointer, focus and controls of an interactive figure; its library listens to the keys.

/** Tells the widget what a reader does in `root`, until `signal` ends it. */
export function listen(root, { stage, x, y, schedule, reach }, widget, signal) {
  const on = (target, type, act) => target.addEventListener(type, act, { signal });
  const part = (selector) => root.querySelector(selector);
  // Nothing else is pointed at within the tooltip of a mark: it can be read and copied from, and clicking it is clicking
  // where the pointer was before.
  let at = [];
  const isOutside = (event) => {
    const isOutside = !event.target.closest(".tooltip");
    if (isOutside) at = [x(event), y(event)];
    return isOutside;
  };
  const datumOf = ({ target }) => Number(target.closest(".item")?.dataset.datum ?? -1);
  on(stage, "pointermove", (event) => isOutside(event) && widget.point(...at));
  on(stage, "pointerenter", ({ pointerType }) => (stage.dataset.pointer = pointerType));
  on(stage, "pointerleave", () => widget.leave());
  on(stage, "click", (event) => {
    const level = event.target.closest(".level");
    if (level) reach(level.nextElementSibling.querySelector(".item").dataset.datum);
    else if (isOutside(event) || (at.length && getSelection().type !== "Range")) widget.choose(...at, datumOf(event));
  });
  on(stage, "focusin", (event) => {
    const item = event.target.closest(".item");
    if (!item) return;
    // Tab leads to the mark that was reached last.
    part(".item[tabindex='0']")?.setAttribute("tabindex", -1);
    item.tabIndex = 0;
    widget.enter(datumOf(event), item.matches(":focus-visible"));
  });
  on(stage, "focusout", () => widget.exit());
  // The watch is a part of the stage whose colours and size go over to new ones within a millisecond.
  on(stage, "transitionend", schedule);
  on(root, "click", ({ target, detail }) => {
    const { close, skip, reset, zoom } = target.dataset;
    if (close !== undefined) {
      widget.close();
      // Pressed by a key: the element that had the focus is gone.
      if (!detail) widget.resume();
    } else if (skip !== undefined) part(".end").focus();
    else if (reset !== undefined) widget.reset();
    else if (zoom) widget.zoom(zoom === "in" ? 0.5 : 2);
  });
  on(root, "change", ({ target: { dataset, type, checked, value } }) => {
    if (dataset.name !== undefined) widget.ask(dataset.name, type === "checkbox" ? (checked ? "1" : "") : value);
  });
  // A touch outside of the stage ends what a touch inside had begun.
  on(document, "pointerdown", (event) => event.composedPath().includes(stage) || widget.blur());
  // Escape closes one thing at a time: the keys, the card, the tooltip; outside of the figure the tooltip alone.
  on(document, "keydown", (event) => {
    if (event.key !== "Escape") return;
    const isInside = event.composedPath().includes(root);
    const keys = part(".keys");
    if (isInside && !keys.hidden) keys.hidden = true;
    else if (isInside && !part(".card").hidden) widget.close();
    else return void (part(".tooltip").hidden = true);
    widget.resume();
  });
}
