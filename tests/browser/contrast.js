/* The contrast (WCAG 2) of an element's text against what is painted behind it. */
(element) => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].map((part) => part / 255);
  };
  const over = ([r, g, b, a], [x, y, z]) => [r * a + x * (1 - a), g * a + y * (1 - a), b * a + z * (1 - a), 1];
  const light = (colour) => {
    const [r, g, b] = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const layers = [];
  for (let part = element; part; part = part.parentElement) {
    layers.push(rgba(getComputedStyle(part).backgroundColor));
  }
  const behind = layers.reverse().reduce((below, layer) => over(layer, below), [1, 1, 1, 1]);
  const style = getComputedStyle(element);
  const text = over(rgba(element instanceof SVGElement ? style.fill : style.color), behind);
  const [high, low] = [light(text), light(behind)].sort((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}
