// A filter form sends itself when a choice changes, and leaves empty fields out of the address.
function send(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select")) {
    if (field.value === "") field.disabled = true;
  }
  form.submit();
}

export function start(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>("form[data-filters]")) {
    form.addEventListener("change", () => send(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
  // Coming back to a page must not find the emptied fields still switched off.
  window.addEventListener("pageshow", () => {
    for (const field of document.querySelectorAll<HTMLInputElement>("form[data-filters] [disabled]")) field.disabled = false;
  });
}
