// What is typed into a form of a step outlives a sign-in that ran out, an error, a lost network: it is kept in this window, by
// person and address, until the form has arrived. Nothing is kept of files, and nothing after signing out.
const FORMS = "form[data-step], form[data-keep]";
const PREFIX = "duban.typed.";
// A form that stands on its page also after it was taken: there only a refusal says that it was not.
const STAYS = "stays";
const SENT = "sent";

interface Kept {
  state: "typed" | typeof SENT;
  values: [string, string][];
}

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function person(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="person"]')?.content ?? "";
}

function key(form: HTMLFormElement): string {
  return `${PREFIX}${person()}.${new URL(form.action).pathname}`;
}

function controls(form: HTMLFormElement): Control[] {
  return [...form.querySelectorAll<Control>("input, select, textarea")].filter(
    (each) => each.name && !["hidden", "file", "password", "submit"].includes(each.type),
  );
}

function value(each: Control): string {
  return each instanceof HTMLInputElement && /checkbox|radio/.test(each.type) ? String(each.checked) : each.value;
}

function read(name: string): Kept | null {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

function keep(form: HTMLFormElement, state: Kept["state"]): void {
  const values = controls(form).map((each): [string, string] => [each.id || each.name, value(each)]);
  sessionStorage.setItem(key(form), JSON.stringify({ state, values }));
}

function put(form: HTMLFormElement, kept: Kept): boolean {
  const known = new Map(kept.values);
  let changed = false;
  for (const each of controls(form)) {
    const was = known.get(each.id || each.name);
    if (was === undefined || was === value(each)) continue;
    if (each instanceof HTMLInputElement && /checkbox|radio/.test(each.type)) each.checked = was === "true";
    else each.value = was;
    each.dispatchEvent(new Event("change", { bubbles: true }));
    changed = true;
  }
  return changed;
}

/** What is shown is read out; what is hidden is no alert of the page. */
function say(form: HTMLFormElement, name: string): void {
  for (const note of form.querySelectorAll<HTMLElement>("[data-note]")) {
    note.hidden = note.dataset.note !== name;
    if (note.hidden) note.removeAttribute("role");
    else note.setAttribute("role", name === "failed" ? "alert" : "status");
  }
}

function restore(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>(FORMS)) {
    const kept = read(key(form));
    // After a refusal the server shows what it was sent, and nothing differs.
    if (kept && put(form, kept)) {
      say(form, "restored");
      form.closest("details")?.setAttribute("open", "");
    }
    if (kept?.state === SENT) keep(form, "typed");
  }
}

/** What was sent has arrived where another page came in its place; not where that page is a door or an error. */
function settle(): void {
  const stopped = document.querySelector("[data-unsent]") !== null;
  for (const name of Object.keys(sessionStorage).filter((each) => each.startsWith(PREFIX))) {
    const kept = read(name);
    if (kept?.state !== SENT) continue;
    const again = [...document.querySelectorAll<HTMLFormElement>(FORMS)].find((form) => key(form) === name);
    if (stopped) sessionStorage.setItem(name, JSON.stringify({ ...kept, state: "typed" }));
    else if (!again || (again.dataset.keep === STAYS && !document.querySelector(".notes .note-error")))
      sessionStorage.removeItem(name);
  }
  const hint = document.querySelector<HTMLElement>("[data-typed-hint]");
  if (hint) hint.hidden = !Object.keys(sessionStorage).some((each) => each.startsWith(PREFIX));
}

function forget(): void {
  for (const name of Object.keys(sessionStorage).filter((each) => each.startsWith(PREFIX)))
    sessionStorage.removeItem(name);
}

function formOf(event: Event): HTMLFormElement | null {
  return event.target instanceof Element ? event.target.closest<HTMLFormElement>(FORMS) : null;
}

function failed(event: Event): void {
  const form = formOf(event);
  if (!form) return;
  keep(form, "typed");
  delete form.dataset.sent;
  say(form, "failed");
}

function click(event: MouseEvent): void {
  const form = formOf(event);
  if (!form || !(event.target instanceof Element)) return;
  const back = event.target.closest("[data-restart]");
  if (back) say(form, "");
  if (back || event.target.closest("[data-close]")) sessionStorage.removeItem(key(form));
}

export function start(): void {
  settle();
  restore(document);
  for (const name of ["input", "change"])
    document.addEventListener(name, (event) => {
      const form = formOf(event);
      if (form && event.isTrusted) keep(form, "typed");
    });
  document.addEventListener("click", click, true);
  document.addEventListener("submit", (event) => {
    const form = formOf(event);
    if (form) keep(form, SENT);
    else if (event.target instanceof Element && event.target.matches("[data-sign-out]")) forget();
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target instanceof HTMLElement) restore(event.target);
  });
  for (const name of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) document.addEventListener(name, failed);
}
