// Small helpers: finding elements, talking to the server, replacing pieces of the page.

export interface Part {
  id: string;
  html: string;
}

export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const found = document.getElementById(id);
  if (!found) throw new Error(`#${id} is missing`);
  return found as T;
}

export function root(): HTMLElement {
  return byId("review");
}

/** A sentence that the template brought along, so that all words stay with the translations. */
export function words(name: string): string {
  return root().dataset[name] ?? "";
}

export function address(path: string): string {
  return (root().dataset.base ?? "") + path;
}

export function token(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content ?? "";
}

export async function post(path: string, body: unknown): Promise<Response> {
  return fetch(address(path), {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": token(), "X-Requested-With": "XMLHttpRequest" },
    body: JSON.stringify(body),
    credentials: "same-origin",
  });
}

export function elementOf(html: string): HTMLElement | null {
  const template = document.createElement("template");
  template.innerHTML = html.trim();
  return template.content.firstElementChild as HTMLElement | null;
}

/** Replace an element by its new HTML; empty HTML takes it away. */
export function swap(part: Part): HTMLElement | null {
  const old = document.getElementById(part.id);
  if (!part.html) {
    old?.remove();
    return null;
  }
  const fresh = elementOf(part.html);
  if (old && fresh) old.replaceWith(fresh);
  return fresh;
}

let hiding = 0;

/** Say something for a moment: refusals, what an act did. */
export function say(sentence: string): void {
  if (!sentence) return;
  const line = byId("toast");
  line.textContent = sentence;
  line.hidden = false;
  window.clearTimeout(hiding);
  hiding = window.setTimeout(() => (line.hidden = true), Math.max(3500, sentence.length * 160));
}

export function isField(target: EventTarget | null): target is HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement {
  return target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
