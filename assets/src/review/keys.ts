// The keyboard: single letters while browsing, with Alt and Ctrl while typing.
import * as acts from "./acts";
import * as caret from "./caret";
import * as dialogs from "./dialogs";
import { byId, isField } from "./dom";
import * as editor from "./editor";
import * as list from "./list";
import * as marks from "./marks";

type Act = () => unknown;

const BROWSING: Record<string, Act> = {
  j: () => list.go(1),
  k: () => list.go(-1),
  n: () => acts.nextDoubt(),
  e: () => editor.focusField(editor.fieldInHand() || "problem", true),
  f: () => acts.fill(),
  s: () => acts.split(),
  m: () => acts.onItem({ verb: "merge" }),
  a: () => acts.add(),
  u: () => acts.onSet({ verb: "undo" }),
  o: () => {
    byId("doc-pane").focus();
    caret.place(marks.marksOf(`${editor.itemInHand()}:problem`)[0] ?? null);
  },
  "?": dialogs.help,
};

let running: Promise<unknown> = Promise.resolve();

/** One key after the other: who types faster than the server answers still gets what she typed. */
function run(act: Act): void {
  running = running.then(act, act);
}

function isButton(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("button, a, summary, [role=separator]") !== null;
}

function whileTyping(event: KeyboardEvent, field: HTMLElement): boolean {
  const key = field.dataset.key ?? "";
  if (event.key === "Escape") field.blur();
  else if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) run(acts.confirm);
  else if (event.altKey && field.dataset.list === "measures") return inMeasure(event, field as HTMLTextAreaElement, key);
  else if (event.key === "Enter" && key.startsWith("units.") && !event.isComposing) addSibling(key);
  else return false;
  return true;
}

function addSibling(key: string): void {
  const name = key.slice(0, key.lastIndexOf("."));
  void acts.addPart(name, key.slice(name.length + 1));
}

function inMeasure(event: KeyboardEvent, field: HTMLTextAreaElement, key: string): boolean {
  if (event.key === "Enter") void acts.onItem({ verb: "split-part", key, offset: [...field.value.slice(0, field.selectionStart)].length });
  else if (event.key === "ArrowUp") void acts.onItem({ verb: "move-part", key, by: -1 });
  else if (event.key === "ArrowDown") void acts.onItem({ verb: "move-part", key, by: 1 });
  else return false;
  return true;
}

function onKey(event: KeyboardEvent): void {
  if (document.querySelector("dialog[open]") || event.isComposing) return;
  if (isField(event.target)) {
    if (whileTyping(event, event.target)) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Enter" && !isButton(event.target)) {
    event.preventDefault();
    if (!event.repeat) run(acts.confirm);
    return;
  }
  const act = BROWSING[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  run(act);
}

export function start(): void {
  document.addEventListener("keydown", onKey);
}
