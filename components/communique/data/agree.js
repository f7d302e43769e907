// Keeps the choices in the browser and saves the records with them. Reads no HTML: all text is in the page.
const data = JSON.parse(document.getElementById("data").textContent);
const store = `communique-agree:${data.key}`;
const save = document.getElementById("save");
const state = document.getElementById("state");
const inputs = [...document.querySelectorAll("input[type=radio]")];

function kept() {
  try {
    return JSON.parse(localStorage.getItem(store)) ?? {};
  } catch {
    return {}; // storage is switched off or holds something else: the choices last until the page is closed
  }
}

const choices = kept();

function show() {
  const total = data.records.reduce((sum, record) => sum + record.disagreements.length, 0);
  const done = new Set(inputs.filter((input) => input.checked).map((input) => input.name)).size;
  state.textContent = `${done} of ${total} settled`;
}

for (const input of inputs) {
  input.checked = choices[input.name] === input.value;
  input.addEventListener("change", () => {
    choices[input.name] = input.value;
    try {
      localStorage.setItem(store, JSON.stringify(choices));
    } catch {
      // as above
    }
    show();
  });
}

save.addEventListener("click", () => {
  const lines = data.records.map((record, r) => {
    const settled = record.disagreements.map((d, i) => ({ ...d, choice: choices[`${r}-${i}`] ?? null }));
    // The rest of the record goes out as the text it came in as, so that no number changes.
    return `${record.rest.slice(0, -1)}, "disagreements": ${JSON.stringify(settled)}}\n`;
  });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(lines, { type: "application/x-ndjson" }));
  link.download = "choices.jsonl";
  link.click();
  URL.revokeObjectURL(link.href);
});

save.hidden = false;
show();
