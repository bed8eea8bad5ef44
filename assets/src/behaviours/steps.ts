// The form of a step: sent once however often the button is pressed, showing only the fields its choices ask for, and put
// away again without leaving the page.
const FORM = "form[data-step]";

function choose(form: HTMLFormElement): void {
  for (const part of form.querySelectorAll<HTMLElement>("[data-only]")) {
    const [name = "", wanted = ""] = (part.dataset.only ?? "").split("=");
    const field = form.elements.namedItem(name);
    const value = field instanceof HTMLSelectElement || field instanceof HTMLInputElement ? field.value : "";
    part.hidden = value !== wanted;
  }
}

function prepare(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>(FORM)) {
    delete form.dataset.sent;
    choose(form);
  }
}

function send(event: SubmitEvent): void {
  const form = event.target;
  if (!(form instanceof HTMLFormElement) || !form.matches(FORM)) return;
  if (form.dataset.sent && !form.hasAttribute("hx-post")) event.preventDefault();
  form.dataset.sent = "yes";
}

// While a form is open its button is the next step, and the card's stands back.
function acting(open: boolean): void {
  document.querySelector(".file")?.classList.toggle("file-acting", open);
}

// Closing leaves the page as it was before the form came, with the cursor where it was.
let opener: HTMLElement | null = null;

function click(event: MouseEvent): void {
  const target = event.target instanceof Element ? event.target : null;
  const link = target?.closest<HTMLElement>('[hx-target="#step"]');
  if (link && link.tagName === "A") opener = link;
  if (!target?.closest("[data-close]")) return;
  event.preventDefault();
  document.getElementById("step")?.replaceChildren();
  acting(false);
  opener?.focus();
}

export function start(): void {
  prepare(document);
  document.addEventListener("submit", send);
  document.addEventListener("click", click);
  document.addEventListener("change", (event) => {
    const form = event.target instanceof Element ? event.target.closest<HTMLFormElement>(FORM) : null;
    if (form) choose(form);
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    const place = event.target;
    if (!(place instanceof HTMLElement) || place.id !== "step") return;
    prepare(place);
    acting(place.childElementCount > 0);
    place.querySelector<HTMLElement>("[data-focus]")?.focus({ preventScroll: true });
  });
  window.addEventListener("pageshow", () => prepare(document));
}
