import type { Argument, CallArgument, Step } from '../../program/arguments/types.ts';
import { argsOf, Builder, callbackSteps, chainOf, columnByText, limitBy, offsetBy, returned, tableByText, textOf, when } from './builder.ts';
import { and, compare, equals, listOperand, not, operandOf, optional, or, patternOf, unknown } from './conditions.ts';
import { notSeen } from './options.ts';
import { rawCondition, textSource, translateText, type RawContext } from './raw.ts';
import type { Ask, Translation, Translator } from './translator.ts';
import { ALWAYS, type ColumnRef, type Condition, type Join, type Operator, type OrderTerm } from './types.ts';

/** Statements of Kysely, by the steps that build them: https://kysely-org.github.io/kysely-apidoc/interfaces/SelectQueryBuilder.html */
export const kysely: Translator = {
  library: 'kysely',
  translate(call, ask) {
    const chain = chainOf(call, ask);
    const [first] = chain.steps;
    if (!first || !(first.name in BEGINNINGS || chain.steps.some(({ name }) => name in BEGINNINGS))) {
      return call.effect.operation === 'raw' ? translateText(call, ask, rawSource(chain.steps) ?? textSource(call)) : 'its steps are not shown';
    }
    const reader = new KyselyReader(ask);
    for (const step of chain.steps) reader.step(step);
    if (chain.open !== undefined) reader.builder.unseen(chain.open);
    return reader.translation();
  },
};

/** The template of `` sql`…`.execute(db) ``. */
function rawSource(steps: readonly Step[]): ReturnType<typeof textSource> {
  const tag = steps.find(({ call }) => call.file.facts.calls[call.id]!.kind === 'tag');
  return tag && { expr: { kind: 'call', call: tag.call.id }, spot: tag.spot };
}

const BEGINNINGS: Readonly<Record<string, Builder['operation']>> = { selectFrom: 'select', updateTable: 'update', deleteFrom: 'delete', insertInto: 'insert', replaceInto: 'upsert' };
const JOINS: Readonly<Record<string, Join['kind']>> = { innerJoin: 'inner', leftJoin: 'left', crossJoin: 'inner' };
const OPERATORS: Readonly<Record<string, Operator>> = {
  '=': '=', '==': '=', '!=': '<>', '<>': '<>', '<': '<', '<=': '<=', '>': '>', '>=': '>=', in: 'in', 'not in': 'not in', like: 'like', 'not like': 'not like', ilike: 'ilike', '@>': 'contains', '&&': 'contains', '?': 'contains', '~': 'regexp', '~*': 'regexp', regexp: 'regexp', '@@': 'full text',
};
const SILENT: ReadonlySet<string> = new Set([
  'execute', 'executeTakeFirst', 'executeTakeFirstOrThrow', 'stream', 'compile', 'explain', 'set', 'values', 'returning', 'returningAll', 'forUpdate', 'forShare', 'forKeyShare', 'forNoKeyUpdate', 'skipLocked', 'noWait',
  'having', 'havingRef', 'onConflict', 'onDuplicateKeyUpdate', 'ignore', 'modifyEnd', 'modifyFront', '$castTo', '$narrowType', '$assertType', '$notNull', 'as', 'withSchema', 'withPlugin', 'withoutPlugins', 'defaultValues', 'columns', 'clearSelect', 'then', 'catch', 'orIgnore', 'transaction', 'connection',
]);

class KyselyReader {
  readonly builder = new Builder();
  private readonly ask: Ask;
  private why: string | undefined;
  private selected: (ColumnRef | undefined)[] = [];
  private selectsAll = false;

  constructor(ask: Ask) {
    this.ask = ask;
  }

  translation(): readonly Translation[] | string {
    if (this.why !== undefined) return this.why;
    const { builder } = this;
    if (builder.operation !== 'select') builder.columns = [];
    else if (!this.selectsAll) builder.columns = this.selected.includes(undefined) ? 'unknown' : (this.selected as ColumnRef[]);
    const made = builder.translation();
    return made ? [made] : 'its table is not shown';
  }

