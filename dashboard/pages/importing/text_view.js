// Shows a report's text and its marked figures; a click or Enter on a figure tells the page.
// The text is put in as text, never as markup. Arrow keys go from figure to figure.

export default function ({ data, parentElement, setTriggerValue }) {
  const view = built(parentElement, data);
  const marks = [...view.querySelectorAll(".mark")];
  const pick = (mark) => setTriggerValue("picked", mark.dataset.id);
  for (const mark of marks) {
    const { state, label } = data.marks[mark.dataset.number];
    const focus = mark.dataset.id === data.focus;
    mark.className = `mark ${state}${focus ? " focus" : ""}`;
    mark.setAttribute("aria-label", label);
    mark.title = label;
    mark.tabIndex = focus ? 0 : -1;
  }
  if (marks.length && !marks.some((mark) => mark.tabIndex === 0)) marks[0].tabIndex = 0;
  view.onclick = (event) => {
    const mark = event.target.closest(".mark");
    if (mark) pick(mark);
  };
  view.onkeydown = (event) => {
    const now = marks.indexOf(event.target);
    if (now < 0) return;
    if (event.key === "Enter" || event.key === " ") pick(marks[now]);
    else if (["ArrowRight", "ArrowDown"].includes(event.key)) marks[Math.min(now + 1, marks.length - 1)].focus();
    else if (["ArrowLeft", "ArrowUp"].includes(event.key)) marks[Math.max(now - 1, 0)].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  emphasise(view, marks, data);
}

function built(parent, data) {
  let view = parent.querySelector(".text");
  if (view && view.dataset.key === data.key) {
    parent.querySelector(".legend").replaceWith(legend(data));
    return view;
  }
  parent.querySelectorAll(".text, .legend").forEach((old) => old.remove());
  view = document.createElement("div");
  view.className = "text";
  view.lang = "zh-CN";
  view.tabIndex = -1;
  view.dataset.key = data.key;
  view.setAttribute("role", "document");
  view.setAttribute("aria-label", data.label);
  for (const line of data.paragraphs) {
    const paragraph = document.createElement("p");
    for (const piece of line) paragraph.append(element(piece, data));
    view.append(paragraph);
  }
  parent.append(legend(data), view);
  return view;
}

function element([text, number, sentence], data) {
  const span = document.createElement("span");
  span.textContent = text;
  if (sentence >= 0) span.dataset.sentence = sentence;
  if (number >= 0) {
    span.dataset.number = number;
    span.dataset.id = data.marks[number].id;
    span.className = "mark";
    span.setAttribute("role", "button");
  }
  return span;
}

function legend(data) {
  const line = document.createElement("div");
  line.className = "legend";
  for (const { state, label } of data.legend) {
    const sample = document.createElement("span");
    sample.className = `mark ${state}`;
    sample.textContent = label;
    line.append(sample);
  }
  return line;
}

function emphasise(view, marks, data) {
  const focused = marks.find((mark) => mark.dataset.id === data.focus);
  const sentence = focused?.dataset.sentence;
  view.querySelectorAll("[data-sentence]").forEach((span) => {
    span.classList.toggle("here", sentence !== undefined && span.dataset.sentence === sentence);
  });
  if (!focused || view.dataset.focus === data.focus) return;
  view.dataset.focus = data.focus;
  const place = focused.getBoundingClientRect();
  const frame = view.getBoundingClientRect();
  if (place.top < frame.top + 40 || place.bottom > frame.bottom - 40) {
    view.scrollTop += place.top - frame.top - view.clientHeight / 3;
  }
}
