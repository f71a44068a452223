import { describe, expect, it } from 'vitest';
import type { SqlPart } from '../../../src/database/query/holes.ts';
import { printQuery } from './print.ts';
import { read } from './read.ts';

const value: SqlPart = { hole: 'value' };
const list: SqlPart = { hole: 'list' };
const any: SqlPart = { hole: 'any' };
const name: SqlPart = { hole: 'name' };
const fragment: SqlPart = { hole: 'fragment' };

function printed(...args: Parameters<typeof read>): string[] {
  const reading = read(...args);
  return 'unknown' in reading ? [`unknown: ${reading.unknown}`] : reading.queries.map(printQuery);
}

describe('what a statement asks', () => {
  it.each<[string, string, ...string[]]>([
    ['a column of one of two tables, by the schema', 'select title from posts join comments on post_id = posts.id where author_id = $1', 'select posts.title from posts inner join comments on comments.post_id = posts.id where comments.author_id = $'],
    ['a column that both tables have is not one of either', 'select 1 from posts p join comments c on c.post_id = p.id where created_at > $1', 'select from posts p inner join comments c on c.post_id = p.id where <created_at may be a column of one of several tables>'],
    ['a column of the query around', 'select * from users where exists (select 1 from posts where user_id = org_id)', 'select * from users where exists(posts where posts.user_id = users.org_id)'],
    ['USING', 'select count(*) from posts join comments using (id)', 'count from posts inner join comments on posts.id = comments.id'],
    ['a join that is none of those that are read', 'select * from users full join posts on posts.user_id = users.id', 'select * from users [a join that is neither inner nor left]'],
    ['two sides', 'select id from users where org_id = $1 union all select id from posts where user_id = $2', 'select users.id from users where users.org_id = $', 'select posts.id from posts where posts.user_id = $'],
    ['a limit of two sides', 'select id from users union select id from posts order by 1 limit 3', 'select users.id from users order ? limit unknown', 'select posts.id from posts order ? limit unknown'],
    ['a query for a value', 'select * from posts where views > (select avg(views) from posts where user_id = $1)', 'select * from posts where posts.views > $', 'count posts.views from posts where posts.user_id = $'],
    ['a query for a value that depends on the row', 'select * from posts p where views = (select max(views) from posts q where q.user_id = p.user_id)', 'select * from posts p where <a query that depends on the row>', 'count q.views from posts q where q.user_id = $'],
    ['a query for each row', 'select u.id, (select count(*) from posts p where p.user_id = u.id) from users u where u.org_id = $1', 'select u.id from users u where u.org_id = $', 'count from posts p where p.user_id = $'],
    ['NOT IN with a query', 'select * from users where id not in (select user_id from posts)', 'select * from users where <NOT IN with a query>', 'select posts.user_id from posts'],
    ['IN with grouped rows', 'select * from users where id in (select user_id from posts group by user_id)', 'select * from users where <IN with a query>', 'select posts.user_id from posts group posts.user_id'],
    ['a query in FROM that groups', 'select * from (select user_id, count(*) n from posts group by user_id) t where t.n > 1', 'select posts.user_id from posts group posts.user_id [a query that the one around it may narrow]'],
    ['a join with a query', 'select * from users u join (select user_id from posts limit 5) p on p.user_id = u.id', 'select * from users u [it reads from a query]', 'select posts.user_id from posts limit 5 [a query that the one around it may narrow]'],
    ['a query for each row before it', 'select u.id from users u, lateral (select title from posts p where p.user_id = u.id order by p.created_at desc limit 1) q', 'select u.id from users u [it reads from a query]', 'select p.title from posts p where p.user_id = $ order p.created_at desc limit 1 [a lateral query]'],
    ['a common table expression that is read twice', 'with t as (select * from posts where user_id = $1) select * from t a join t b on a.id = b.id', 'select * from posts where posts.user_id = $ [a common table expression that the query around it may narrow]'],
    ['a common table expression that stands by itself', 'with t as materialized (select * from posts where user_id = $1) select * from users where org_id = $2', 'select * from users where users.org_id = $', 'select * from posts where posts.user_id = $'],
    ['a recursive one', 'with recursive t as (select id from posts where id = $1 union all select p.id from posts p join t on p.user_id = t.id) select * from t', 'select p.id from posts p [it reads from a common table expression]', 'select posts.id from posts where posts.id = $ [a recursive common table expression]'],
    ['rows of a query that are inserted', 'insert into comments (post_id) select id from posts where user_id = $1', 'insert from comments', 'select posts.id from posts where posts.user_id = $'],
    ['a row that is inserted or changed', 'insert into users (id) values ($1) on conflict (id) do update set name = $2 returning id', 'upsert users.id from users'],
    ['rows that are compared', 'select * from posts where (created_at, id) > ($1, $2) order by created_at, id limit 10', 'select * from posts where (posts.created_at >= $ and <a comparison of rows>) order posts.created_at asc, posts.id asc limit 10'],
    ['a function that gives another value for each row', 'select * from posts where views = random()', 'select * from posts where <random() in a comparison>'],
    ['two columns in one expression', "select * from users where name || email = $1", 'select * from users where <an expression over several columns>'],
    ['CASE', 'select * from users where case when active then 1 else 2 end = $1', 'select * from users where <CaseExpr in a comparison>'],
    ['a condition that always holds', 'select * from users where 1 = 1 and org_id = $1', 'select * from users where users.org_id = $'],
    ['a function as a condition', 'select * from users where st_within(profile, $1)', 'select * from users where <st_within() as a condition>'],
    ['an operator that is not known', 'select * from users where profile <-> $1', 'select * from users where users.profile other $'],
    ['ANY of a column', 'select * from users where $1 = any(tags)', 'select * from users where users.tags contains $'],
    ['a cast to the type of the column', 'select * from users where email::text = $1 and id::text = $2', 'select * from users where (users.email = $ and {cast id::text of users.id} = $)'],
    ['NULLs where PostgreSQL does not put them by itself', 'select * from posts order by published_at desc nulls last', 'select * from posts order ?'],
    ['NULLs where it does', 'select * from posts order by published_at desc nulls first', 'select * from posts order posts.published_at desc'],
    ['an order by what is computed of many rows', 'select user_id, count(*) n from posts group by user_id order by n desc', 'select posts.user_id from posts group posts.user_id order ?'],
    ['an order by another name', 'select id, created_at as at from posts order by at desc', 'select posts.id, posts.created_at from posts order posts.created_at desc'],
    ['a group by an expression', "select date_trunc('day', created_at), count(*) from posts group by 1", 'select posts.created_at from posts [rows are grouped by an expression]'],
    ['full text', "select * from posts where to_tsvector('english', body) @@ plainto_tsquery($1)", "select * from posts where {function to_tsvector('english', body) of posts.body} full text $"],
    ['no table', 'select $1::int', 'unknown: it reads no table'],
  ])('%s', (_, sql, ...expected) => {
    expect(printed(sql)).toEqual(expected);
  });
});

