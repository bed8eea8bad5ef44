// The narrow list of all items: where one is, what comes next, which still have doubts.
import { byId, elementOf } from "./dom";
import type { Part } from "./dom";
import * as editor from "./editor";

function rows(): HTMLElement[] {
  return [...byId("item-list").querySelectorAll<HTMLElement>(".row-line")].filter((row) => !row.hidden);
}

function rowInHand(): HTMLElement | undefined {
  return rows().find((row) => row.dataset.item === editor.itemInHand());
}

export function neighbour(by: number): HTMLElement | undefined {
  const all = rows();
  const place = all.findIndex((row) => row.dataset.item === editor.itemInHand());
  return place < 0 ? all[0] : all[place + by];
}

export async function go(by: number): Promise<void> {
  const row = neighbour(by);
  if (row?.dataset.item) await editor.open(row.dataset.item);
}

/** The first row after the one in hand for which this holds, beginning again at the top. */
function following(holds: (row: HTMLElement) => boolean): HTMLElement | undefined {
  const all = rows();
  const place = all.findIndex((row) => row.dataset.item === editor.itemInHand());
  return [...all.slice(place + 1), ...all.slice(0, Math.max(place, 0))].find(holds);
}

export function nextDoubtful(): HTMLElement | undefined {
  return following((row) => Number(row.dataset.doubts) > 0 && row.dataset.mood !== "accepted");
}

export function nextUnconfirmed(): HTMLElement | undefined {
  return following((row) => row.dataset.mood === "open" || row.dataset.mood === "doubtful");
}

function setNeighbour(id: string, row: HTMLElement | undefined, arrow: string): void {
  const button = byId(id);
  button.hidden = !row;
  const place = row?.querySelector(".row-place")?.textContent ?? "";
  const text = row?.querySelector(".row-text")?.textContent ?? "";
  button.textContent = row ? `${arrow} ${place}  ${text}` : "";
}

export function show(): void {
  for (const row of byId("item-list").querySelectorAll(".row-line")) row.removeAttribute("aria-current");
  const row = rowInHand();
  row?.setAttribute("aria-current", "true");
  row?.scrollIntoView({ block: "nearest" });
  setNeighbour("neighbour-before", neighbour(-1), "↑");
  setNeighbour("neighbour-after", neighbour(1), "↓");
}

/** A row of an item that the list does not know yet stands behind its predecessor in the documents. */
function insert(part: Part, order: number[]): void {
  const fresh = elementOf(part.html);
  if (!fresh) return;
  const place = order.indexOf(Number(fresh.dataset.item));
  const before = order.slice(0, place).reverse().map((item) => document.getElementById(`row-${item}`));
  const anchor = before.find((row) => row !== null);
  if (anchor) anchor.after(fresh);
  else byId("item-list").prepend(fresh);
}

/** Take over changed rows; returns the parts that are not rows. */
export function update(parts: Part[], order: number[]): Part[] {
  const others: Part[] = [];
  for (const part of parts) {
    if (!part.id.startsWith("row-")) others.push(part);
    else if (!part.html) document.getElementById(part.id)?.remove();
    else if (document.getElementById(part.id)) document.getElementById(part.id)?.replaceWith(elementOf(part.html) ?? "");
    else insert(part, order);
  }
  renumber(order);
  filter();
  return others;
}

function renumber(order: number[]): void {
  order.forEach((item, index) => {
    const place = document.querySelector(`#row-${item} .row-place`);
    if (place) place.textContent = String(index + 1);
  });
}

function filter(): void {
  const wanted = byId<HTMLSelectElement>("list-filter").value;
  for (const row of byId("item-list").querySelectorAll<HTMLElement>(".row-line")) {
    const mood = row.dataset.mood ?? "";
    const shown =
      wanted === "" ||
      (wanted === "doubtful" && Number(row.dataset.doubts) > 0) ||
      (wanted === "unconfirmed" && (mood === "open" || mood === "doubtful")) ||
      (wanted === "dropped" && mood === "dropped");
    row.hidden = !shown;
  }
}

export function start(): void {
  byId("list-filter").addEventListener("change", () => {
    filter();
    show();
  });
  byId("item-list").addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-open]") : null;
    if (!link?.dataset.open || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    if (event.detail > 0) link.blur(); // after a click with the mouse, Enter confirms the item that was opened
    void editor.open(link.dataset.open);
  });
  document.addEventListener("review:opened", show);
  show();
}
