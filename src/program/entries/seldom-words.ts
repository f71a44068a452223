/** Names that say when code runs, or for whom. All are looked for in names as `words` writes them. */

/** A name, or a path, in small letters with `_` between its words: `requireSuperAdmin` is `require_super_admin`. */
export function words(name: string): string {
  return name
    .replace(/([a-z\d])(?=[A-Z])/g, '$1_')
    .replace(/([A-Z])(?=[A-Z][a-z])/g, '$1_')
    .replace(/[^A-Za-z\d]+/g, '_')
    .toLowerCase();
}

/** Those who run the service. An administrator of one customer's team is a user like others. */
const ADMINISTRATORS = /(?:^|_)(?:(?:super|sys|system|global|site)_?)?(?:admins?|administrators?|administration|superusers?|back_?office)(?:_|$)/;
const OF_A_CUSTOMER = /(?:^|_)(?:non?|not|without|org|organi[sz]ation|team|tenant|workspace|project|company|account|group|member)_?admins?(?:_|$)|admins?(?:istrators?)?_(?:of|for)_/;

/** Whether a name says that something is for administrators alone: `adminProcedure`, `RolesGuard.SUPER_ADMIN`. */
export function saysAdministrators(name: string): boolean {
  const text = words(name);
  return ADMINISTRATORS.test(text) && !OF_A_CUSTOMER.test(text);
}

const GUARD = /^(?:\w+_)?(?:require|requires|check|assert|ensure|verify|enforce|must|only|guard|validate|authori[sz]e)_(?:\w+_)?(?:admin|admins|administrator|superuser|root)(?:_(?:only|role|access|user|rights|permission|permissions))?$/;

/** Whether a call stops all but administrators, by its name: `requireAdmin(request)`, `checkUserIsRoot(user)`. */
export function isAdministratorsGuard(name: string): boolean {
  const text = words(name);
  return GUARD.test(text) && !OF_A_CUSTOMER.test(text);
}

const CLOCK = /(?:^|_)(?:crons?|cron_?jobs?|cron_?tasks?|schedule|scheduled|scheduler)(?:_|$)/;

/** Whether a name says that something runs by the clock: `CronTask`, `jobs/scheduled`. */
export function saysClock(name: string): boolean {
  return CLOCK.test(words(name));
}

const UPKEEP = /(?:^|_)(?:clean_?up|clean_?upper|clean_?er|clean_(?:old|expired|orphan(?:ed)?|stale|unused)|purge|prune|sweep|house_?keeping|back_?fill|back_?port|roll_?up|re_?index|vacuum|garbage|migrate)(?:_|$)/;

/** Whether a name says that something keeps the data in order: what nobody waits for, and what comes once in a while. */
export function saysUpkeep(name: string): boolean {
  return UPKEEP.test(words(name));
}

const OWNERS = ['account', 'user', 'team', 'org', 'organi[sz]ation', 'tenant', 'workspace', 'company', 'companie', 'customer', 'client'];
const END = '(?:delet(?:e|ed|er|ion)|destroy(?:ed|er)?|eras(?:e|ed|ure)|purg(?:e|ed)|clos(?:e|ed)|ban|banned|suspend(?:ed)?|disabl(?:e|ed)|deactivat(?:e|ed)|demot(?:e|ed)|unpublish(?:ed)?|anonymi[sz]e|anonymi[sz]ed|merg(?:e|ed)|convert|converted)';

/**
 * Tells whether a name says that something happens once in the life of an owner of rows: `deleteAccount`, `UserSuspendedProcessor`.
 *
 * @param owners further names of owners, of tables or entities
 */
export function endingOf(owners: readonly string[]): (name: string) => boolean {
  const nouns = `(?:${[...OWNERS, ...owners.map((name) => words(name).replace(/s$/, ''))].join('|')})s?`;
  const ending = new RegExp(`(?:^|_)(?:${END}_(?:my_|own_|the_|whole_|permanently_)?${nouns}|${nouns}_(?:permanent(?:ly)?_)?${END})(?:_|$)`);
  return (name) => ending.test(words(name));
}
