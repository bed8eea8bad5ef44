// Columns are dragged into another order, and sent only when one asks for them; the usual ones need no word in the address.
function usual(panel: HTMLElement): boolean {
  const codes = [...panel.querySelectorAll<HTMLInputElement>("input[name=col]:checked")].map((box) => box.value);
  return codes.join(" ") === (panel.dataset.columns ?? "").trim();
}

function drags(panel: HTMLElement): void {
  let held: HTMLElement | null = null;
  panel.addEventListener("dragstart", (event) => {
    held = event.target instanceof HTMLElement ? event.target.closest(".column-choice") : null;
  });
  panel.addEventListener("dragover", (event) => {
    const over = event.target instanceof Element ? event.target.closest<HTMLElement>(".column-choice") : null;
    if (!held || !over || over === held) return;
    event.preventDefault();
    const { top, height } = over.getBoundingClientRect();
    over.parentElement?.insertBefore(held, event.clientY > top + height / 2 ? over.nextSibling : over);
  });
  panel.addEventListener("drop", (event) => event.preventDefault());
}

export function start(): void {
  const panel = document.querySelector<HTMLElement>("[data-columns]");
  if (!panel) return;
  drags(panel);
  // A box that is ticked changes nothing yet: the button below does.
  panel.addEventListener("change", (event) => event.stopPropagation());
  const form = panel.closest("form");
  const drop = (event: Event): void => {
    if (event.type === "change" && event.target instanceof Node && panel.contains(event.target)) return;
    if (!usual(panel)) return;
    for (const box of panel.querySelectorAll<HTMLInputElement>("input[name=col]")) box.disabled = true;
  };
  form?.addEventListener("change", drop, { capture: true });
  form?.addEventListener("submit", drop, { capture: true });
}