  step(step: Step): void {
    const { builder } = this;
    const { name } = step;
    const isOptional = step.optional === true;
    const args = argsOf(step, this.ask);
    const [first, second, third] = args;
    const beginning = BEGINNINGS[name];
    if (beginning) return this.begin(beginning, first);
    const kind = JOINS[name];
    if (kind) return this.join(kind, args, isOptional);
    switch (name) {
      case 'where':
        return builder.and(when(this.plain(args), isOptional));
      case 'whereRef':
        return builder.and(when(this.columns(first, second, third), isOptional));
      case 'select':
        return this.select(first);
      case 'selectAll':
        if (first === undefined || builder.tables.length === 1) this.selectsAll = true;
        else this.selected.push(undefined);
        return;
      case 'distinct':
      case 'distinctOn':
        builder.distinct = true;
        return;
      case 'orderBy':
        return this.order(first, second, isOptional);
      case 'clearOrderBy':
        builder.order = isOptional ? 'unknown' : [];
        return;
      case 'clearWhere':
        return builder.replaceWhere(isOptional ? unknown('conditions that may be cleared') : ALWAYS);
      case 'limit':
      case 'top':
      case 'fetch':
        builder.limit = limitBy(first, isOptional);
        return;
      case 'clearLimit':
        builder.limit = isOptional ? 'unknown' : 'none';
        return;
      case 'offset':
        builder.offset = offsetBy(first, isOptional);
        return;
      case 'groupBy':
        return this.group(first);
      case 'from':
      case 'using':
        return this.join('inner', args, isOptional);
      case '$if':
        return this.onlyIf(second);
      case '$call':
        return this.called(first);
      default:
        if (!SILENT.has(name) && builder.tables.length > 0) builder.unseen(`${name}()`);
        // `db.with('recent', …)`: a name of the statement's own.
        else if (name.startsWith('with') && name !== 'withSchema') builder.unseen('a common table expression');
    }
  }

  private begin(operation: Builder['operation'], arg: Argument | undefined): void {
    const { builder } = this;
    if (builder.tables.length > 0) return builder.unseen('a second table');
    builder.operation = operation;
    const [first, ...more] = arg?.kind === 'list' ? arg.items.map(({ value }) => value) : [arg];
    const text = textOf(first);
    const found = text === undefined ? undefined : tableByText(text, this.ask);
    if (!found) {
      this.why = text === undefined ? 'its table is not shown' : `no table ${text.replace(/\s.*/, '')} is declared`;
      return;
    }
    builder.from(found, found.alias);
    for (const other of more) this.join('inner', other ? [other] : [], false);
  }

  private join(kind: Join['kind'], args: readonly Argument[], isOptional: boolean): void {
    const { builder } = this;
    const [first, second, third] = args;
    const text = textOf(first);
    const found = text === undefined ? undefined : tableByText(text, this.ask);
    if (!found || isOptional) return builder.unseen(isOptional ? 'a join under a condition' : text === undefined ? 'a join with what is not shown' : `no table ${text.replace(/\s.*/, '')} is declared`);
    builder.join(kind, found, found.alias, () => {
      if (!second) return ALWAYS;
      return second.kind === 'function' ? this.joinedBy(second) : this.columns(second, undefined, third);
    });
  }

  /** `(join) => join.onRef('a.id', '=', 'b.a_id').on('b.kind', '=', kind)` */
  private joinedBy(arg: Argument): Condition {
    const steps = callbackSteps(arg);
    if (!steps || steps.length === 0) return unknown('a join that a function makes');
    return and(
      steps.map((step): Condition => {
        const args = argsOf(step, this.ask);
        if (step.optional) return unknown('a join under a condition');
        if (step.name === 'onRef') return this.columns(args[0], args[1], args[2]);
        if (step.name === 'on') return this.plain(args);
        return step.name === 'onTrue' ? ALWAYS : unknown(`${step.name}() in a join`);
      }),
    );
  }

  /** `where('a', '=', value)`, `where((eb) => …)`, `where(eb.or([…]))`, `` where(sql`…`) `` */
  private plain(args: readonly Argument[]): Condition {
    const [left, operator, right] = args;
    if (!left) return ALWAYS;
    if (args.length < 3) return this.expression(left);
    const symbol = textOf(operator)?.toLowerCase();
    if (symbol === undefined || !right) return unknown('an operator that is not shown');
    const column = this.column(left);
    return column ? this.compared(column, symbol, right) : this.written(left, symbol, right);
  }

