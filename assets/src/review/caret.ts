// Selecting by keyboard in the document: a block cursor of one character that Shift makes longer.
import { byId } from "./dom";

type Direction = "forward" | "backward";
const STEPS: Record<string, [Direction, string]> = {
  ArrowRight: ["forward", "character"],
  ArrowLeft: ["backward", "character"],
  ArrowDown: ["forward", "line"],
  ArrowUp: ["backward", "line"],
};

function step(selection: Selection, [direction, unit]: [Direction, string], longer: boolean): void {
  if (longer) {
    selection.modify("extend", direction, unit);
    return;
  }
  selection.collapseToStart();
  selection.modify("move", direction, unit);
  selection.modify("extend", "forward", "character");
}

function showCursor(selection: Selection): void {
  const box = selection.getRangeAt(0).getBoundingClientRect();
  const pane = byId("doc-pane");
  const frame = pane.getBoundingClientRect();
  if (box.bottom > frame.bottom - 24) pane.scrollTop += box.bottom - frame.bottom + 80;
  if (box.top < frame.top + 24) pane.scrollTop -= frame.top - box.top + 80;
}

/** Put the block cursor on the first character of an element. */
export function place(at: Element | null): void {
  const selection = window.getSelection();
  const run = at?.querySelector("[data-start]") ?? byId("doc-pane").querySelector("[data-start]");
  const text = run?.firstChild;
  if (!selection || !text) return;
  selection.setBaseAndExtent(text, 0, text, Math.min(1, text.textContent?.length ?? 0));
}

export function start(): void {
  byId("doc-pane").addEventListener("keydown", (event) => {
    const wanted = STEPS[event.key];
    const selection = window.getSelection();
    if (!wanted || !selection || selection.rangeCount === 0 || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    step(selection, wanted, event.shiftKey);
    showCursor(selection);
  });
}
