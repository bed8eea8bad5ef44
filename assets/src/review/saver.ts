// Saving as it is typed: field by field, one request at a time, in order, until it is on the server.
// What could not be saved yet is kept on this machine and sent again, also after the page was closed and reopened.
import { byId, post, root, words } from "./dom";

export interface Edit {
  item: string;
  version: number;
  verb: "type" | "facts";
  key: string;
  text?: string;
  facts?: unknown;
  redraw?: boolean;
}

export interface Answer {
  item: number | null;
  version: number;
  parts: { id: string; html: string }[];
  order: number[];
  blocks: Record<string, string>;
  focus: string;
  said: string;
}

export interface Refusal {
  status: number;
  error?: string;
  conflict?: string;
  version?: number;
  edit: Edit;
}

type Listener = (answer: Answer, edit: Edit) => void;

const PAUSE = 500;
const LONGEST_WAIT = 30_000;

const waiting = new Map<string, Edit>();
const versions = new Map<string, number>();
let timer = 0;
let attempts = 0;
let wasRefused = false;
let sending: Promise<void> | null = null;
let onSaved: Listener = () => undefined;
let onRefused: (refusal: Refusal) => void = () => undefined;

/** By person: on a shared machine nobody sends what somebody else typed. */
function storeKey(): string {
  return `duban.review.${root().dataset.person ?? ""}.${root().dataset.set ?? ""}`;
}

function remember(): void {
  if (waiting.size === 0) localStorage.removeItem(storeKey());
  else localStorage.setItem(storeKey(), JSON.stringify([...waiting]));
}

type State = "saved" | "saving" | "failing" | "offline" | "refused" | "signed-out";

function show(state: State): void {
  const line = byId("save-state");
  line.dataset.state = state;
  const label = line.querySelector("span");
  if (label) label.textContent = words(state === "signed-out" ? "signedOut" : state);
}

export function knowVersion(item: string, version: number): void {
  versions.set(item, version);
}

export function versionOf(item: string): number {
  return versions.get(item) ?? 0;
}

export function isWaiting(item?: string): boolean {
  if (item === undefined) return waiting.size > 0;
  return [...waiting.values()].some((edit) => edit.item === item);
}

export function schedule(edit: Omit<Edit, "version">): void {
  const slot = `${edit.item}|${edit.verb}|${edit.key}`;
  waiting.set(slot, { ...edit, version: waiting.get(slot)?.version ?? versionOf(edit.item) });
  remember();
  show("saving");
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void flush(), edit.redraw ? 0 : PAUSE);
}

/** Send everything that waits; resolves when nothing waits or the network is gone. */
export async function flush(): Promise<void> {
  window.clearTimeout(timer);
  if (!sending) sending = drain().finally(() => (sending = null));
  return sending;
}

async function drain(): Promise<void> {
  wasRefused = false;
  for (;;) {
    const next = waiting.entries().next();
    if (next.done) break;
    const [slot, edit] = next.value;
    if (!(await send(slot, edit))) return;
  }
  if (!wasRefused) show("saved"); // a refusal stays to be seen until something is saved after it
}

async function send(slot: string, edit: Edit): Promise<boolean> {
  let response: Response;
  try {
    response = await post(`items/${edit.item}/act/`, { ...edit, doc: shownDocument() });
  } catch {
    return later();
  }
  if (isSignedOut(response)) return signedOut();
  if (response.status >= 500 || response.status === 429) return later();
  attempts = 0;
  const unchanged = waiting.get(slot) === edit;
  if (unchanged) waiting.delete(slot);
  remember();
  if (response.ok) await saved((await response.json()) as Answer, edit, slot);
  else await refused(response, edit, slot);
  return true;
}

/** The version seen only moves on when nothing of others lies between: their changes have to be seen first. */
async function saved(answer: Answer, edit: Edit, slot: string): Promise<void> {
  const seen = versionOf(edit.item);
  if (answer.version === seen + 1) knowVersion(edit.item, answer.version);
  const newer = waiting.get(slot);
  if (newer) waiting.set(slot, { ...newer, version: versionOf(edit.item) });
  onSaved(answer, edit);
}

async function refused(response: Response, edit: Edit, slot: string): Promise<void> {
  waiting.delete(slot);
  remember();
  wasRefused = true;
  show("refused");
  const told = (await response.json().catch(() => ({}))) as Partial<Refusal>;
  onRefused({ ...told, status: response.status, edit });
}

/** The sign-in ran out: the answer is the sign-in page, or the form token is no longer good. */
export function isSignedOut(response: Response): boolean {
  return response.redirected || response.status === 403;
}

/** What waits stays on this machine; it is sent when the page is opened again after signing in. */
function signedOut(): false {
  show("signed-out");
  return false;
}

function later(): false {
  attempts += 1;
  show(navigator.onLine ? "failing" : "offline");
  window.clearTimeout(timer);
  timer = window.setTimeout(() => void flush(), Math.min(LONGEST_WAIT, 1000 * 2 ** Math.min(attempts, 5)));
  return false;
}

function shownDocument(): string {
  return document.querySelector<HTMLElement>("#doc-pane [data-document]")?.dataset.document ?? "";
}

/** Edits of an earlier visit that never reached the server. */
function recall(): void {
  const stored = localStorage.getItem(storeKey());
  if (!stored) return;
  try {
    for (const [slot, edit] of JSON.parse(stored) as [string, Edit][]) waiting.set(slot, edit);
  } catch {
    localStorage.removeItem(storeKey());
  }
  if (waiting.size > 0) void flush();
}

export function start(saved: Listener, refused: (refusal: Refusal) => void): void {
  onSaved = saved;
  onRefused = refused;
  window.addEventListener("online", () => void flush());
  window.addEventListener("beforeunload", (event) => {
    if (waiting.size === 0) return;
    void flush();
    event.preventDefault();
  });
  recall();
}
