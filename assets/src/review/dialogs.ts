// Help, and the reason for taking an item out.
import * as acts from "./acts";
import { byId } from "./dom";

export function help(): void {
  byId<HTMLDialogElement>("help-dialog").showModal();
}

export function drop(): void {
  byId<HTMLDialogElement>("drop-dialog").showModal();
  byId("drop-reason").focus();
}

export function start(): void {
  const dialog = byId<HTMLDialogElement>("drop-dialog");
  dialog.addEventListener("close", () => {
    const reason = byId<HTMLInputElement>("drop-reason");
    if (dialog.returnValue === "drop" && reason.value.trim()) void acts.onItem({ verb: "drop", reason: reason.value });
    reason.value = "";
    dialog.returnValue = "";
  });
}
