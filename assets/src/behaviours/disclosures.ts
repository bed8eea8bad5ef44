// Menus made of <details data-menu> close when one clicks elsewhere or presses Escape; one is open at a time.
function closeOthers(kept: Element | null): void {
  for (const menu of document.querySelectorAll<HTMLDetailsElement>("details[data-menu][open]")) {
    if (menu !== kept) menu.open = false;
  }
}

export function start(): void {
  document.addEventListener("click", (event) => {
    closeOthers(event.target instanceof Element ? event.target.closest("details[data-menu]") : null);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector<HTMLDetailsElement>("details[data-menu][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary")?.focus();
  });
}
