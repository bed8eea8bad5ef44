// The item on the right: opening it, its fields, and the cursor.
import { address, byId, elementOf, isField, say, words } from "./dom";
import * as marks from "./marks";
import * as saver from "./saver";

let lastField = "";

export function editor(): HTMLElement {
  return byId("item-editor");
}

export function itemInHand(): string {
  return editor().dataset.item ?? "";
}

/** The key of the field that the cursor was in last; where a selection is filled in. */
export function fieldInHand(): string {
  return lastField;
}

export function input(key: string): HTMLInputElement | HTMLTextAreaElement | null {
  return editor().querySelector(`[data-save="text"][data-key="${CSS.escape(key)}"]`);
}

export function focusField(key: string, caretAtEnd = false): void {
  const field = input(key) ?? (key === "" ? null : editor().querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`));
  if (!field) return;
  field.focus({ preventScroll: true });
  (field.closest(".field") ?? field).scrollIntoView({ block: "nearest" });
  field.scrollIntoView({ block: "nearest" });
  if (caretAtEnd && field instanceof HTMLTextAreaElement) field.setSelectionRange(field.value.length, field.value.length);
}

/** Textareas are as high as their text; chips as wide. */
export function fit(element: Element): void {
  if (element instanceof HTMLTextAreaElement) {
    element.style.height = "auto";
    element.style.height = `${element.scrollHeight + 2}px`;
  } else if (element instanceof HTMLInputElement && element.hasAttribute("data-fit")) {
    const width = [...element.value].reduce((sum, c) => sum + (c.charCodeAt(0) > 255 ? 2 : 1), 0);
    element.style.width = `${Math.max(6, width + 1)}ch`;
  }
}

export function prepare(): void {
  for (const element of editor().querySelectorAll("textarea, input[data-fit]")) fit(element);
  const item = itemInHand();
  if (item) {
    saver.knowVersion(item, Number(editor().dataset.version));
    marks.showItem(item);
  }
}

/** Put a freshly drawn editor in place of the old one; the cursor goes back to where it was. */
export function redraw(fresh: HTMLElement, focus: string): void {
  const active = document.activeElement instanceof HTMLElement ? document.activeElement : null;
  const within = active && editor().contains(active) ? active : null;
  const key = focus || (within?.dataset.key ?? "");
  const fact = within?.dataset.key === key ? within.dataset.fact : undefined;
  const scroll = byId("item-pane").scrollTop;
  editor().replaceWith(fresh);
  prepare();
  byId("item-pane").scrollTop = scroll;
  const control = fact ? controlOf(key, fact) : null;
  if (control) control.focus({ preventScroll: true });
  else if (key) focusField(key, true);
}

function controlOf(key: string, fact: string): HTMLElement | null {
  return editor().querySelector(`[data-key="${CSS.escape(key)}"][data-fact="${CSS.escape(fact)}"]`);
}

export async function open(item: string, key = ""): Promise<void> {
  if (item !== itemInHand()) {
    await saver.flush();
    const html = await fetched(`items/${item}/`);
    const fresh = html === null ? null : elementOf(html);
    if (!fresh) {
      say(words("notOpened"));
      return;
    }
    editor().replaceWith(fresh);
    lastField = "";
    prepare();
    byId("item-pane").scrollTop = 0;
    keepAddress("item", item);
  }
  document.dispatchEvent(new CustomEvent("review:opened", { detail: item }));
  if (key) focusField(key);
  else await showPlace(item);
}

/** The item's problem on the left, in the document it came from. */
async function showPlace(item: string): Promise<void> {
  if (marks.point(item, "problem", true)) return;
  const doc = editor().dataset.doc;
  if (doc && doc !== shownDocument() && (await openDocument(doc))) marks.point(item, "problem", true);
}

function shownDocument(): string {
  return byId("doc-pane").querySelector<HTMLElement>("[data-document]")?.dataset.document ?? "";
}

/** Draw the item as it is on the server now. Not while a conflict waits for a choice: it shows words that stand nowhere else. */
export async function reload(still: () => boolean = () => true): Promise<void> {
  const html = await fetched(`items/${itemInHand()}/`);
  const fresh = html === null ? null : elementOf(html);
  if (fresh && still() && !conflictIsOpen()) redraw(fresh, "");
}

function conflictIsOpen(): boolean {
  return (document.getElementById("item-conflict")?.childElementCount ?? 0) > 0;
}

async function fetched(path: string): Promise<string | null> {
  try {
    const response = await fetch(address(path), { credentials: "same-origin" });
    return response.ok && !response.redirected ? await response.text() : null;
  } catch {
    return null;
  }
}

/** Another document of the set on the left. */
export async function openDocument(uuid: string): Promise<boolean> {
  const html = await fetched(`document/${uuid}/`);
  const fresh = html === null ? null : elementOf(html);
  if (!fresh) return false;
  byId("doc-pane").replaceChildren(fresh);
  byId("doc-pane").scrollTop = 0;
  byId<HTMLAnchorElement>("download").href = fresh.dataset.original ?? "";
  for (const tab of document.querySelectorAll<HTMLElement>("[data-doc-tab]")) {
    tab.setAttribute("aria-selected", String(tab.dataset.docTab === uuid));
  }
  keepAddress("doc", uuid);
  marks.showItem(itemInHand());
  return true;
}

export function keepAddress(name: string, value: string): void {
  const url = new URL(window.location.href);
  url.searchParams.set(name, value);
  window.history.replaceState(null, "", url);
}

/** Point at the place of a field; its document is opened if another one is shown. */
async function pointAt(element: HTMLElement): Promise<void> {
  const key = element.dataset.key ?? "";
  if (marks.point(itemInHand(), key, true)) return;
  const doc = element.dataset.doc;
  if (doc && doc !== shownDocument() && (await openDocument(doc))) marks.point(itemInHand(), key, true);
}

function label(field: HTMLElement): string {
  const within = field.closest(".field");
  const said = within?.querySelector("label, .field-label")?.firstChild?.textContent ?? field.getAttribute("aria-label");
  return (said ?? "").trim();
}

function onFocus(event: FocusEvent): void {
  if (!isField(event.target) || !event.target.dataset.key) return;
  if (!editor().contains(event.target)) return;
  lastField = event.target.dataset.key;
  const shown = document.querySelector("[data-fill-label]");
  if (shown) shown.textContent = (words("fill") || "").replace("%s", label(event.target));
  void pointAt(event.target);
}

let dwelling = 0;

function onHover(event: Event): void {
  const part = event.target instanceof Element ? event.target.closest<HTMLElement>("#item-editor [data-field]") : null;
  window.clearTimeout(dwelling);
  marks.unpoint("mark-hover");
  if (!part) return;
  const key = part.dataset.field ?? "";
  marks.point(itemInHand(), key, false, "mark-hover");
  dwelling = window.setTimeout(() => marks.point(itemInHand(), key, true, "mark-hover"), 350);
}

function valueOf(element: HTMLElement): string {
  return isField(element) ? element.value : "";
}

/** All facts of one key, gathered from their controls: {kind, date, rule: {anchor, amount, unit}}. */
function factsOf(key: string): Record<string, unknown> {
  const facts: Record<string, unknown> = {};
  for (const control of editor().querySelectorAll<HTMLElement>(`[data-save="facts"][data-key="${CSS.escape(key)}"]`)) {
    const [name, sub] = (control.dataset.fact ?? "").split(".");
    if (!name) continue;
    if (sub) facts[name] = { ...(facts[name] as object | undefined), [sub]: valueOf(control) };
    else facts[name] = valueOf(control);
  }
  return facts;
}

function onInput(event: Event): void {
  const field = event.target;
  if (!isField(field) || !field.dataset.key || !editor().contains(field)) return;
  if (event instanceof InputEvent && event.isComposing) return;
  fit(field);
  const item = itemInHand();
  if (field.dataset.save === "text") saver.schedule({ item, verb: "type", key: field.dataset.key, text: field.value });
  else {
    const redraw = field.hasAttribute("data-redraw");
    saver.schedule({ item, verb: "facts", key: field.dataset.key, facts: factsOf(field.dataset.key), redraw });
  }
}

/** A deadline that was typed to its end is read: its kind and date follow its words. */
function onChange(event: Event): void {
  const field = event.target;
  if (!isField(field) || !field.hasAttribute("data-reread") || !editor().contains(field)) return;
  saver.schedule({ item: itemInHand(), verb: "type", key: field.dataset.key ?? "", text: field.value, redraw: true });
}

export function start(): void {
  document.addEventListener("change", onChange);
  document.addEventListener("focusin", onFocus);
  byId("item-pane").addEventListener("mouseover", onHover);
  byId("item-pane").addEventListener("mouseleave", () => marks.unpoint("mark-hover"));
  document.addEventListener("input", onInput);
  document.addEventListener("compositionend", onInput);
  window.addEventListener("resize", prepare);
  prepare();
}
