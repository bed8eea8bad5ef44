// A filter form sends itself when a choice changes, and leaves empty fields out of the address.
const FORMS = "form[data-filters]";

function send(form: HTMLFormElement): void {
  for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>("input, select")) {
    if (field.value === "") field.disabled = true;
  }
  form.submit();
}

// Whoever comes back to a page finds it as its address says, not as she left it.
function restore(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>(FORMS)) {
    for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>(":disabled")) field.disabled = false;
    form.reset();
  }
}

export function start(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>(FORMS)) {
    form.addEventListener("change", () => send(form));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form);
    });
  }
  window.addEventListener("pageshow", restore);
}
