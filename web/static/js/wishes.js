// The calendar of wishes: a tapped day fills the sheet and opens it; the sheet is an ordinary form.
const sheet = document.getElementById("wish-sheet");

function fill(day) {
  const form = sheet.querySelector("form");
  const refused = new Set(day.dataset.refused.split(" ").filter(Boolean));
  form.elements.date.value = day.dataset.wishDay;
  form.elements.note.value = day.dataset.note;
  sheet.querySelector("#sheet-title").textContent = day.dataset.title;
  for (const radio of form.querySelectorAll("[name=choice]")) {
    radio.disabled = refused.has(radio.value);
    radio.checked = day.dataset.choice !== "none" && (radio.dataset.code ?? radio.value) === day.dataset.choice;
    // Taking back is only offered where there is something to take back.
    if (radio.value === "none") radio.closest("label").hidden = day.dataset.choice === "none";
  }
  sheet.querySelector("#wish-refused").hidden = refused.size === 0;
  // With the quota used up a further day can only be looked at; the server refuses it as well.
  const used = sheet.dataset.left === "0" && day.dataset.choice === "none";
  sheet.querySelector("#wish-used").hidden = !used;
  for (const part of [form.querySelector("fieldset"), form.elements.note, sheet.querySelector("#wish-save")]) {
    part.disabled = used;
  }
}

if (sheet) {
  for (const day of document.querySelectorAll("[data-wish-day]")) {
    day.disabled = false; // until here a tap would have been lost
    day.addEventListener("click", () => {
      fill(day);
      sheet.showModal();
      sheet.querySelector("#sheet-title").focus();
    });
  }
  // A tap beside the sheet closes it, as Escape does.
  sheet.addEventListener("click", (event) => {
    if (event.target === sheet) sheet.close();
  });
}