  /** A comparison whose left side is written as SQL. */
  private written(left: Argument, operator: string, right: Argument): Condition {
    const text = textOf(left);
    if (text !== undefined) return unknown(`${text} is no column of its tables`);
    if (isQuery(right)) return unknown('a comparison with a part of a statement');
    const value = right.kind === 'literal' && right.value === null ? 'null' : { hole: 'value' as const };
    return rawCondition(left, { ...this.context(), after: [` ${operator} `, value] }, this.ask);
  }

  private column(arg: Argument | undefined): ColumnRef | undefined {
    const text = textOf(arg);
    if (text !== undefined) return columnByText(text, this.builder.tables);
    if (arg?.kind !== 'call' || !(arg.name === 'ref' || arg.name === 'id') || arg.form !== 'call') return undefined;
    const [first, ...more] = this.given(arg);
    return more.length === 0 ? this.column(first) : undefined;
  }

  private compared(column: ColumnRef, operator: string, value: Argument): Condition {
    const other = value.kind === 'call' ? this.column(value) : undefined;
    const known = OPERATORS[operator];
    if (other) return known ? compare(column, known, { kind: 'column', column: other }) : unknown(`${operator} of columns`);
    if (isQuery(value)) return unknown('a comparison with a part of a statement');
    if (operator === 'is' || operator === 'is not') {
      if (value.kind === 'literal' && typeof value.value === 'boolean') return compare(column, operator === 'is' ? '=' : 'other', { kind: 'literal', value: value.value });
      return value.kind === 'literal' && value.value === null ? compare(column, operator === 'is' ? 'is null' : 'is not null', { kind: 'literal', value: null }) : unknown('IS with what is not NULL');
    }
    if (operator === '=') return equals(column, value);
    if (operator === 'in' || operator === 'not in') return compare(column, operator, listOperand(value));
    if (operator === 'like' || operator === 'not like' || operator === 'ilike') return compare(column, operator, patternOf(value));
    if (operator === 'not ilike') return not(compare(column, 'ilike', patternOf(value)));
    return compare(column, known ?? 'other', operandOf(value));
  }

  private columns(left: Argument | undefined, operator: Argument | undefined, right: Argument | undefined): Condition {
    const [a, b] = [this.column(left), this.column(right)];
    const known = operator === undefined ? '=' : OPERATORS[textOf(operator) ?? ''];
    return a && b && known ? compare(a, known, { kind: 'column', column: b }) : unknown('columns that are not shown');
  }

  /** https://kysely-org.github.io/kysely-apidoc/interfaces/ExpressionBuilder.html */
  private expression(arg: Argument): Condition {
    if (arg.kind === 'function') {
      const made = returned(arg);
      return made ? this.expression(this.ask.follow(made.source)) : unknown('a condition that a function makes');
    }
    if (arg.kind === 'object') {
      const parts = arg.properties.map(({ key, value, optional: isOptional }): Condition => {
        const column = columnByText(key, this.builder.tables);
        return column ? when(this.compared(column, '=', value), isOptional === true) : unknown(`${key} is no column of its tables`);
      });
      return and([...parts, ...(arg.open === undefined ? [] : [unknown(arg.open)])]);
    }
    if (arg.kind === 'choice' && arg.of.some(({ kind }) => kind === 'undefined')) return optional(this.expression(arg.of.find(({ kind }) => kind !== 'undefined')!));
    if (arg.kind !== 'call') return unknown(notSeen(arg));
    if (arg.form === 'tag') return rawCondition(arg, this.context(), this.ask);
    const { file, id } = arg.call;
    const { callee } = file.facts.calls[id]!;
    const args = this.given(arg);
    const [first, second, third] = args;
    const before = callee.kind === 'member' && callee.object.kind === 'call' ? this.ask.follow({ expr: callee.object, spot: arg.source.spot }) : undefined;
    switch (arg.name) {
      case 'and':
      case 'or': {
        const join = arg.name === 'and' ? and : or;
        if (before) return join([this.expression(before), this.plain(args)]);
        return first ? this.several(first, join) : unknown('a condition that is not shown');
      }
      case 'not':
        return first ? not(this.expression(first)) : unknown('a condition that is not shown');
      case 'parens':
        return this.plain(args);
      case 'between':
      case 'betweenSymmetric': {
        const column = this.column(first);
        if (!column || !second || !third) return unknown('a range of what is not shown');
        const values = [second, third].flatMap((end) => (end.kind === 'literal' ? [end.value] : []));
        return compare(column, 'between', values.length === 2 ? { kind: 'list', values } : { kind: 'value' });
      }
      case 'exists':
        return unknown('a query as a condition');
      case '$castTo':
      case '$notNull':
        return before ? this.expression(before) : unknown(`${arg.name}()`);
      default:
        // The builder of expressions itself: eb('a', '=', value).
        return args.length === 3 && callee.kind === 'name' ? this.plain(args) : unknown(`${arg.name}() as a condition`);
    }
  }

