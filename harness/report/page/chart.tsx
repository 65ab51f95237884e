import { BarChart, HeatmapChart, LineChart, ScatterChart } from "echarts/charts";
import {
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
  VisualMapComponent,
} from "echarts/components";
import { type EChartsCoreOption, init, use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import { useEffect, useRef } from "preact/hooks";
import { colour, onTheme } from "./theme.tsx";

use([BarChart, HeatmapChart, LineChart, ScatterChart, SVGRenderer]);
use([GridComponent, LegendComponent, MarkLineComponent, TooltipComponent, VisualMapComponent]);

interface Props {
  /** What it shows, for those who do not see it. */
  readonly label: string;
  readonly height: number;
  /** Asked anew when the colours change. */
  readonly options: () => EChartsCoreOption;
}

/** A chart that follows the colours and the width of the page. It is drawn once it comes into sight. */
export function Chart({ label, height, options }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    let stop = (): void => {};
    const watcher = new IntersectionObserver((seen) => {
      if (!seen.some(({ isIntersecting }) => isIntersecting)) return;
      watcher.disconnect();
      stop = drawIn(element, options);
    });
    watcher.observe(element);
    return () => {
      watcher.disconnect();
      stop();
    };
  }, [options]);
  return (
    <div
      ref={place}
      class="chart"
      role="img"
      aria-label={label}
      style={{ height: `${height}px` }}
    />
  );
}

/** Draws, and draws again when colours or width change; gives what ends that. */
function drawIn(element: HTMLElement, options: Props["options"]): () => void {
  const chart = init(element, null, { renderer: "svg" });
  const draw = (): void => chart.setOption({ ...base(), ...options() }, true);
  draw();
  const stop = onTheme(draw);
  const watcher = new ResizeObserver(() => chart.resize());
  watcher.observe(element);
  return () => {
    stop();
    watcher.disconnect();
    chart.dispose();
  };
}

function base(): EChartsCoreOption {
  return {
    animation: false,
    backgroundColor: "transparent",
    textStyle: { color: colour("text"), fontFamily: getComputedStyle(document.body).fontFamily },
  };
}

/** The lines and words of an axis. */
export function axisStyle(): EChartsCoreOption {
  return {
    axisLabel: { color: colour("faint") },
    nameTextStyle: { color: colour("faint") },
    axisLine: { lineStyle: { color: colour("line") } },
    axisTick: { lineStyle: { color: colour("line") } },
    splitLine: { lineStyle: { color: colour("line") } },
  };
}

/** The box that follows the pointer. */
export function tooltipStyle(): EChartsCoreOption {
  return {
    confine: true,
    backgroundColor: colour("card"),
    borderColor: colour("line"),
    textStyle: { color: colour("text") },
  };
}
