// A form that shows something only once (a first password, recovery codes) is sent once, however often the button is pressed.
const FORMS = "form[data-once]";

function send(event: SubmitEvent): void {
  const form = event.currentTarget as HTMLFormElement;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
}

// Whoever comes back to the page may send it again.
function restore(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>(FORMS)) delete form.dataset.sent;
}

export function start(): void {
  for (const form of document.querySelectorAll<HTMLFormElement>(FORMS)) form.addEventListener("submit", send);
  window.addEventListener("pageshow", restore);
}