describe('what is put into a text', () => {
  it.each<[string, SqlPart[], ...string[]]>([
    ['a value that is bound', ['select * from users where id = ', value], 'select * from users where users.id = $'],
    ['a value at its place', ['select * from users where id = ', any, ' and org_id in (', any, ') limit ', any], 'select * from users where (users.id = $ and users.org_id in $list) limit some'],
    ['a list without parentheses', ['select * from users where id in ', any], 'select * from users where users.id in $list'],
    ['a list', ['select * from users where id in (', list, ')'], 'select * from users where users.id in $list'],
    ['a table', ['select * from ', any, ' where id = 1'], 'unknown: a table that the code does not show'],
    ['a quoted table', ['select * from "', any, '" where id = 1'], 'unknown: a table that the code does not show'],
    ['a column', ['select * from users where ', name, ' = 1'], 'select * from users where <a column that the code does not show>'],
    ['a column of a table', ['select * from users u where u.', any, ' = 1 and u.org_id = 2'], 'select * from users u where (<a column that the code does not show> and u.org_id = 2)'],
    ['a condition', ['select * from users where org_id = 1 and ', any], 'select * from users where (users.org_id = 1 and <a column that the code does not show>)'],
    ['an order', ['select * from users order by ', any, ' limit 3'], 'select * from users order ? limit 3'],
    ['a direction', ['select * from users order by created_at ', any, ' limit 3'], 'select * from users order ? limit 3'],
    ['a piece behind a condition', ['select * from users where org_id = 1 ', any, ' order by id limit 3'], 'select * from users where (users.org_id = 1 and <a part of the condition is put in>) order users.id asc limit 3'],
    ['a piece at the end', ['select * from users where org_id = 1 ', fragment], 'select * from users where (users.org_id = 1 and <a part of the condition is put in>) order ? limit unknown offset unknown'],
    ['a piece behind a limit', ['select * from users limit 3 ', fragment], 'select * from users limit 3 offset unknown'],
    ['a piece of FROM', ['select * from users ', fragment, ' where org_id = 1'], 'select * from users where users.org_id = 1 [a part of FROM is put in]'],
    ['what is set', ['update users set ', any, ' where id = ', any], 'update from users where users.id = $'],
    ['columns', ['select ', any, ' from users where id = ', any], 'select ? from users where users.id = $'],
    ['in a string', ["select * from users where email like '%", any, "%' or email like '", any, "%' or email = '", any, "'"], 'select * from users where (users.email like /%x/ or users.email like /x%/ or users.email = $)'],
    ['in a comment', ['select * from users -- ', any, '\nwhere id = ', any], 'select * from users where users.id = $'],
  ])('%s', (_, parts, ...expected) => {
    expect(printed(parts)).toEqual(expected);
  });

  it('is counted and numbered in the text of the statement', () => {
    expect(read(['select * from users where id = ', value, ' and name = $1 and org_id in ', list]).text).toBe('select * from users where id = $1 and name = $2 and org_id in ($3)');
    expect(read(['select * from users where id = ', value, ' and name = ', value], 'mysql').text).toBe('select * from users where id = ? and name = ?');
  });

  it('leaves no text where a piece of it is not seen', () => {
    expect(read(['select * from ', { hole: 'fragment' }, ' users where id = ', value]).text).toBeUndefined();
    expect(read(['select * from users where ', name, ' = ', value]).text).toBeUndefined();
  });
});

describe('values that drivers write in the text', () => {
  it.each<[string, ...Parameters<typeof read>]>([
    ['knex', 'select * from users where id = ? and ?? = 1', 'postgresql', ['knex']],
    ['knex by name', 'select * from users where id = :id and :column: = 1', 'postgresql', ['knex']],
    ['pg-promise', 'select * from users where id = ${id} and $1:name = 1', 'postgresql', ['pg-promise']],
    ['pg-format', 'select * from users where id = %L and %I = 1', 'postgresql', ['format']],
  ])('of %s', (_, ...args) => {
    expect(printed(...args)).toEqual(['select * from users where (users.id = $ and <a column that the code does not show>)']);
  });

  it('are told from casts, times and operators', () => {
    expect(printed("select * from users where id = :id::bigint and created_at > '10:30' and status = :status", 'postgresql', ['colon'])).toEqual(['select * from users where (users.id = $ and users.created_at > "10:30" and users.status = $)']);
    expect(printed("select * from users where profile ? 'x'")).toEqual(['select * from users where users.profile contains "x"']);
  });

  it('that stand twice are one', () => {
    expect(read('select * from users where id = :id or org_id = :id', 'postgresql', ['colon']).text).toBe('select * from users where id = $1 or org_id = $1');
  });
});
