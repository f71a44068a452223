import { figure } from '../../figures.ts';
import type { Plans, PlanTree } from '../../model.ts';
import { html } from '../markup.ts';
import type { Markup } from '../markup.ts';

/** A planner's trees side by side, each node with its share of the larger plan's cost. A list in a list is a tree to every reader. */
export function planTrees({ sql, before, after }: Plans): Markup {
  const most = Math.max(before.cost ?? 0, after?.cost ?? 0);
  const trees = [['As it is', before], ...(after === undefined ? [] : [['With the index', after] as const])] as const;
  return html`<div class="plans">${sql !== undefined && html`<pre class="sql" tabindex="0" role="region" aria-label="Statement"><code>${sql}</code></pre>`}<div class="pair">${trees.map(([name, tree]) => html`<div class="plan"><p class="small strong">${name}</p><ul class="tree">${node(tree, most)}</ul></div>`)}</div></div>`;
}

function node({ label, detail, cost, rows, unserved, children }: PlanTree, most: number): Markup {
  const figures = [...(cost === undefined ? [] : [`cost ${figure(cost, '')}`]), ...(rows === undefined ? [] : [`${figure(rows, '')} rows`])].join(', ');
  const share = cost === undefined || most <= 0 ? undefined : Math.max((cost / most) * 100, 0.5);
  return html`<li><div class="node${unserved ? ' unserved' : ''}"><span class="strong">${label}</span>${unserved && html` <span class="tag fail">reads everything</span>`}${figures !== '' && html`<span class="small muted"> ${figures}</span>`}${detail !== '' && html`<span class="small muted block">${detail}</span>`}${share !== undefined && html`<span class="share" aria-hidden="true"><span style="width:${share.toFixed(1)}%"></span></span>`}</div>${children.length > 0 && html`<ul>${children.map((child) => node(child, most))}</ul>`}</li>`;
}
