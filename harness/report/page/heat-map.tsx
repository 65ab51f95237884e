import { useCallback } from "preact/hooks";
import { axisStyle, Chart, tooltipStyle } from "./chart.tsx";
import type { MapDetail } from "./data.ts";
import { colour } from "./theme.tsx";
import { cellIndex, layoutOf } from "./tiles.ts";
import { brief } from "./wording.ts";

/** Beyond any number. */
const INFINITE = 1e300;
const FRAME_WIDTH = 70;
const FRAME_HEIGHT = 70;

/** The errors over a tensor. */
export function HeatMap({ map }: { map: MapDetail }) {
  const { shape, errors } = map;
  const { width, height, caption } = layoutOf(map);
  const options = useCallback(() => optionsOf(map), [map]);
  const cell = Math.max(6, Math.min(24, Math.floor(600 / width), Math.floor(900 / height)));
  const bad = errors.filter((error) => isBad(map, error)).length;
  const label = `Errors over the tensor of shape (${shape.join(", ")}): ${bad} of ${errors.length} cells beyond what is allowed`;
  return (
    <figure class="heat-map">
      <figcaption>
        Errors over ({shape.join(", ")}) <span class="faint">{caption}</span>
      </figcaption>
      <div style={{ maxWidth: `${Math.max(420, FRAME_WIDTH + width * cell)}px` }}>
        <Chart label={label} height={FRAME_HEIGHT + height * cell} options={options} />
      </div>
    </figure>
  );
}

function isBad({ unit }: MapDetail, error: number | null): boolean {
  return error === null || error > (unit === "limit" ? 1 : 0);
}

interface Piece {
  readonly gt?: number;
  readonly lte?: number;
  readonly label: string;
  readonly color: string;
}

/** The steps of the colours: what is allowed is pale. */
function piecesOf({ unit }: MapDetail): Piece[] {
  const heat = (step: number): string => colour(`heat-${step}`);
  const above = [
    { gt: 1000, lte: INFINITE / 10, label: "more", color: heat(4) },
    { gt: INFINITE / 10, label: "not finite", color: heat(5) },
  ];
  if (unit === "limit") {
    return [
      { lte: 0.5, label: "≤ ½ limit", color: heat(0) },
      { gt: 0.5, lte: 1, label: "≤ limit", color: heat(1) },
      { gt: 1, lte: 10, label: "≤ 10 limits", color: heat(2) },
      { gt: 10, lte: 1000, label: "≤ 1000 limits", color: heat(3) },
      ...above,
    ];
  }
  const name = unit === "ulp" ? " ULP" : "";
  return [
    { lte: 0, label: "same", color: heat(0) },
    { gt: 0, lte: 0.01, label: "sign of zero", color: heat(1) },
    { gt: 0.01, lte: 10, label: `≤ 10${name}`, color: heat(2) },
    { gt: 10, lte: 1000, label: `≤ 1000${name}`, color: heat(3) },
    ...above,
  ];
}

function optionsOf(map: MapDetail) {
  const { width, height, placeOf, across, down } = layoutOf(map);
  const data = map.errors.map((error, cell) => [...placeOf(cell), error ?? INFINITE, cell]);
  const present = piecesOf(map).filter(({ gt = -1, lte = Infinity }) =>
    data.some(([, , error = 0]) => error > gt && error <= lte),
  );
  const axis = (count: number, name: (place: number) => string) => ({
    type: "category",
    data: Array.from({ length: count }, (_, place) => name(place)),
    ...axisStyle(),
    axisLine: { show: false },
    axisTick: { show: false },
    splitLine: { show: false },
  });
  return {
    grid: { left: 56, right: 8, top: 58, bottom: 8 },
    tooltip: {
      ...tooltipStyle(),
      formatter: ({ value: [, , error = 0, cell = 0] }: { value: number[] }) =>
        `[${cellIndex(map, cell)}]: ${errorText(map, error)}`,
    },
    xAxis: { ...axis(width, across), position: "top" },
    yAxis: { ...axis(height, down), inverse: true },
    visualMap: {
      type: "piecewise",
      orient: "horizontal",
      top: 4,
      left: 50,
      itemGap: 14,
      dimension: 2,
      pieces: present,
      textStyle: { color: colour("text") },
    },
    series: [
      {
        type: "heatmap",
        data,
        itemStyle: { borderColor: colour("card"), borderWidth: 1 },
        emphasis: { itemStyle: { borderColor: colour("text") } },
      },
    ],
  };
}

function errorText({ unit }: MapDetail, error: number): string {
  if (error === INFINITE) return "not finite";
  if (unit === "limit") return `${brief(error)} times the limit`;
  if (error > 0 && error < 0.01) return "the sign of zero";
  return unit === "ulp" ? `${brief(error)} ULP` : `off by ${brief(error)}`;
}
