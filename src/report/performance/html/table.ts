import { html } from './markup.ts';
import type { Markup } from './markup.ts';

export interface Column {
  name: string;
  /** Figures stand at the right. */
  figures?: true;
  /** Paths need room. */
  places?: true;
}

/**
 * A table that becomes a list of cards on a narrow screen. The roles say what it is there too, where its elements are no table's to the browser.
 *
 * @param caption what it shows; hidden where the heading above says the same
 */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly (Markup | string)[])[], hidden = true): Markup {
  return html`<table role="table" class="cards"><caption class="${hidden ? 'unseen' : 'caption'}">${caption}</caption><thead role="rowgroup"><tr role="row">${columns.map((column) => html`<th role="columnheader" scope="col" class="${classOf(column)}">${column.name}</th>`)}</tr></thead><tbody role="rowgroup">${rows.map((cells) => html`<tr role="row">${cells.map((cell, at) => html`<td role="cell" data-label="${columns[at]!.name}" class="${classOf(columns[at]!)}"><div>${cell}</div></td>`)}</tr>`)}</tbody></table>`;
}

function classOf({ figures, places }: Column): string {
  return figures ? 'figures' : places ? 'places' : '';
}

/** The numbers of a plot, for who cannot see it or wants them. */
export function dataTable(caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): Markup {
  return html`<details class="data"><summary>Data: ${caption}</summary><table><caption class="unseen">${caption}</caption><thead><tr>${columns.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead><tbody>${rows.map((cells) => html`<tr>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></details>`;
}
