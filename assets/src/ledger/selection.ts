// Rows are selected to act on them; the form says how many and is there only while some are.
function boxes(): HTMLInputElement[] {
  return [...document.querySelectorAll<HTMLInputElement>("input[name=numbers]")];
}

function tell(form: HTMLFormElement): void {
  const chosen = boxes().filter((box) => box.checked).length;
  form.hidden = chosen === 0;
  const count = form.querySelector<HTMLElement>("[data-bulk-count]");
  if (count) count.textContent = (count.dataset.bulkCount ?? "").replace("{n}", String(chosen));
}

/** Before it is done: the button says how many are still ticked. */
function count(form: HTMLFormElement): void {
  const told = form.querySelector<HTMLElement>("[data-bulk-chosen]");
  if (!told) return;
  const chosen = boxes().filter((box) => box.checked).length + Number(told.dataset.bulkBesides ?? 0);
  told.textContent = (told.dataset.bulkChosen ?? "").replace("{n}", String(chosen));
}

export function start(): void {
  const chosen = document.querySelector<HTMLFormElement>("form[data-bulk-rows]");
  if (chosen) {
    document.addEventListener("change", () => count(chosen));
    addEventListener("pageshow", () => count(chosen));
  }
  const form = document.querySelector<HTMLFormElement>("form[data-bulk]");
  if (!form) return;
  document.addEventListener("change", (event) => {
    if (!(event.target instanceof HTMLInputElement)) return;
    if (event.target.matches("[data-select-all]")) {
      for (const box of boxes()) box.checked = event.target.checked;
    }
    if (event.target.matches("[data-select-all], input[name=numbers]")) tell(form);
  });
  tell(form);
}
