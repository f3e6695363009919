import { blk } from './blk.ts';
import { chr } from './chr.ts';
import { com } from './com.ts';
import { cre } from './cre.ts';
import { cur } from './cur.ts';
import { del } from './del.ts';
import { dsc } from './dsc.ts';
import type { Entry } from './entry.ts';
import { err } from './err.ts';
import { flt } from './flt.ts';
import { getLst } from './get-lst.ts';
import { http } from './http.ts';
import { me } from './me.ts';
import { pag } from './pag.ts';
import { pat } from './pat.ts';
import { prj } from './prj.ts';
import { put } from './put.ts';
import { rep } from './rep.ts';
import { res } from './res.ts';
import { sea } from './sea.ts';
import { sec } from './sec.ts';
import { srt } from './srt.ts';
import { ten } from './ten.ts';
import { typ } from './typ.ts';
import { ver } from './ver.ts';

/** The requirements by area, in the order of the map. */
export const map: readonly { readonly title: string; readonly entries: readonly Entry[] }[] = [
  { title: 'Resource representation', entries: rep },
  { title: 'Data types', entries: typ },
  { title: 'Attribute characteristics', entries: chr },
  { title: 'Common attributes', entries: com },
  { title: 'User, Group and Enterprise User', entries: res },
  { title: 'HTTP basics', entries: http },
  { title: 'Create', entries: cre },
  { title: 'Read and query', entries: getLst },
  { title: 'Filtering', entries: flt },
  { title: 'Sorting', entries: srt },
  { title: 'Index paging', entries: pag },
  { title: 'attributes and excludedAttributes', entries: prj },
  { title: 'POST .search', entries: sea },
  { title: 'PUT', entries: put },
  { title: 'PATCH', entries: pat },
  { title: 'DELETE', entries: del },
  { title: 'Bulk', entries: blk },
  { title: '/Me', entries: me },
  { title: 'Errors', entries: err },
  { title: 'Versioning and conditional requests', entries: ver },
  { title: 'Discovery', entries: dsc },
  { title: 'Multi-tenancy', entries: ten },
  { title: 'Security', entries: sec },
  { title: 'Cursor paging', entries: cur },
];
