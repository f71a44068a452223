import { html } from '../markup.ts';
import type { Ids, Markup } from '../markup.ts';

/** Widths for which a plot is drawn, so that its text has about one size on a phone and on a desk. */
const WIDTHS = { narrow: 320, middle: 640, wide: 1080 } as const;

/** Drawn marks, and the height that they take. */
export interface Drawing {
  height: number;
  marks: Markup;
}

export interface PlotWords {
  title: string;
  /** What it shows, in a sentence, for who does not see it. */
  description: string;
}

/** A figure with an SVG for each width, and the data below it. A style sheet shows one of them. */
export function plot({ title, description }: PlotWords, ids: Ids, draw: (width: number, isNarrow: boolean) => Drawing, legend: readonly (readonly [className: string, label: string])[], data: Markup): Markup {
  const drawn = Object.entries(WIDTHS).map(([name, width]) => {
    const id = ids.next('plot');
    const { height, marks } = draw(width, name === 'narrow');
    return html`<svg class="${name}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="${id}-title ${id}-text"><title id="${id}-title">${title}</title><desc id="${id}-text">${description}</desc>${marks}</svg>`;
  });
  return html`<figure class="plot"><figcaption>${title}</figcaption>${legend.length > 0 && html`<ul class="legend">${legend.map(([className, label]) => html`<li><span class="key ${className}"></span>${label}</li>`)}</ul>`}${drawn}${data}</figure>`;
}

/** As much of a text as fits into so many pixels, by the width of most letters at the size of labels. */
export function fitting(text: string, width: number, perCharacter = 6.4): string {
  const room = Math.floor(width / perCharacter);
  if (text.length <= room) return text;
  return room < 3 ? '' : `${text.slice(0, room - 1)}…`;
}
