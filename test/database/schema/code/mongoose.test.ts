import { describe, expect, it } from 'vitest';
import { columnsOf, indexesOf, reading } from './project.ts';

const PACKAGE = { 'package.json': '{ "name": "shop", "dependencies": { "mongoose": "9", "@nestjs/mongoose": "11" } }' };

describe('Mongoose schemas', () => {
  it('give collections with the indexes of paths and of the schema', () => {
    const project = {
      ...PACKAGE,
      'src/user.ts': `
        import mongoose, { Schema } from 'mongoose';
        const Address = new Schema({ city: { type: String, index: true }, zip: { type: String, sparse: true } });
        const schema = new mongoose.Schema({
          email: { type: String, required: true, unique: true },
          age: Number,
          team: { type: Schema.Types.ObjectId, ref: 'Team' },
          token: { type: String, sparse: true, index: -1 },
          place: { type: { type: String }, coordinates: [Number] },
          home: Address,
          seen: { at: { type: Date, expires: '1d' } },
          tags: [{ type: String, index: true }],
        }, { timestamps: true });
        schema.index({ team: 1, createdAt: -1 });
        schema.index({ place: '2dsphere' });
        schema.index({ email: 1, age: 1 }, { unique: true, partialFilterExpression: { age: { $gt: 18 } } });
        export const User = mongoose.model('User', schema);
        export const Log = mongoose.model('Log', new Schema({ text: { type: String, text: true } }, { collection: 'log_lines' }));`,
    };
    expect(indexesOf(reading(project))).toEqual({
      users: [
        'index (home.city)', 'index (home.zip) where home.zip is not null', 'index (place) 2dsphere', 'index (seen.at)', 'index (tags)', 'index (team, createdAt desc)', 'index (token desc) where token is not null', 'primary key (_id)',
        'unique index (email)', 'unique index (email, age) where age > 18',
      ],
      log_lines: ['index (text) text', 'primary key (_id)'],
    });
    expect(columnsOf(reading(project).tables[0])).toEqual(['_id other', 'email text', 'age integer?', 'team other?', 'token text?', 'place.type text?', 'place.coordinates array?', 'home other?', 'home.city text?', 'home.zip text?', 'seen.at timestamp?', 'tags array?', 'createdAt timestamp', 'updatedAt timestamp']);
  });

  it('may stand inside of themselves and of each other', () => {
    const project = {
      ...PACKAGE,
      'src/folder.ts': `
        import mongoose, { Schema } from 'mongoose';
        const File = new Schema({ name: { type: String, index: true } });
        const Folder = new Schema({ name: String, files: [File] });
        Folder.add({ folders: [Folder] });
        File.add({ from: Folder });
        export const Project = mongoose.model('Project', new Schema({ root: [Folder] }));`,
    };
    expect(columnsOf(reading(project).tables[0])).toEqual(['_id other', 'root array?', 'root.name text?', 'root.files array?', 'root.files.name text?', 'root.files.from other?', 'root.folders array?']);
    expect(indexesOf(reading(project))).toEqual({ projects: ['index (root.files.name)', 'primary key (_id)'] });
    expect(reading(project).tables[0]?.incomplete).not.toBe(true);
  });

  it('have what plugins and other functions of the project add to them', () => {
    const project = {
      ...PACKAGE,
      'src/tenancy.ts': "export default (schema, { field }) => { schema.add({ tenant: { type: String, index: true } }); schema.index({ tenant: 1, [field]: 1 }); schema.index({ tenant: 1, at: -1 }); };",
      'src/models.ts': `
        import mongoose, { Schema } from 'mongoose';
        import tenancy from './tenancy.ts';
        const dated = (schema) => { schema.index({ at: 1 }); };
        const users = new Schema({ at: Date });
        users.plugin(tenancy, { field: 'at' });
        const carts = new Schema({ at: Date });
        dated(carts);
        const others = new Set();
        const note = (set, value) => { set.add(value); };
        note(others, 'x');
        export const User = mongoose.model('User', users);
        export const Cart = mongoose.model('Cart', carts);`,
    };
    const read = reading(project);
    expect(indexesOf(read)).toEqual({ users: ['index (tenant)', 'index (tenant, at desc)', 'primary key (_id)'], carts: ['index (at)', 'primary key (_id)'] });
    expect(read.tables.map(({ name, incomplete }) => [name, incomplete])).toEqual([['users', true], ['carts', undefined]]);
  });

  it('may be classes of Nest', () => {
    const project = {
      ...PACKAGE,
      'src/cat.ts': "import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';\n@Schema({ timestamps: true })\nexport class Cat { @Prop({ index: true }) name: string; @Prop() born: Date; @Prop({ type: String, unique: true }) chip: string }\nexport const CatSchema = SchemaFactory.createForClass(Cat);\nCatSchema.index({ name: 1, born: -1 });",
    };
    expect(indexesOf(reading(project))).toEqual({ cats: ['index (name)', 'index (name, born desc)', 'primary key (_id)', 'unique index (chip)'] });
  });

  it('of discriminators share a collection', () => {
    const project = {
      ...PACKAGE,
      'src/event.ts': "import { model, Schema } from 'mongoose';\nexport const Event = model('Event', new Schema({ at: { type: Date, index: true } }));\nexport const Click = Event.discriminator('Click', new Schema({ url: { type: String, required: true, unique: true } }));",
    };
    expect(indexesOf(reading(project))).toEqual({ events: ['index (at)', 'primary key (_id)', 'unique index (url)'] });
    expect(columnsOf(reading(project).tables[0])).toEqual(['_id other', 'at timestamp?', 'url text?']);
    expect(reading(project).tables[0]?.entities.map(({ name }) => name)).toEqual(['Event', 'Click']);
  });

  it('of Nest that no module names only stand inside of others', () => {
    const project = {
      ...PACKAGE,
      'src/cat.ts': `
        import { Prop, Schema, SchemaFactory } from '@nestjs/mongoose';
        @Schema() export class Owner { @Prop({ index: true }) name: string }
        @Schema() export class Cat { @Prop({ unique: true }) chip: string; @Prop({ type: Owner }) owner: Owner }
        @Schema() export class Lion extends Cat { @Prop({ index: true }) pride: string }
        export const CatSchema = SchemaFactory.createForClass(Cat);
        export const LionSchema = SchemaFactory.createForClass(Lion);`,
      'src/cats.module.ts': `
        import { Module } from '@nestjs/common';
        import { MongooseModule } from '@nestjs/mongoose';
        import { Cat, CatSchema, Lion, LionSchema } from './cat';
        @Module({ imports: [MongooseModule.forFeature([{ name: Cat.name, schema: CatSchema, discriminators: [{ name: Lion.name, schema: LionSchema }] }])] })
        export class CatsModule {}`,
    };
    expect(indexesOf(reading(project))).toEqual({ cats: ['index (pride)', 'primary key (_id)', 'unique index (chip)'] });
  });
});
