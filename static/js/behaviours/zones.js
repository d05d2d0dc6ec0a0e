// The device's time zone: guessed into a hidden field when someone joins, and offered in the preferences.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function guess(field) {
  field.value = zone;
}

function offer(line) {
  const select = document.getElementById(line.dataset.deviceZone);
  const known = [...select.options].some((option) => option.value === zone);
  if (!known || select.value === zone) return;
  line.querySelector("[data-zone-name]").textContent = zone;
  line.querySelector("button").addEventListener("click", () => {
    select.value = zone;
    select.form.requestSubmit();
  });
  line.hidden = false;
}

if (zone) {
  document.querySelectorAll("[data-zone-guess]").forEach(guess);
  document.querySelectorAll("[data-device-zone]").forEach(offer);
}
