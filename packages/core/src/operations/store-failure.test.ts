import { describe, expect, it } from 'vitest';
import { compileResourceType } from '../schema/compile-resource-type.ts';
import { User } from '../schema/definitions/user.ts';
import { StoreError } from '../storage/store-error.ts';
import { storeFailure } from './store-failure.ts';

const model = compileResourceType(User);
const title = [...model.byId.values()].find(({ path }) => path === 'title');

describe('what a store says against a write', () => {
  it('is a 400 that names the attribute and the reason, and not the words of the database', () => {
    if (title === undefined) throw new Error('Users have titles.');
    const reason = 'the application stores at most 40 characters';
    const error = new StoreError('invalid', 'value too long for type character varying(40)', {
      attribute: title,
      reason,
    });
    expect(storeFailure(error, model)).toMatchObject({
      status: 400,
      scimType: 'invalidValue',
      message: `title: ${reason}.`,
      cause: error,
    });
  });

  it('is a 400 in words, too, where the store does not know which value it is', () => {
    const error = new StoreError('invalid', 'invalid input value for enum grade');
    expect(storeFailure(error, model)).toMatchObject({
      status: 400,
      message: 'One of the values: this server cannot store it.',
    });
  });

  it.each([
    ['other data depends on it', 'The User cannot be changed like this: other data depends on it.'],
    [undefined, 'The User cannot be changed like this: the application refuses it.'],
  ])('is a 409 when the application forbids it (%s)', (reason, message) => {
    const error = new StoreError('refused', 'violates foreign key', reason === undefined ? {} : { reason });
    expect(storeFailure(error, model)).toMatchObject({
      status: 409,
      scimType: undefined,
      message,
      cause: error,
    });
  });
});
