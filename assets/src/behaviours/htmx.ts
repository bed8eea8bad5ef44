// htmx under a strict content-security policy: no eval, no injected style, the form token sent along.
import htmx from "htmx.org";

htmx.config.allowEval = false;
htmx.config.includeIndicatorStyles = false;
htmx.config.historyCacheSize = 0;
// What was just put on the page answers at once: until it has settled, a click on it is lost.
htmx.config.defaultSettleDelay = 0;

document.addEventListener("htmx:configRequest", (event) => {
  const token = document.querySelector<HTMLMetaElement>('meta[name="csrf-token"]')?.content;
  if (token) (event as CustomEvent).detail.headers["X-CSRFToken"] = token;
});

const DOOR = "/account/sign-in/";

interface Answer {
  xhr: XMLHttpRequest;
  shouldSwap: boolean;
  requestConfig: { verb: string; path: string };
}

// A session that ran out is answered with the door: it is a page of its own, never a part of this one. What was being sent
// is opened again behind it, with what was typed.
document.addEventListener("htmx:beforeSwap", (event) => {
  const answer = (event as CustomEvent<Answer>).detail;
  if (new URL(answer.xhr.responseURL || window.location.href, window.location.href).pathname !== DOOR) return;
  answer.shouldSwap = false;
  const { pathname, search } = window.location;
  const next = answer.requestConfig.verb === "post" ? answer.requestConfig.path : pathname + search;
  window.location.assign(`${DOOR}?next=${encodeURIComponent(next)}`);
});

// What could not be fetched is said; a form that keeps what was typed says so itself.
function unreached(event: Event): void {
  const note = document.querySelector<HTMLElement>("[data-unreached]");
  if (note && !(event.target instanceof Element && event.target.closest("form[data-step], form[data-keep]"))) {
    note.hidden = false;
    note.setAttribute("role", "alert");
  }
}
for (const name of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) document.addEventListener(name, unreached);
document.addEventListener("htmx:afterSwap", () => {
  const note = document.querySelector<HTMLElement>("[data-unreached]");
  if (note) note.hidden = true;
});

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}
window.htmx = htmx;
