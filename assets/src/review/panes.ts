// The two panes: a divider to drag, and on a phone a switch between them.
import { byId } from "./dom";

const KEY = "duban.review.split";
const LEAST = 25;
const MOST = 75;

function panes(): HTMLElement {
  const found = document.querySelector<HTMLElement>(".review-panes");
  if (!found) throw new Error("no panes");
  return found;
}

function set(percent: number): void {
  const kept = Math.min(MOST, Math.max(LEAST, percent));
  panes().style.setProperty("--split", `${kept}%`);
  byId("divider").setAttribute("aria-valuenow", String(Math.round(kept)));
  localStorage.setItem(KEY, String(kept));
  window.dispatchEvent(new Event("resize"));
}

export function show(side: string): void {
  panes().dataset.side = side;
  for (const tab of document.querySelectorAll<HTMLElement>(".review-switch [data-side]")) {
    tab.setAttribute("aria-selected", String(tab.dataset.side === side));
  }
  window.dispatchEvent(new Event("resize"));
}

export function start(): void {
  const divider = byId("divider");
  const stored = Number(localStorage.getItem(KEY));
  if (stored) set(stored);
  divider.addEventListener("pointerdown", (event) => {
    divider.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  divider.addEventListener("pointermove", (event) => {
    if (!divider.hasPointerCapture(event.pointerId)) return;
    const frame = panes().getBoundingClientRect();
    set(((event.clientX - frame.left) / frame.width) * 100);
  });
  divider.addEventListener("dblclick", () => set(55));
  divider.addEventListener("keydown", (event) => {
    const step = event.key === "ArrowLeft" ? -2 : event.key === "ArrowRight" ? 2 : 0;
    if (step) set(Number(divider.getAttribute("aria-valuenow")) + step);
  });
  for (const tab of document.querySelectorAll<HTMLElement>(".review-switch [data-side]")) {
    tab.addEventListener("click", () => show(tab.dataset.side ?? "item"));
  }
  document.addEventListener("review:opened", () => {
    if (panes().dataset.side === "list") show("item");
  });
}
