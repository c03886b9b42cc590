/* A figure as a file, made where it is drawn: the layers of the chart in one SVG, its sentence above, what it takes to read
   it below, on the ground of the page (light or dark). PNG is the same at twice the size. Nothing leaves the browser. */
(() => {
  const NS = "http://www.w3.org/2000/svg";
  const MARGIN = 16;
  const lines = (text, width, size) => {
    const most = Math.max(20, Math.floor(width / (size * 0.52)));
    const kept = [""];
    for (const word of text.split(" ")) {
      const last = kept[kept.length - 1];
      if (last && last.length + word.length >= most) kept.push(word);
      else kept[kept.length - 1] = last ? `${last} ${word}` : word;
    }
    return kept.filter(Boolean);
  };
  const element = (name, attributes, text) => {
    const made = document.createElementNS(NS, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const paragraph = (root, text, { y, size, width, colour, opacity }) => {
    for (const line of lines(text, width, size)) {
      y += size * 1.35;
      root.append(element("text", { x: MARGIN, y, fill: colour, "fill-opacity": opacity, "font-size": size }, line));
    }
    return y;
  };
  const drawn = (plot, { phrase, reperes }) => {
    const { width, height } = plot.getBoundingClientRect();
    const page = getComputedStyle(document.querySelector("[data-testid=stApp]"));
    const wide = Math.max(width, 480);
    const total = wide + 2 * MARGIN;
    const root = element("svg", { xmlns: NS, width: total, "font-family": "sans-serif" });
    const ground = element("rect", { width: "100%", height: "100%", fill: page.backgroundColor });
    root.append(element("title", {}, phrase), ground);
    let y = paragraph(root, phrase, { y: MARGIN / 2, size: 15, width: wide, colour: page.color, opacity: 1 }) + MARGIN;
    for (const layer of plot.querySelectorAll(".svg-container > .main-svg, .svg-container .gl-container + .main-svg")) {
      const copy = layer.cloneNode(true);
      copy.setAttribute("style", "overflow: visible"); // another font may be wider than that of the page
      copy.setAttribute("x", MARGIN);
      copy.setAttribute("y", y);
      // What the page colours by its own sheet must be written in the file.
      const [from, to] = [layer.querySelectorAll("text"), copy.querySelectorAll("text")];
      from.forEach((text, rank) => {
        const seen = getComputedStyle(text);
        for (const name of ["fill", "fill-opacity", "stroke", "stroke-width", "stroke-linejoin", "paint-order"])
          to[rank].style.setProperty(name, seen.getPropertyValue(name));
      });
      root.append(copy);
    }
    y = paragraph(root, reperes, { y: y + height, size: 11, width: wide, colour: page.color, opacity: 0.8 }) + MARGIN;
    root.setAttribute("height", y);
    root.setAttribute("viewBox", `0 0 ${total} ${y}`);
    return { text: new XMLSerializer().serializeToString(root), width: total, height: y };
  };
  const save = (blob, name) => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  };
  const asPng = async (blob, { width, height }) => {
    const image = new Image();
    image.src = URL.createObjectURL(blob);
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [Math.ceil(2 * width), Math.ceil(2 * height)];
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    return new Promise((done) => canvas.toBlob(done, "image/png"));
  };
  addEventListener("click", async (event) => {
    const button = event.target.closest?.("button[data-figure]");
    const plot = button && document.querySelector(`.st-key-${CSS.escape(button.dataset.pour)} .js-plotly-plot`);
    if (!plot) return;
    const figure = drawn(plot, button.dataset);
    const svg = new Blob([figure.text], { type: "image/svg+xml" });
    const form = button.dataset.figure;
    save(form === "png" ? await asPng(svg, figure) : svg, `${button.dataset.nom}.${form}`);
  });
})();
