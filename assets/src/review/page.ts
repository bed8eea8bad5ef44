// The review page: its modules, and what its buttons and marks do.
import * as acts from "./acts";
import * as caret from "./caret";
import * as dialogs from "./dialogs";
import { byId } from "./dom";
import * as editor from "./editor";
import * as keys from "./keys";
import * as list from "./list";
import * as marks from "./marks";
import * as panes from "./panes";
import * as presence from "./presence";
import * as saver from "./saver";
import * as selection from "./selection";

function splitPart(key: string): void {
  const field = editor.input(key);
  const offset = field instanceof HTMLTextAreaElement ? [...field.value.slice(0, field.selectionStart)].length : 0;
  void acts.onItem({ verb: "split-part", key, offset });
}

const BUTTONS: Record<string, (button: HTMLElement) => void> = {
  confirm: () => void acts.confirm(),
  split: () => void acts.split(),
  merge: () => void acts.onItem({ verb: "merge" }),
  drop: () => dialogs.drop(),
  restore: () => void acts.onItem({ verb: "restore" }),
  undo: () => void acts.onSet({ verb: "undo" }),
  add: () => void acts.add(),
  fill: () => void acts.fill(),
  help: () => dialogs.help(),
  previous: () => void list.go(-1),
  next: () => void list.go(1),
  settle: (button) => void acts.onItem({ verb: "settle", doubt: button.dataset.doubtId }),
  remove: (button) => void acts.onItem({ verb: "remove-part", key: button.dataset.of }),
  "add-part": (button) => void acts.addPart(button.dataset.of ?? ""),
  "move-up": (button) => void acts.onItem({ verb: "move-part", key: button.dataset.of, by: -1 }),
  "move-down": (button) => void acts.onItem({ verb: "move-part", key: button.dataset.of, by: 1 }),
  "split-part": (button) => splitPart(button.dataset.of ?? ""),
  "join-part": (button) => void acts.onItem({ verb: "join-part", key: button.dataset.of }),
  "close-dialog": (button) => button.closest("dialog")?.close(),
};

async function goTo(button: HTMLElement): Promise<void> {
  const [start, end] = (button.dataset.goto ?? "").split("-").map(Number);
  const doc = button.dataset.gotoDoc;
  const shown = byId("doc-pane").querySelector<HTMLElement>("[data-document]")?.dataset.document;
  if (doc && doc !== shown) await editor.openDocument(doc);
  panes.show("doc");
  if (start !== undefined && end !== undefined) marks.revealPlace(start, end);
}

function onClick(event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  const place = target?.closest<HTMLElement>("[data-goto]");
  if (place) void goTo(place);
  const button = target?.closest<HTMLElement>("[data-do]");
  if (button && !(button instanceof HTMLButtonElement && button.disabled)) BUTTONS[button.dataset.do ?? ""]?.(button);
  const tab = target?.closest<HTMLElement>("[data-doc-tab]");
  if (tab?.dataset.docTab) {
    event.preventDefault();
    void editor.openDocument(tab.dataset.docTab);
  }
}

/** A click on a mark (that is no selection) goes to the field it stands in. */
function onMark(event: MouseEvent): void {
  const mark = event.target instanceof Element ? event.target.closest<HTMLElement>("mark[data-key]") : null;
  const chosen = window.getSelection();
  if (!mark || (chosen && !chosen.isCollapsed)) return;
  const [item, key] = (mark.dataset.key ?? "").split(":");
  if (!item || !key) return;
  panes.show("item");
  void editor.open(item, key);
}

/** Pointing at a mark shows the field it stands in, or, for another item, its row. */
function onPoint(event: Event): void {
  for (const shown of document.querySelectorAll(".pointed")) shown.classList.remove("pointed");
  const mark = event.target instanceof Element ? event.target.closest<HTMLElement>("mark[data-key]") : null;
  const [item, key] = (mark?.dataset.key ?? "").split(":");
  if (!item || !key) return;
  const field = item === editor.itemInHand() ? editor.editor().querySelector(`[data-field="${CSS.escape(key)}"]`) : null;
  (field ?? document.getElementById(`row-${item}`))?.classList.add("pointed");
}

/** Buttons must not take the selection away from the document before it was used. */
function keepSelection(event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest("#selection-bar, [data-do=add-part], [data-do=split]")) event.preventDefault();
}

saver.start(acts.applyQuietly, acts.refused);
selection.start();
caret.start();
editor.start();
list.start();
panes.start();
dialogs.start();
keys.start();
presence.start();
document.addEventListener("click", onClick);
document.addEventListener("mousedown", keepSelection);
byId("doc-pane").addEventListener("click", onMark);
byId("doc-pane").addEventListener("mouseover", onPoint);
byId("doc-pane").addEventListener("mouseleave", onPoint);
marks.point(editor.itemInHand(), "problem", true);
// From here on every button does what it says.
document.documentElement.dataset.ready = "yes";