  private several(arg: Argument, join: typeof and): Condition {
    if (arg.kind === 'object') return this.expression(arg);
    if (arg.kind !== 'list') return unknown(notSeen(arg));
    const parts = arg.items.map(({ value, optional: isOptional }) => when(this.expression(value), isOptional === true));
    return join([...parts, ...(arg.open === undefined ? [] : [unknown(arg.open)])]);
  }

  private given(arg: CallArgument): Argument[] {
    const { file, id } = arg.call;
    return file.facts.calls[id]!.args.map((expr) => this.ask.follow({ expr, spot: arg.source.spot }));
  }

  private context(): RawContext {
    return { tables: this.builder.tables, engine: this.builder.schema?.engine, styles: [] };
  }

  private select(arg: Argument | undefined): void {
    const inner = arg?.kind === 'function' ? returned(arg) : undefined;
    const given = inner ? this.ask.follow(inner.source) : arg;
    const items = given?.kind === 'list' && given.open === undefined ? given.items.map(({ value }) => value) : given ? [given] : [];
    for (const item of items) {
      // `eb.fn.countAll().as('n')`: rows are counted, by group where there are any.
      if (item.kind === 'call' && this.isCount(item)) {
        if (items.length === 1 && this.builder.group.length === 0) this.builder.operation = 'count';
        continue;
      }
      this.selected.push(this.column(item));
    }
  }

  private isCount(arg: CallArgument): boolean {
    const { callee } = arg.call.file.facts.calls[arg.call.id]!;
    if (arg.name === 'as' && callee.kind === 'member') {
      const inner = this.ask.follow({ expr: callee.object, spot: arg.source.spot });
      return inner.kind === 'call' && this.isCount(inner);
    }
    return arg.name === 'countAll' || arg.name === 'count';
  }

  private order(first: Argument | undefined, second: Argument | undefined, isOptional: boolean): void {
    const items = first?.kind === 'list' ? first.items.map(({ value }) => value) : [first];
    for (const item of items) this.builder.sort(this.term(item, first?.kind === 'list' ? undefined : second), isOptional || (first?.kind === 'list' && first.open !== undefined));
  }

  private term(arg: Argument | undefined, direction: Argument | undefined): OrderTerm | undefined {
    const [, name, way] = /^(.*?)(?:\s+(asc|desc))?$/i.exec(textOf(arg) ?? '') ?? [];
    const by = name ? columnByText(name, this.builder.tables) : undefined;
    const given = direction === undefined || direction.kind === 'undefined' ? (way ?? 'asc') : textOf(direction);
    const lower = given?.toLowerCase();
    return by && (lower === 'asc' || lower === 'desc') ? { by, direction: lower } : undefined;
  }

  private group(arg: Argument | undefined): void {
    const { builder } = this;
    const columns = (arg?.kind === 'list' ? arg.items.map(({ value }) => value) : [arg]).map((item) => this.column(item));
    if (columns.includes(undefined)) builder.unseen('rows are grouped by an expression');
    builder.group.push(...columns.flatMap((column) => column ?? []));
    if (builder.operation === 'count') builder.operation = 'select';
  }

  /** `$if(condition, (query) => query.where(…))` */
  private onlyIf(arg: Argument | undefined): void {
    const steps = arg && callbackSteps(arg);
    if (!steps) return this.builder.unseen('a function that is given the query');
    for (const step of steps) this.step({ ...step, optional: true });
  }

  private called(arg: Argument | undefined): void {
    const steps = arg && callbackSteps(arg);
    if (!steps) return this.builder.unseen('a function that is given the query');
    for (const step of steps) this.step(step);
  }
}

/** Whether a value is a part of a statement. */
function isQuery(arg: Argument): boolean {
  return arg.kind === 'function' || (arg.kind === 'call' && arg.type === undefined && (arg.from === 'kysely' || arg.form === 'tag'));
}
