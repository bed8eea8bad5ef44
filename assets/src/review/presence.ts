// Who else is here, and what they changed: asked every few seconds while the page is in sight.
import { address, byId, root, swap } from "./dom";
import type { Part } from "./dom";
import * as editor from "./editor";
import * as list from "./list";
import * as saver from "./saver";
import * as selection from "./selection";

const BEAT = 4000;

interface Beat {
  last: number;
  changed: number[];
  presence: string;
  list: Part[];
  order: number[];
}

async function beat(): Promise<void> {
  if (document.hidden) return;
  const since = root().dataset.newest ?? "0";
  let told: Beat;
  try {
    const response = await fetch(address(`presence/?item=${editor.itemInHand()}&since=${since}`), { credentials: "same-origin" });
    if (!response.ok || response.redirected) return;
    told = (await response.json()) as Beat;
  } catch {
    return;
  }
  root().dataset.newest = String(told.last);
  if (byId("presence").innerHTML !== told.presence) byId("presence").innerHTML = told.presence;
  if (told.changed.length > 0) await takeOver(told);
}

async function takeOver(told: Beat): Promise<void> {
  for (const part of list.update(told.list, told.order)) swap(part);
  const item = editor.itemInHand();
  const untouched = (): boolean => !saver.isWaiting(item) && item === editor.itemInHand();
  if (told.changed.includes(Number(item)) && untouched()) await editor.reload(untouched);
  const shown = byId("doc-pane").querySelector<HTMLElement>("[data-document]")?.dataset.document;
  if (shown && !selection.current()) {
    const scroll = byId("doc-pane").scrollTop;
    await editor.openDocument(shown);
    byId("doc-pane").scrollTop = scroll;
  }
  list.show();
}

export function start(): void {
  window.setInterval(() => void beat(), BEAT);
  void beat();
}
