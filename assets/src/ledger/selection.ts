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

export function start(): void {
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
