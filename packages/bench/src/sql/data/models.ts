import {
  type AttributeRef,
  compileCatalog,
  Group,
  type ResourceModel,
  resolveAttribute,
  User,
} from '@scimkit/core';

const catalog = compileCatalog([User, Group]);

/** The model of users, and that of groups. */
export const userModel: ResourceModel = modelOf('User');
export const groupModel: ResourceModel = modelOf('Group');

function modelOf(name: string): ResourceModel {
  const model = catalog.byType.get(name);
  if (model === undefined) throw new TypeError(`There is no resource type ${name}.`);
  return model;
}

/** An attribute of users by its path. */
export function userAttribute(path: string): AttributeRef {
  const attribute = resolveAttribute(userModel, path);
  if (attribute === undefined) throw new TypeError(`Users have no ${path}.`);
  return attribute;
}

/** The reference set of groups. */
export function membership(): AttributeRef {
  if (groupModel.membership === undefined) throw new TypeError('Groups have members.');
  return groupModel.membership;
}
