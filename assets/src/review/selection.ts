// What the reviewer selected in the document, in code points of its text.
// JavaScript counts UTF-16 units; the server counts code points. A character outside the basic plane is two and one.
import { byId } from "./dom";

export interface Place {
  doc: string;
  start: number;
  end: number;
}

let last: Place | null = null;

export function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function runOf(node: Node): HTMLElement | null {
  const element = node instanceof Element ? node : node.parentElement;
  return element?.closest<HTMLElement>("[data-start]") ?? null;
}

/** The offset in the document of a boundary of a DOM range. */
function offsetAt(node: Node, offset: number, atEnd: boolean): number | null {
  const run = runOf(node);
  if (run && node.nodeType === Node.TEXT_NODE) {
    return Number(run.dataset.start) + codePoints((node.textContent ?? "").slice(0, offset));
  }
  if (run && node === run) return Number(offset === 0 ? run.dataset.start : run.dataset.end);
  return offsetBeside(node, offset, atEnd);
}

/** A boundary that lies between elements: the next run after it, or the last one before it. */
function offsetBeside(node: Node, offset: number, atEnd: boolean): number | null {
  const runs = [...byId("doc-pane").querySelectorAll<HTMLElement>("[data-start]")];
  const range = document.createRange();
  range.setStart(node, offset);
  range.collapse(true);
  const after = runs.find((run) => range.comparePoint(run, 0) >= 0);
  if (!atEnd) return after ? Number(after.dataset.start) : null;
  const before = after ? runs[runs.indexOf(after) - 1] : runs[runs.length - 1];
  return before ? Number(before.dataset.end) : null;
}

export function read(): Place | null {
  const selection = window.getSelection();
  const pane = byId("doc-pane");
  if (!selection || selection.rangeCount === 0 || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  if (!pane.contains(range.startContainer) || !pane.contains(range.endContainer)) return null;
  const start = offsetAt(range.startContainer, range.startOffset, false);
  const end = offsetAt(range.endContainer, range.endOffset, true);
  const doc = pane.querySelector<HTMLElement>("[data-document]")?.dataset.document;
  if (start === null || end === null || start >= end || !doc) return null;
  return { doc, start, end };
}

/** The last selection; it stays in hand while the cursor goes to a field, until it is used or another is made. */
export function current(): Place | null {
  return last;
}

export function clear(): void {
  last = null;
  byId("selection-bar").hidden = true;
  window.getSelection()?.removeAllRanges();
}

export function start(): void {
  document.addEventListener("selectionchange", () => {
    const place = read();
    if (!place) return;
    last = place;
    const quote = (window.getSelection()?.toString() ?? "").replace(/\s+/g, " ").trim();
    byId("selection-quote").textContent = [...quote].length > 36 ? `${[...quote].slice(0, 36).join("")}…` : quote;
    byId("selection-bar").hidden = false;
  });
  byId("doc-pane").addEventListener("mousedown", (event) => {
    if (event.button === 0 && !event.shiftKey) {
      last = null;
      byId("selection-bar").hidden = true;
    }
  });
}
