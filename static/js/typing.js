// Forms in which posts are written: finding by typing, ticks of usual skills, a payslip and costs that follow along.
// Everything works without this script: the server finds, ticks, reckons and refuses by the same rules.

document.documentElement.classList.add("has-script");

const LEAST_TYPED = 2;

async function ask(path, query) {
  const address = new URL(path, window.location.origin);
  Object.entries(query).forEach(([name, value]) => value && address.searchParams.set(name, value));
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" } });
    return answer.ok ? await answer.json() : {};
  } catch {
    return {}; // without a connection one types on; the server asks again
  }
}

function quietly(words, then) {
  let waiting = 0;
  return (...args) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => then(...args), words);
  };
}

function escaped(text) {
  const holder = document.createElement("span");
  holder.textContent = text ?? "";
  return holder.innerHTML;
}

// Puts a list of suggestions under a text field; the field keeps its name, its id and what was typed.
function suggest(field, { find, label, quiet, chosen }) {
  const holder = document.createElement("div");
  const { id, name, value } = field;
  const describedBy = field.getAttribute("aria-describedby");
  const isWrong = field.classList.contains("govuk-input--error");
  let input = null;
  field.replaceWith(holder);
  window.accessibleAutocomplete({
    element: holder,
    id,
    name,
    defaultValue: value,
    minLength: LEAST_TYPED,
    confirmOnBlur: false,
    showNoOptionsFound: false,
    displayMenu: "overlay",
    inputClasses: isWrong ? "govuk-input--error" : "",
    source: quietly(150, async (typed, show) => {
      const found = await find(typed);
      if (input?.value === typed) show(found); // else one has typed on, or chosen, meanwhile
    }),
    templates: {
      inputValue: (one) => (typeof one === "object" && one ? label(one) : one ?? ""),
      suggestion: (one) =>
        typeof one === "object"
          ? `${escaped(label(one))} <span class="autocomplete__option-quiet">${escaped(quiet(one))}</span>`
          : escaped(one),
    },
    onConfirm: (one) => one && typeof one === "object" && chosen(one),
  });
  input = holder.querySelector("input");
  if (input && describedBy) input.setAttribute("aria-describedby", describedBy);
  return input;
}

// Ticks of skills

function tickBox(area) {
  return area.querySelector(".govuk-checkboxes") ?? drawTicks(area);
}

function drawTicks(area) {
  const group = document.createElement("div");
  group.className = "govuk-form-group";
  const set = document.createElement("fieldset");
  set.className = "govuk-fieldset";
  const legend = document.createElement("legend");
  legend.className = "govuk-fieldset__legend govuk-fieldset__legend--s";
  legend.textContent = area.dataset.legend;
  const hint = document.createElement("div");
  hint.className = "govuk-hint";
  hint.textContent = area.dataset.hint;
  const box = document.createElement("div");
  box.className = "govuk-checkboxes govuk-checkboxes--small columns";
  set.append(legend, hint, box);
  group.append(set);
  area.append(group);
  return box;
}

function addTick(area, skill, isTicked) {
  const box = tickBox(area);
  const known = [...box.querySelectorAll("input")].find((one) => one.value === skill.uri);
  if (known) {
    known.checked = known.checked || isTicked;
    return;
  }
  const name = area.dataset.skillTicks;
  const item = document.createElement("div");
  item.className = "govuk-checkboxes__item";
  const input = document.createElement("input");
  input.className = "govuk-checkboxes__input";
  input.type = "checkbox";
  input.name = name;
  input.value = skill.uri;
  input.checked = isTicked;
  input.id = `${name}-added-${box.children.length + 1}`;
  const words = document.createElement("label");
  words.className = "govuk-label govuk-checkboxes__label";
  words.htmlFor = input.id;
  words.textContent = skill.label;
  item.append(input, words);
  box.append(item);
}

async function showUsualSkills(uri) {
  const usual = await ask("/typing/usual-skills", { occupation: uri });
  document.querySelectorAll("[data-skill-ticks]").forEach((area) => {
    area.querySelectorAll(".govuk-checkboxes__item").forEach((one) => one.remove());
    const isRequired = area.dataset.skillTicks === "required_skills";
    (usual.essential ?? []).forEach((one) => addTick(area, one, !isRequired));
    if (area.dataset.skillTicks === "desired_skills") (usual.optional ?? []).forEach((one) => addTick(area, one, false));
  });
  const shownFor = document.querySelector("input[name=skills_for]");
  if (shownFor) shownFor.value = uri;
}

