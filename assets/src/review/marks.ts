// The marks on the left: pale for all, clearer for the item in hand, strong for the field in hand.
import { byId } from "./dom";

export function marksOf(key: string): HTMLElement[] {
  return [...byId("doc-pane").querySelectorAll<HTMLElement>(`mark[data-key="${CSS.escape(key)}"]`)];
}

export function showItem(item: string): void {
  const pane = byId("doc-pane");
  for (const mark of pane.querySelectorAll(".mark-mine")) mark.classList.remove("mark-mine");
  for (const mark of pane.querySelectorAll(`mark[data-key^="${CSS.escape(item)}:"]`)) mark.classList.add("mark-mine");
}

function unmark(name: string): void {
  for (const mark of byId("doc-pane").querySelectorAll(`.${name}`)) mark.classList.remove(name);
}

/** Highlight a field's place; with ``scroll`` bring it into sight. */
export function point(item: string, key: string, scroll: boolean, name = "mark-strong"): boolean {
  unmark(name);
  const found = key ? marksOf(`${item}:${key}`) : [];
  for (const mark of found) mark.classList.add(name);
  if (scroll && found[0]) reveal(found[0]);
  return found.length > 0;
}

export function unpoint(name = "mark-strong"): void {
  unmark(name);
}

/** Scroll the pane, and only the pane, so that an element stands in its upper third.
 * Paragraphs out of sight have no exact height yet; so the way is walked again until it is right. */
export function reveal(element: Element, attempts = 4): void {
  const pane = byId("doc-pane");
  const frame = pane.getBoundingClientRect();
  const box = element.getBoundingClientRect();
  if (attempts === 0 || frame.height === 0 || (box.top >= frame.top + 8 && box.bottom <= frame.bottom - 8)) return;
  const higher = box.height > frame.height - 80;
  if (higher && box.top >= frame.top && box.top < frame.top + frame.height / 2) return;
  pane.scrollTop += box.top - frame.top - (higher ? 24 : frame.height / 3);
  window.requestAnimationFrame(() => reveal(element, attempts - 1));
}

/** Bring a place into sight and flash it; for doubts and stated figures, which have no mark of their own. */
export function revealPlace(start: number, end: number): void {
  const runs = [...byId("doc-pane").querySelectorAll<HTMLElement>("[data-start]")];
  const touched = runs.filter((run) => Number(run.dataset.start) < end && Number(run.dataset.end) > start);
  for (const run of touched) {
    run.classList.add("flash");
    window.setTimeout(() => run.classList.remove("flash"), 2400);
  }
  if (touched[0]) reveal(touched[0]);
}
