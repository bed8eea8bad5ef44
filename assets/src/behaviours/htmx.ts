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

declare global {
  interface Window {
    htmx: typeof htmx;
  }
}
window.htmx = htmx;