function startOccupations(field) {
  const uri = document.querySelector("input[name=occupation_uri]");
  const understood = document.querySelector("[data-understood]");
  suggest(field, {
    find: async (typed) => (await ask("/typing/occupations", { q: typed })).found ?? [],
    label: (one) => one.label,
    quiet: (one) => [one.matched.toLowerCase() === one.label.toLowerCase() ? "" : one.matched, `ISCO ${one.isco}`].filter(Boolean).join(" · "),
    chosen: (one) => {
      uri.value = one.uri;
      const strong = document.createElement("strong");
      strong.textContent = `${one.label} (ISCO ${one.isco})`;
      understood?.replaceChildren(`${understood.dataset.words} `, strong);
      showUsualSkills(one.uri);
    },
  });
}

function startPlaces(field) {
  const country = document.querySelector("select[name=country]");
  const canBeChosen = (code) => !country || [...country.options].some((option) => option.value === code);
  suggest(field, {
    find: async (typed) => {
      const { found = [] } = await ask("/typing/places", { q: typed, country: country?.value });
      return found.filter((one) => canBeChosen(one.country));
    },
    label: (one) => one.label,
    quiet: (one) => [...(country?.options ?? [])].find((option) => option.value === one.country)?.text ?? one.country,
    chosen: (one) => {
      if (country) country.value = one.country;
    },
  });
}

function startAdding(holder) {
  const area = document.querySelector(`[data-skill-ticks="${holder.dataset.addsSkills}"]`);
  const group = document.createElement("div");
  group.className = "govuk-form-group";
  const label = document.createElement("label");
  label.className = "govuk-label govuk-label--s";
  label.textContent = holder.dataset.label;
  const field = document.createElement("input");
  field.id = `find-${holder.dataset.addsSkills}`;
  field.className = "govuk-input";
  label.htmlFor = field.id;
  group.append(label, field);
  holder.before(group);
  let input = null;
  input = suggest(field, {
    find: async (typed) => (await ask("/typing/skills", { q: typed })).found ?? [],
    label: (one) => one.label,
    quiet: (one) => (one.matched.toLowerCase() === one.label.toLowerCase() ? "" : one.matched),
    chosen: (one) => {
      addTick(area, one, true);
      setTimeout(() => {
        input.value = "";
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }, 0);
    },
  });
  input?.removeAttribute("name");
  leaveOut(holder);
}

// Whoever finds skills by typing need not write them line by line as well, unless they have.
function leaveOut(holder) {
  const lines = holder.querySelector("textarea");
  if (lines && !lines.value.trim() && !holder.querySelector(".govuk-error-message")) holder.hidden = true;
}

// Sums that follow along

function number(text) {
  const plain = Number(String(text ?? "").replace(/\s/g, "").replace(",", "."));
  return Number.isFinite(plain) && plain > 0 ? plain : 0;
}

function inMoney(amount) {
  const currency = document.querySelector("select[name=currency]")?.value || "GBP";
  return new Intl.NumberFormat(document.documentElement.lang || "en", { style: "currency", currency }).format(amount);
}

function valueOf(name) {
  return document.querySelector(`[name="${name}"]`)?.value;
}

function reckonWeek(shown) {
  const gross = number(valueOf("pay")) * number(valueOf("hours_per_week"));
  const paidOut = number(valueOf("housing_cost_week")) + number(valueOf("transport_cost_week"));
  if (!gross) return shown.replaceChildren();
  const left = paidOut ? `; ${shown.dataset.left} ${inMoney(gross - paidOut)}` : "";
  return shown.replaceChildren(`${shown.dataset.words} ${inMoney(gross)}${left}`);
}

// A related cost that the worker chose alone, before and apart from recruitment.
function isOwnAffair(triggers) {
  if (!triggers) return false;
  const said = (part) => triggers.querySelector(`select[name$=_${part}]`).value;
  return said("initiated_by") === "worker" && said("required") === "no" && said("in_recruitment") === "no";
}

