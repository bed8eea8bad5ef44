// The ledger page: a finding opens beside the list, rows are selected, columns are chosen. Everything works without it too.
import { start as startColumns } from "./columns";
import { start as startPanel } from "./panel";
import { start as startSelection } from "./selection";

startPanel();
startSelection();
startColumns();

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
