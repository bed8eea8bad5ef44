// The acceptance page: a known inspection needs no new facts.
const form = document.querySelector<HTMLFormElement>("#accept, #compare, #meet");

function showFacts(): void {
  const inspection = form?.querySelector<HTMLSelectElement>("select[name=inspection]");
  const facts = document.getElementById("new-inspection");
  if (inspection && facts) facts.hidden = inspection.value !== "";
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
