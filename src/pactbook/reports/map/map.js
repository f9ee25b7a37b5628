// The map of an HTML report: who belongs to which organisation, on the first day of any year and on the day of the report.
// Everything that it shows stands in the page as JSON (pactbook.plots.interactive); it asks no host for anything.
import { geoEqualEarth, geoGraticule10, geoPath } from "d3-geo";
import { pointer, select } from "d3-selection";
import { zoom, zoomIdentity } from "d3-zoom";

const WIDTH = 1100, HEIGHT = 520;

// Whole numbers written as letters, five bits each, a sixth says that more follow: the code of Google's encoded polylines.
function unpacked(letters) {
  const numbers = [];
  for (let i = 0, number = 0, shift = 0; i < letters.length; i++) {
    const bits = letters.charCodeAt(i) - 63;
    number |= (bits & 31) << shift;
    shift += 5;
    if (bits < 32) {
      numbers.push(number & 1 ? ~(number >> 1) : number >> 1);
      number = shift = 0;
    }
  }
  return numbers;
}

// Lines are whole numbers, each point as the step from the one before.
function line(letters, grain) {
  let x = 0, y = 0;
  const points = [], steps = unpacked(letters);
  for (let i = 0; i < steps.length; i += 2) {
    points.push([(x += steps[i]) / grain, (y += steps[i + 1]) / grain]);
  }
  return points;
}

