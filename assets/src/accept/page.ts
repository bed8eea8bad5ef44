// The acceptance page: a known inspection needs no new facts, and one that has its master plan leads to the comparison.
const form = document.querySelector<HTMLFormElement>("#accept, #compare, #meet");

function show(id: string, shown: boolean): void {
  const place = document.getElementById(id);
  if (place) place.hidden = !shown;
}

function showFacts(): void {
  const inspection = form?.querySelector<HTMLSelectElement>("select[name=inspection]");
  const kind = form?.querySelector<HTMLSelectElement>("select[name=kind]");
  if (!form || !inspection) return;
  show("new-inspection", inspection.value === "");
  const hasMaster = (form.dataset.masters ?? "").split(" ").includes(inspection.value);
  const compares = hasMaster && kind?.value === "master";
  show("standing-note", hasMaster);
  show("compare-next", compares);
  show("outcomes", !compares);
  const words = form.querySelector<HTMLElement>("#accept-send span");
  if (words) {
    words.dataset.plain ??= words.textContent ?? "";
    words.textContent = compares ? (form.dataset.compare ?? "") : words.dataset.plain;
  }
}

form?.addEventListener("change", (event) => {
  showFacts();
  const target = event.target;
  if (target instanceof HTMLSelectElement && target.hasAttribute("data-rematch")) {
    const action = form.querySelector<HTMLButtonElement>("[name=action][value=rematch]");
    form.requestSubmit(action);
  }
});
// A double click is one click; the server would know as well.
form?.addEventListener("submit", () => {
  const button = form.querySelector<HTMLButtonElement>("#accept-send");
  window.setTimeout(() => button?.setAttribute("disabled", ""), 0);
});
window.addEventListener("pageshow", () => {
  document.querySelector("#accept-send")?.removeAttribute("disabled");
  showFacts();
});
export {};
