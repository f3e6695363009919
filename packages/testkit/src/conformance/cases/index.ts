import type { Area, ConformanceCase } from '../conformance-case.ts';
import { blk } from './blk.ts';
import { chr } from './chr.ts';
import { com } from './com.ts';
import { cre } from './cre.ts';
import { cur } from './cur.ts';
import { del } from './del.ts';
import { dsc } from './dsc.ts';
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

/** All conformance cases by area. */
export const casesByArea: Readonly<Record<Area, readonly ConformanceCase[]>> = {
  rep,
  typ,
  chr,
  com,
  res,
  http,
  cre,
  'get-lst': getLst,
  flt,
  srt,
  pag,
  prj,
  sea,
  put,
  pat,
  del,
  blk,
  me,
  err,
  ver,
  dsc,
  ten,
  sec,
  cur,
};
