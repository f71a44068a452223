import { printable } from '../../width.ts';

/** HTML that is safe to put into a page: it was made by `html`, which escapes what is not. */
export class Markup {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | undefined | false | readonly Part[];

/** A template whose values are text: `<`, quotes and what a browser would act upon are taken from them. Markup stays as it is; undefined and false are nothing. */
export function html(strings: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return new Markup(strings.map((text, index) => `${text}${index < values.length ? render(values[index]!) : ''}`).join(''));
}

function render(part: Part | undefined): string {
  if (part === undefined || part === false) return '';
  if (part instanceof Markup) return part.text;
  if (typeof part === 'object') return part.map(render).join('');
  return escape(String(part));
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escape(text: string): string {
  return printable(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);
}

/** An id that no other part of the page has. */
export class Ids {
  private last = 0;

  next(prefix: string): string {
    return `${prefix}-${++this.last}`;
  }
}
