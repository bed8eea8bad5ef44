// "/" or Ctrl K puts the cursor into the search field of the page.
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
}

export function start(): void {
  document.addEventListener("keydown", (event) => {
    const wanted = (event.key === "/" && !isTyping(event.target)) || (event.key === "k" && (event.ctrlKey || event.metaKey));
    const field = document.querySelector<HTMLInputElement>("[data-search]");
    if (!wanted || !field) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
}