function show(root, data) {
  const projection = geoEqualEarth().rotate([-data.lon, 0]).fitExtent([[4, 4], [WIDTH - 4, HEIGHT + 70]], { type: "Sphere" });
  const path = geoPath(projection);
  const states = data.states.map((state) => ({
    ...state,
    shape: { type: "MultiPolygon", coordinates: state.rings.map((rings) => rings.map((ring) => line(ring, data.grain))) },
  }));
  const on = new Set(data.blocs.map((bloc) => bloc.id));
  let at = data.days.length - 1, chosen = "";

  root.selectAll("*").remove();
  const bar = root.append("div").attr("class", "bar");
  const frame = root.append("div").attr("class", "frame");
  const svg = frame.append("svg").attr("viewBox", [0, 0, WIDTH, HEIGHT]).attr("role", "img").attr("aria-label", data.texts.title);
  const said = root.append("p").attr("class", "said").attr("role", "status");
  root.append("p").attr("class", "note").text(data.texts.note);
  const tip = frame.append("div").attr("class", "tip").attr("aria-hidden", "true");
  const defs = svg.append("defs"), layer = svg.append("g");

  // A period holds from its first day to the day before its end.
  const holds = (row) => row.start <= data.days[at][0] && (!row.end || row.end > data.days[at][0]);
  const roles = (iso3) => data.blocs.filter((bloc) => on.has(bloc.id)).flatMap((bloc) =>
    data.members.filter((row) => row.bloc === bloc.id && row.iso3 === iso3 && holds(row)).map((row) => ({ ...row, of: bloc })));

  function pattern(colours) {
    const id = "p" + colours.map((colour) => colour.slice(1)).join("");
    if (defs.select("#" + id).empty()) {
      const step = 4.2, tile = defs.append("pattern").attr("id", id).attr("width", step).attr("height", step * colours.length)
        .attr("patternUnits", "userSpaceOnUse").attr("patternTransform", "rotate(-45)");
      colours.forEach((colour, n) => tile.append("rect").attr("y", n * step).attr("width", step).attr("height", step + 0.2).attr("fill", colour));
    }
    return `url(#${id})`;
  }

  // Full members first, as on the still maps; other roles are lighter.
  function colour(iso3) {
    const held = roles(iso3);
    const colours = ["member", ""].flatMap((full) => held.filter((row) => (row.role === "member") === (full === "member"))
      .map((row) => (full ? row.of.colour : row.of.light)));
    const own = [...new Set(colours)];
    return own.length === 0 ? data.land : own.length === 1 ? own[0] : pattern(own);
  }

  function told(iso3, name) {
    const held = roles(iso3).map((row) => `${row.of.name}: ${row.word}, ${row.since}`);
    return { name, lines: held.length ? held : [data.texts.none] };
  }

  layer.append("path").attr("d", path({ type: "Sphere" })).attr("class", "sea");
  layer.append("path").attr("d", path(geoGraticule10())).attr("class", "grid");
  const areas = layer.append("g").selectAll("path").data(states).join("path").attr("d", (state) => path(state.shape)).attr("class", "state");
  const borders = layer.append("g").attr("class", "borders");
  for (const [kind, steps] of data.lines) {
    borders.append("path").attr("d", path({ type: "LineString", coordinates: line(steps, data.grain) })).attr("class", kind);
  }
  const hatch = pattern([data.hatch, "#ffffff00"]);
  layer.append("g").selectAll("path").data(states.filter((state) => state.hatched)).join("path")
    .attr("d", (state) => path(state.shape)).attr("fill", hatch).attr("class", "hatched");
  const ring = layer.append("path").attr("class", "ring");
  const dots = layer.append("g").selectAll("circle").data(data.dots).join("circle").attr("class", "dot").attr("r", 3)
    .attr("cx", (dot) => projection(dot.at)[0]).attr("cy", (dot) => projection(dot.at)[1]);

  for (const marks of [areas, dots]) {
    marks.on("pointermove", (event, state) => {
      const { name, lines } = told(state.iso3, state.name), [x, y] = pointer(event, frame.node());
      tip.text("").append("b").text(name);
      for (const text of lines) tip.append("span").text(text);
      tip.style("left", Math.min(x + 14, frame.node().clientWidth - 230) + "px").style("top", y + 14 + "px").classed("open", true);
    }).on("pointerleave", () => tip.classed("open", false)).on("click", (_, state) => { chosen = state.iso3; picker.property("value", chosen); paint(); });
  }

  // What appears under a pointer can be sent away without moving it.
  select(document).on("keydown.tip", (event) => { if (event.key === "Escape") tip.classed("open", false); });

  const buttons = bar.selectAll("button").data(data.blocs).join("button").attr("type", "button").on("click", (_, bloc) => {
    if (!on.delete(bloc.id)) on.add(bloc.id);
    paint();
  });
  buttons.append("i").style("background", (bloc) => bloc.colour);
  buttons.append("span").text((bloc) => bloc.name);
  const counts = buttons.append("em");

  const time = bar.append("label").attr("class", "time"), day = time.append("output");
  time.append("input").attr("type", "range").attr("min", 0).attr("max", at).attr("step", 1).property("value", at)
    .attr("aria-label", data.texts.year).on("input", (event) => { at = +event.target.value; paint(); });

  const picker = bar.append("select").attr("aria-label", data.texts.state).on("change", (event) => { chosen = event.target.value; paint(); });
  picker.append("option").attr("value", "").text(data.texts.state);
  const names = new Map([...states, ...data.dots].map((state) => [state.iso3, state.name]));
  for (const [iso3, name] of [...names].sort((one, two) => one[1].localeCompare(two[1], data.language))) {
    picker.append("option").attr("value", iso3).text(name);
  }

  const view = zoom().scaleExtent([1, 12]).translateExtent([[0, 0], [WIDTH, HEIGHT]]).filter((event) => event.type !== "wheel" || event.ctrlKey)
    .on("zoom", (event) => { layer.attr("transform", event.transform); dots.attr("r", 3 / Math.sqrt(event.transform.k)); });
  svg.call(view).on("dblclick.zoom", null);
  // The buttons keep the chosen state in the middle, so that a keyboard reaches every part of the map.
  function scale(factor) {
    svg.call(view.scaleBy, factor);
    if (chosen) svg.call(view.translateTo, ...place.get(chosen));
  }
  const place = new Map([...data.dots.map((dot) => [dot.iso3, projection(dot.at)]), ...states.map((state) => [state.iso3, path.centroid(state.shape)])]);
  const lens = bar.append("span").attr("class", "lens");
  for (const [sign, word, act] of [["+", data.texts.closer, () => scale(1.6)], ["−", data.texts.farther, () => scale(1 / 1.6)], ["○", data.texts.whole, () => svg.call(view.transform, zoomIdentity)]]) {
    lens.append("button").attr("type", "button").attr("aria-label", word).attr("title", word).text(sign).on("click", act);
  }

  function paint() {
    day.text(data.days[at][1]);
    time.select("input").attr("aria-valuetext", data.days[at][1]);
    areas.attr("fill", (state) => colour(state.iso3));
    ring.attr("d", states.filter((state) => state.iso3 === chosen).map((state) => path(state.shape)).join(""));
    dots.attr("fill", (dot) => colour(dot.iso3)).classed("chosen", (dot) => dot.iso3 === chosen)
      .style("display", (dot) => (roles(dot.iso3).length || dot.iso3 === chosen ? null : "none"));
    buttons.attr("aria-pressed", (bloc) => on.has(bloc.id));
    counts.text((bloc) => new Set(data.members.filter((row) => row.bloc === bloc.id && row.role === "member" && holds(row)).map((row) => row.of)).size);
    const { name, lines } = chosen ? told(chosen, names.get(chosen)) : { name: "", lines: [] };
    said.text(chosen ? `${data.days[at][1]}. ${name}: ${lines.join("; ")}` : "");
  }

  paint();
  root.attr("data-ready", areas.size());
}

for (const node of document.querySelectorAll(".worldmap")) {
  show(select(node), JSON.parse(node.querySelector("script").textContent));
}
