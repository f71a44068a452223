/** Sequelize's own: https://github.com/dreamerslab/node.inflection/tree/v1.13.4 */
declare module 'inflection' {
  const inflection: { pluralize(word: string): string; singularize(word: string): string };
  export default inflection;
}
