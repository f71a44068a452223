import { describe, expect, it } from 'vitest';
import { columnsOf, indexesOf, reading } from './project.ts';

const PACKAGE = { 'package.json': '{ "name": "shop", "dependencies": { "mongoose": "8", "@typegoose/typegoose": "12" } }' };

describe('Typegoose classes', () => {
  it('give collections with the indexes of properties and of the class', () => {
    const project = {
      ...PACKAGE,
      'src/post.ts': `
        import { getModelForClass, index, modelOptions, prop, type Ref } from '@typegoose/typegoose';
        import { TimeStamps } from '@typegoose/typegoose/dist/defaultClasses';
        class Counts { @prop({ default: 0 }) public views!: number; @prop({ index: true }) public likes!: number; }
        export class User extends TimeStamps { @prop({ required: true, unique: true }) public email!: string; }
        @index({ author: 1, created: -1 })
        @index({ slug: 1 }, { unique: true })
        @modelOptions({ schemaOptions: { collection: 'articles', timestamps: { createdAt: 'created', updatedAt: false } } })
        export class Post {
          @prop({ required: true }) public slug!: string;
          @prop({ ref: () => User }) public author?: Ref<User>;
          @prop({ type: () => [String], index: true }) public tags?: string[];
          @prop({ type: () => Counts, _id: false }) public counts?: Counts;
          @prop({ text: true }) public text?: string;
          public draft = true;
        }
        export const PostModel = getModelForClass(Post);
        export const UserModel = getModelForClass(User);`,
    };
    expect(indexesOf(reading(project))).toEqual({
      articles: ['index (author, created desc)', 'index (counts.likes)', 'index (tags)', 'index (text) text', 'primary key (_id)', 'unique index (slug)'],
      users: ['primary key (_id)', 'unique index (email)'],
    });
    expect(reading(project).tables.map(columnsOf)).toEqual([
      ['_id other', 'slug text', 'author other?', 'tags array?', 'counts other?', 'counts.views integer?', 'counts.likes integer?', 'text text?', 'created timestamp'],
      ['_id other', 'email text', 'createdAt timestamp', 'updatedAt timestamp'],
    ]);
  });

  it('are those that something makes models of, or that have options of their own and stand in no other', () => {
    const project = {
      ...PACKAGE,
      'src/all.ts': `
        import { modelOptions, prop } from '@typegoose/typegoose';
        import { TypegooseModule } from 'nestjs-typegoose';
        @modelOptions({ schemaOptions: { timestamps: true } }) export class Base { @prop({ index: true }) public state?: number; }
        @modelOptions({ schemaOptions: { _id: false } }) export class Image { @prop() public url?: string; }
        @modelOptions({}) export class Page extends Base { @prop({ type: () => [Image] }) public images?: Image[]; }
        export class Note extends Base { @prop() public text?: string; }
        export const modules = [TypegooseModule.forFeature([Note])];`,
    };
    expect(indexesOf(reading(project))).toEqual({ notes: ['index (state)', 'primary key (_id)'], pages: ['index (state)', 'primary key (_id)'] });
  });

  it('are not the entities of another library, whose modules are made by a function of the same name', () => {
    const project = {
      ...PACKAGE,
      'src/customers.ts': `
        import { TypeOrmModule } from '@nestjs/typeorm';
        import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
        @Entity() export class Customer { @PrimaryGeneratedColumn() id!: number; @Column() name!: string; }
        export const modules = [TypeOrmModule.forFeature([Customer])];`,
      'src/notes.ts': `
        import { prop } from '@typegoose/typegoose';
        import { TypegooseModule } from 'nestjs-typegoose';
        class Base { @prop({ index: true }) public state?: number; }
        export class Note extends Base {}
        export const modules = [TypegooseModule.forFeature([Note])];`,
    };
    expect(indexesOf(reading(project))).toEqual({ customer: ['primary key (id)'], notes: ['index (state)', 'primary key (_id)'] });
  });
});
