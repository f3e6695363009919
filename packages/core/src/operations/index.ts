export { createResource } from './create-resource.ts';
export { describeResourceTypes, describeSchemas, describeServer } from './discover.ts';
export { listResources } from './list-resources.ts';
export { patchResource } from './patch-resource.ts';
export { readResource } from './read-resource.ts';
export { removeResource } from './remove-resource.ts';
export { replaceResource } from './replace-resource.ts';
export { represent } from './represent.ts';
export { searchAll } from './search-all.ts';
