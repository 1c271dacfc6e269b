// The form of an inspection: what nothing was said of is all right, by one touch.
const form = document.querySelector("#inspect");
const tools = form?.querySelector("[data-tools]");

if (tools) {
  tools.hidden = false;
  tools.querySelector("#all-right").addEventListener("click", () => {
    for (const radio of form.querySelectorAll('.look input[value="not_looked"]:checked')) {
      form.querySelector(`input[name="${radio.name}"][value="right"]`).checked = true;
    }
  });
}
