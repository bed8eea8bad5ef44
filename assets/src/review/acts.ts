// Verbs: what the buttons and keys ask the server to do, and what of the page its answer changes.
import { byId, elementOf, post, say, swap, words } from "./dom";
import * as editor from "./editor";
import * as list from "./list";
import * as marks from "./marks";
import * as saver from "./saver";
import * as selection from "./selection";

type Ask = Record<string, unknown> & { verb: string };

export function apply(answer: saver.Answer): void {
  for (const part of list.update(answer.parts, answer.order)) {
    if (part.id !== "item-editor") {
      swap(part);
      continue;
    }
    const fresh = elementOf(part.html);
    if (fresh) {
      const moved = fresh.dataset.item !== editor.itemInHand();
      editor.redraw(fresh, answer.focus);
      if (moved && fresh.dataset.item) editor.keepAddress("item", fresh.dataset.item);
    }
  }
  for (const [id, html] of Object.entries(answer.blocks)) swap({ id, html });
  marks.showItem(editor.itemInHand());
  marks.point(editor.itemInHand(), answer.focus || "problem", false);
  list.show();
  say(answer.said);
}

/** After a field was saved in passing: only what is not being typed in changes. */
export function applyQuietly(answer: saver.Answer, edit: saver.Edit): void {
  const sameItem = edit.item === editor.itemInHand();
  const redrawn = answer.parts.some((part) => part.id === "item-editor");
  if (redrawn && sameItem) {
    apply(answer);
    return;
  }
  const rest = list.update(answer.parts, answer.order);
  for (const part of rest) if (sameItem || part.id === "count-line") swap(part);
  for (const [id, html] of Object.entries(answer.blocks)) swap({ id, html });
  if (sameItem) {
    editor.editor().dataset.version = String(answer.version);
    marks.showItem(edit.item);
    marks.point(edit.item, editor.fieldInHand(), false);
  }
  list.show();
}

async function ask(path: string, body: Ask): Promise<boolean> {
  await saver.flush();
  if (saver.isWaiting()) {
    say(words("notDone"));
    return false;
  }
  let response: Response;
  try {
    response = await post(path, { ...body, doc: shown() });
  } catch {
    say(words("notDone"));
    return false;
  }
  if (saver.isSignedOut(response)) {
    say(words("signedOut"));
    return false;
  }
  const told = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (response.ok) {
    apply(told as unknown as saver.Answer);
    return true;
  }
  if (response.status === 409) showConflict(told as unknown as saver.Refusal, null);
  else say(String(told.error ?? words("notDone")));
  return false;
}

export function onItem(body: Ask): Promise<boolean> {
  const item = editor.itemInHand();
  if (!item) return Promise.resolve(false);
  return ask(`items/${item}/act/`, { version: saver.versionOf(item), ...body });
}

export function onSet(body: Ask): Promise<boolean> {
  return ask("act/", body);
}

function shown(): string {
  return byId("doc-pane").querySelector<HTMLElement>("[data-document]")?.dataset.document ?? "";
}

function conflictPlace(): HTMLElement | null {
  return document.getElementById("item-conflict");
}

/** Two people changed the same thing: both values are shown, one of them chooses. */
export function showConflict(refusal: saver.Refusal, edit: saver.Edit | null): void {
  const place = conflictPlace();
  const panel = refusal.conflict ? elementOf(refusal.conflict) : null;
  if (!place || !panel) return;
  place.replaceChildren(panel);
  panel.querySelector<HTMLElement>("button")?.focus();
  panel.addEventListener("click", (event) => {
    const choice = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-conflict]") : null;
    if (!choice) return;
    place.replaceChildren();
    if (choice.dataset.conflict === "mine" && edit) {
      saver.knowVersion(edit.item, refusal.version ?? 0);
      saver.schedule(edit);
    } else void editor.reload();
  });
}

export function refused(refusal: saver.Refusal): void {
  if (refusal.status === 409 && refusal.edit.item === editor.itemInHand()) showConflict(refusal, refusal.edit);
  else say(refusal.error ?? words("refused"));
}

/** The selection, if there is one; else a sentence that says how to make one. */
export function selected(): selection.Place | null {
  const place = selection.read() ?? selection.current();
  if (!place) say(words("noSelection"));
  return place;
}

export async function fill(): Promise<void> {
  const place = selected();
  const key = editor.fieldInHand();
  if (!place) return;
  if (!key) {
    say(words("noField"));
    return;
  }
  if (await onItem({ verb: "select", key, selection: place })) selection.clear();
}

export async function split(): Promise<void> {
  const place = selected();
  if (place && (await onItem({ verb: "split", selection: place }))) selection.clear();
}

export async function add(): Promise<void> {
  const place = selected();
  if (place && (await onSet({ verb: "add", selection: place, after: editor.itemInHand() || null }))) selection.clear();
}

/** A new part: from the selection where there is one, else empty and ready to type. */
export async function addPart(name: string, after?: string): Promise<void> {
  const place = selection.current();
  const done = await onItem({ verb: "add-part", key: name, after: after ?? null, ...(place ? { selection: place } : {}) });
  if (done && place) selection.clear();
}

export async function confirm(): Promise<void> {
  if (!(await onItem({ verb: "confirm" }))) return;
  const next = list.nextUnconfirmed();
  if (next?.dataset.item) await editor.open(next.dataset.item);
  else say(words("allConfirmed"));
}

export async function nextDoubt(): Promise<void> {
  const here = editor.editor().querySelector<HTMLElement>(".doubt:not(.doubt-seen)");
  if (here) {
    here.classList.add("doubt-seen");
    showDoubt(here);
    return;
  }
  const row = list.nextDoubtful();
  if (!row?.dataset.item) {
    say(words("noDoubt"));
    return;
  }
  await editor.open(row.dataset.item);
  const first = editor.editor().querySelector<HTMLElement>(".doubt");
  first?.classList.add("doubt-seen");
  if (first) showDoubt(first);
}

function showDoubt(doubt: HTMLElement): void {
  const about = doubt.dataset.about;
  if (about) editor.focusField(about);
  doubt.querySelector<HTMLElement>("[data-goto]")?.click();
}
