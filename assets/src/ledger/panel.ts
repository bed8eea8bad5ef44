// A finding beside the list. The address says which one is open, so that Back closes it and a colleague sees the same.
const PLACE = "panel";

function place(): HTMLElement | null {
  return document.getElementById(PLACE);
}

function addressWith(number: string | null): URL {
  const address = new URL(window.location.href);
  if (number) address.searchParams.set("open", number);
  else address.searchParams.delete("open");
  return address;
}

function mark(number: string | null): void {
  document.querySelector("[data-beside]")?.classList.toggle("beside-open", number !== null);
  for (const row of document.querySelectorAll<HTMLElement>("tr[data-row]")) {
    row.classList.toggle("row-open", row.dataset.row === number);
  }
}

async function show(number: string): Promise<void> {
  const target = place();
  if (!target) return;
  const query = addressWith(null).search;
  try {
    await window.htmx.ajax("get", `/ledger/panel/${encodeURIComponent(number)}/${query}`, { target, swap: "innerHTML" });
  } catch {
    return; // What could not be fetched is said at the top of the page.
  }
  mark(number);
  target.querySelector<HTMLElement>("[data-panel-close]")?.focus({ preventScroll: true });
}

function close(): void {
  const target = place();
  const number = target?.querySelector<HTMLElement>("[data-panel]")?.dataset.panel ?? null;
  if (target) target.replaceChildren();
  mark(null);
  if (number) document.querySelector<HTMLElement>(`[data-open="${CSS.escape(number)}"]`)?.focus({ preventScroll: true });
}

function asTheAddressSays(): void {
  const number = new URL(window.location.href).searchParams.get("open");
  if (number) void show(number);
  else close();
}

export function start(): void {
  mark(new URL(window.location.href).searchParams.get("open"));
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = event.target.closest<HTMLElement>("[data-open]");
    const cross = event.target.closest<HTMLElement>("[data-panel-close]");
    if (!link && !cross) return;
    event.preventDefault();
    const number = link?.dataset.open ?? null;
    window.history.pushState(null, "", addressWith(number));
    if (number) void show(number);
    else close();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !place()?.firstElementChild || document.querySelector("details[data-menu][open]")) return;
    window.history.pushState(null, "", addressWith(null));
    close();
  });
  window.addEventListener("popstate", asTheAddressSays);
}
