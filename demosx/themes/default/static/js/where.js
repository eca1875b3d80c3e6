// The map: a press or the arrow keys set the place, without sending the form.
const part = document.querySelector("[data-where]");

if (part) {
  const { north, south, west, east, wide, high } = Object.fromEntries(Object.entries(part.dataset).map(([name, value]) => [name, Number(value)]));
  const picture = part.querySelector("input[type=image]");
  const overlay = part.querySelector("svg");
  const [latitude, longitude] = ["latitude", "longitude"].map((name) => part.querySelector(`[name=${name}]`));
  const said = part.querySelector("[data-where-said]");
  const none = part.querySelector("[data-where-none]");
  const between = (number, least, most) => Math.min(Math.max(number, least), most);
  const given = () => latitude.value !== "" && longitude.value !== "";

  const show = () => {
    const x = ((Number(longitude.value) - west) / (east - west)) * wide;
    const y = ((north - Number(latitude.value)) / (north - south)) * high;
    const seen = given() && x >= 0 && x <= wide && y >= 0 && y <= high;
    overlay.toggleAttribute("hidden", !seen);
    none.hidden = !given();
    if (seen) overlay.querySelector(".map-mark").setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
  };

  const set = (up, across) => {
    latitude.value = up === null ? "" : between(up, south, north).toFixed(5);
    longitude.value = up === null ? "" : between(across, west, east).toFixed(5);
    show();
    latitude.dispatchEvent(new Event("input", { bubbles: true }));
    const words = given() ? said.dataset.words : said.dataset.none;
    said.textContent = words.replace("{latitude}", latitude.value).replace("{longitude}", longitude.value);
  };

  picture.disabled = false;
  picture.classList.add("where-wide");
  picture.addEventListener("click", (event) => {
    event.preventDefault();
    const box = picture.getBoundingClientRect();
    // The keyboard presses without a place: the middle, if there is none yet.
    if (event.detail === 0) return given() || set((north + south) / 2, (east + west) / 2);
    set(north - ((event.clientY - box.top) / box.height) * (north - south), west + ((event.clientX - box.left) / box.width) * (east - west));
  });
  picture.addEventListener("keydown", (event) => {
    const steps = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] }[event.key];
    if (!steps) return;
    event.preventDefault();
    const [up, across] = given() ? [Number(latitude.value), Number(longitude.value)] : [(north + south) / 2, (east + west) / 2];
    const share = event.shiftKey ? 0.1 : 0.01;
    set(up + steps[0] * share * (north - south), across + steps[1] * share * (east - west));
  });
  none.addEventListener("click", () => {
    set(null);
    picture.focus();
  });
  for (const box of [latitude, longitude]) box.addEventListener("input", show);
  show();
}
