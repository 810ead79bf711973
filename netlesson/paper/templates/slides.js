(() => {
  const slides = [...document.querySelectorAll(".nl-slide")];
  const [back, next, position] = ["back", "next", "position"].map((id) => document.getElementById(id));
  let at = 0;

  function show(to, focus = true) {
    at = Math.min(Math.max(to, 0), slides.length - 1);
    slides.forEach((slide, n) => slide.classList.toggle("nl-away", n !== at));
    back.disabled = at === 0;
    next.disabled = at === slides.length - 1;
    position.textContent = slides[at].getAttribute("aria-label");
    history.replaceState(null, "", `#slide-${at + 1}`);
    if (focus) slides[at].focus({ preventScroll: true });
  }

  const STEPS = {
    ArrowRight: 1, ArrowDown: 1, PageDown: 1, " ": 1, ArrowLeft: -1, ArrowUp: -1, PageUp: -1,
    Home: -Infinity, End: Infinity,
  };
  document.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const onButton = event.key === " " && event.target.closest("button");
    if (step === undefined || onButton || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    show(at + step);
  });
  back.addEventListener("click", () => show(at - 1, false));
  next.addEventListener("click", () => show(at + 1, false));
  const asked = /^#slide-(\d+)$/.exec(location.hash);
  show(asked ? asked[1] - 1 : 0, false);
})();