// Questions about a bed or the bus are asked only where it has a price.
function showCharges() {
  document.querySelectorAll("[data-charge]").forEach((asked) => {
    const costs = number(valueOf(asked.dataset.charge)) > 0;
    const isWrong = asked.querySelector(".govuk-error-message");
    asked.hidden = !costs && !isWrong;
    if (costs) asked.open = true;
  });
}

// A part that one answer opens.
function showByAnswer() {
  document.querySelectorAll("[data-shown-by]").forEach((part) => {
    const chosen = document.querySelector(`input[name="${part.dataset.shownBy}"]:checked`)?.value;
    part.hidden = chosen !== part.dataset.shownValue && !part.querySelector(".govuk-error-message");
    if (!part.hidden) part.open = true;
  });
}

function judgeCost(line) {
  const payer = line.querySelector("select[name$=_payer]");
  const kind = line.querySelector("select[name$=_category]");
  const isWorker = payer.value === "worker";
  const triggers = line.querySelector("[data-triggers]");
  if (triggers) {
    triggers.hidden = !isWorker;
    triggers.open = isWorker;
  }
  const refusal = isWorker && !isOwnAffair(triggers) ? line.dataset.refusedWorker : "";
  const isRefused = Boolean(refusal) && !kind;
  line.classList.toggle("cost-line--refused", isRefused);
  line.querySelector(".cost-line__refusal")?.remove();
  if (!isRefused || line.querySelector(".govuk-error-message")) return;
  const said = document.createElement("p");
  said.className = "cost-line__refusal";
  said.setAttribute("role", "alert");
  said.textContent = refusal;
  (line.querySelector(".cost-line__examples") ?? line.querySelector("legend")).after(said);
}

const restChosen = (schedule) => schedule.querySelector("input[name=rest]:checked");

// Who pays a line: its own answer, else the one given for all that are left open.
function payerOf(line) {
  const own = line.querySelector("select[name$=_payer]").value;
  if (own || !("followsRest" in line.dataset)) return own;
  return restChosen(line.closest("[data-cost-schedule]"))?.value ?? "";
}

// An open line says which answer it takes over.
function showRest(schedule) {
  const chosen = restChosen(schedule);
  const taken = chosen && chosen.value !== "each" ? chosen : null;
  const holder = schedule.querySelector("[data-cost-rest]");
  schedule.querySelectorAll("[data-follows-rest] select[name$=_payer]").forEach((payer) => {
    const open = payer.options[0];
    open.dataset.words ??= open.text;
    open.text = (taken && holder.dataset[taken.value]) || open.dataset.words;
  });
}

function sumCosts(schedule) {
  const shown = schedule.querySelector("[data-employer-bears]");
  const sums = new Map();
  schedule.querySelectorAll(".cost-line").forEach((line) => {
    if (payerOf(line) !== "employer") return;
    const basis = line.querySelector("select[name$=_basis]");
    const words = basis.options[basis.selectedIndex]?.text ?? "";
    sums.set(words, (sums.get(words) ?? 0) + number(line.querySelector("input[name$=_amount]").value));
  });
  const parts = [...sums].filter(([, amount]) => amount).map(([words, amount]) => `${inMoney(amount)} ${words}`);
  shown.replaceChildren(parts.length ? `${shown.dataset.words} ${parts.join(", ")}` : "");
}

function startSums() {
  const payslip = document.querySelector("[data-payslip]");
  const schedule = document.querySelector("[data-cost-schedule]");
  const follow = () => {
    if (payslip) reckonWeek(payslip);
    showCharges();
    showByAnswer();
    if (schedule) {
      showRest(schedule);
      sumCosts(schedule);
    }
  };
  document.addEventListener("input", follow);
  document.addEventListener("change", (event) => {
    const line = event.target.closest?.(".cost-line");
    if (line?.dataset.cost !== undefined) judgeCost(line);
    follow();
  });
  document.querySelectorAll(".cost-line [data-triggers]").forEach((triggers) => {
    const line = triggers.closest(".cost-line");
    triggers.hidden = line.querySelector("select[name$=_payer]").value !== "worker";
  });
  follow();
}

if (window.accessibleAutocomplete) {
  document.querySelectorAll("[data-typing=occupations]").forEach(startOccupations);
  document.querySelectorAll("[data-typing=places]").forEach(startPlaces);
  document.querySelectorAll("[data-adds-skills]").forEach(startAdding);
}
startSums();
