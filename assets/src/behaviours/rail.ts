// The left rail folds to icons and stays that way on this machine.
const KEY = "duban.rail";

function show(folded: boolean): void {
  document.documentElement.classList.toggle("rail-folded", folded);
  document.querySelector("[data-rail-fold]")?.setAttribute("aria-pressed", String(folded));
}

export function start(): void {
  show(localStorage.getItem(KEY) === "folded");
  document.querySelector("[data-rail-fold]")?.addEventListener("click", () => {
    const folded = !document.documentElement.classList.contains("rail-folded");
    localStorage.setItem(KEY, folded ? "folded" : "open");
    show(folded);
  });
}
