// The ledger page: a finding opens beside the list, rows are selected, columns are chosen. Everything works without it too.
import { start as startColumns } from "./columns";
import { start as startPanel } from "./panel";
import { start as startSelection } from "./selection";

startPanel();
startSelection();
startColumns();

// ``data-print="a4"``: on smaller paper than the page is made for.
for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) {
  button.addEventListener("click", () => {
    document.documentElement.classList.toggle("paper-a4", button.dataset.print === "a4");
    window.print();
  });
}
