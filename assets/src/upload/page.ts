// The upload page: files dropped or chosen are listed with their role; sending them shows how far it is.

interface Told {
  url?: string;
  error?: string;
  known?: { name: string; url: string; title: string }[];
}

const form = document.querySelector<HTMLFormElement>("#upload");
const chosen: { file: File; row: HTMLElement }[] = [];

function part<T extends Element>(selector: string): T {
  const found = form?.querySelector<T>(selector);
  if (!found) throw new Error(`${selector} is missing`);
  return found;
}

function word(name: string): string {
  return form?.dataset[name] ?? "";
}

function complain(sentence: string): void {
  const place = part<HTMLElement>("#upload-error");
  place.hidden = sentence === "";
  part<HTMLElement>("#upload-error span").textContent = sentence;
}

function size(bytes: number): string {
  return bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

function refusal(file: File): string {
  if (chosen.length >= Number(word("maxFiles"))) return word("tooMany");
  if (file.size > Number(word("maxBytes"))) return word("tooLarge").replace("%s", file.name);
  const total = chosen.reduce((sum, other) => sum + other.file.size, file.size);
  return total > Number(word("maxTotal")) ? word("tooMuch") : "";
}

function add(file: File): void {
  if (chosen.some((other) => other.file.name === file.name && other.file.size === file.size)) return;
  const reason = refusal(file);
  if (reason) {
    complain(reason);
    return;
  }
  const template = part<HTMLTemplateElement>("#chosen-row");
  const row = template.content.firstElementChild?.cloneNode(true) as HTMLElement;
  const name = row.querySelector(".chosen-name");
  const weight = row.querySelector(".chosen-size");
  if (name) name.textContent = file.name;
  if (weight) weight.textContent = size(file.size);
  row.querySelector("button")?.addEventListener("click", () => {
    chosen.splice(chosen.findIndex((other) => other.row === row), 1);
    row.remove();
  });
  chosen.push({ file, row });
  part("#chosen").append(row);
}

function addAll(files: Iterable<File>): void {
  complain("");
  for (const file of files) add(file);
}

function listenToDrops(): void {
  const drop = part<HTMLElement>("#drop");
  for (const name of ["dragenter", "dragover"]) {
    document.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("drop-over");
    });
  }
  for (const name of ["dragleave", "drop"]) document.addEventListener(name, () => drop.classList.remove("drop-over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    addAll(event.dataTransfer?.files ?? []);
  });
}

function body(): FormData {
  const data = new FormData();
  const token = form?.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "";
  data.append("csrfmiddlewaretoken", token);
  data.append("inspection", part<HTMLSelectElement>("#inspection").value);
  data.append("text", part<HTMLTextAreaElement>("#text").value);
  for (const { file, row } of chosen) {
    data.append("files", file, file.name);
    data.append("roles", row.querySelector("select")?.value ?? "");
  }
  return data;
}

function showProgress(percent: number, sentence: string): void {
  part<HTMLElement>("#upload-progress").hidden = false;
  part<HTMLProgressElement>("#upload-progress progress").value = percent;
  part("#upload-progress span").textContent = sentence;
}

function stop(sentence: string): void {
  part<HTMLElement>("#upload-progress").hidden = true;
  part<HTMLButtonElement>("#send").disabled = false;
  complain(sentence);
}

function showKnown(told: Told): void {
  const place = part<HTMLElement>("#upload-known");
  const list = part<HTMLElement>("#upload-known ul");
  list.replaceChildren();
  for (const file of told.known ?? []) {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = file.url;
    link.textContent = file.title;
    row.append(`${file.name} → `, link);
    list.append(row);
  }
  place.hidden = false;
}

/** What is here already need not be sent again; what is chosen next is another set. */
function forgetChosen(): void {
  for (const { row } of chosen.splice(0)) row.remove();
}

function answered(request: XMLHttpRequest): void {
  let told: Told = {};
  try {
    told = JSON.parse(request.responseText) as Told;
  } catch {
    stop(word("broken"));
    return;
  }
  if (told.error !== undefined) stop(told.error);
  else if (told.known && told.known.length > 0) {
    stop("");
    showKnown(told);
    part<HTMLElement>("#upload-rest").hidden = !told.url;
    if (told.url) {
      part<HTMLAnchorElement>("#upload-rest a").href = told.url;
      part<HTMLButtonElement>("#send").disabled = true;
      part<HTMLElement>("#upload-rest a").focus();
    } else forgetChosen();
  } else if (told.url) window.location.assign(told.url);
  else stop(word("broken"));
}

function send(event: Event): void {
  event.preventDefault();
  if (chosen.length === 0 && !part<HTMLTextAreaElement>("#text").value.trim()) {
    complain(word("nothing"));
    return;
  }
  complain("");
  part<HTMLButtonElement>("#send").disabled = true;
  const request = new XMLHttpRequest();
  request.open("POST", form?.action ?? "");
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (now) => {
    if (!now.lengthComputable) return;
    const percent = Math.round((100 * now.loaded) / now.total);
    showProgress(percent, percent < 100 ? `${word("uploading")} ${percent}%` : word("starting"));
  });
  request.addEventListener("load", () => answered(request));
  request.addEventListener("error", () => stop(word("broken")));
  showProgress(0, word("uploading"));
  request.send(body());
}

if (form) {
  const input = part<HTMLInputElement>("#files");
  input.addEventListener("change", () => {
    addAll(input.files ?? []);
    input.value = "";
  });
  listenToDrops();
  form.addEventListener("submit", send);
}
export {};
