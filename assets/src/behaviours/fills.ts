// A choice whose options carry words puts them into another field, to be changed there; never over what somebody typed.
const filled = new WeakMap<HTMLTextAreaElement, string>();

function fill(choice: HTMLSelectElement): void {
  const field = choice.form?.elements.namedItem(choice.dataset.fills ?? "");
  if (!(field instanceof HTMLTextAreaElement)) return;
  if (field.value !== "" && field.value !== filled.get(field)) return;
  field.value = choice.selectedOptions[0]?.dataset.words ?? "";
  filled.set(field, field.value);
}

export function start(): void {
  document.addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement && event.target.dataset.fills) fill(event.target);
  });
}
