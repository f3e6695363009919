import type { Case } from '../cases/case.ts';
import type { Contender } from '../harness/contender.ts';
import { measureCase } from '../harness/measure-case.ts';
import { measureHandle } from '../harness/measure-handle.ts';
import type { CaseResult, HandleResult, SectionResult } from '../harness/results.ts';
import type { Options } from '../options.ts';
import { profileCase } from '../profile/profile-case.ts';
import type { Answers } from '../servers/messages.ts';
import type { Section } from './section.ts';

/** Is told what is going on. */
export type Tell = (what: string) => void;

/** A section whose servers are up. */
interface Run {
  readonly section: Section;
  readonly contenders: readonly Contender[];
  readonly cases: readonly Case[];
  readonly options: Options;
  readonly tell: Tell;
}

/** Runs the cases on one store. */
export async function runSection(
  section: Section,
  cases: readonly Case[],
  options: Options,
  tell: Tell,
): Promise<SectionResult> {
  tell(`${section.store}: starting and filling the servers`);
  const { opened, close } = await section.open();
  try {
    const run = { section, contenders: opened.map(({ contender }) => contender), cases, options, tell };
    await fixAnswers(run);
    return {
      store: section.store,
      states: opened.map(({ state }) => state),
      cases: await measureCases(run),
      handled: await measureHandles(run),
      profiles: await profileCases(run),
    };
  } finally {
    await close();
  }
}

async function measureCases({ section, contenders, cases, options, tell }: Run): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const of of cases) {
    const title = titleOf(of, contenders);
    tell(`${section.store}: ${title}`);
    const { onlyFull = [] } = of;
    const leftOut = contenders
      .map(({ process }) => process.name)
      .filter((name) => !options.plan.patient && onlyFull.includes(name));
    const measured = contenders.filter(({ process }) => !leftOut.includes(process.name));
    results.push({
      name: of.name,
      title,
      measured: await measureCase(of, measured, options.plan),
      leftOut,
    });
  }
  return results;
}

async function measureHandles({ section, contenders, cases, options, tell }: Run): Promise<HandleResult[]> {
  const inside = contenders.find(({ process }) => process.name === section.inside);
  if (inside === undefined) return [];
  const results: HandleResult[] = [];
  for (const of of cases) {
    const title = titleOf(of, contenders);
    tell(`${section.store}: ${title}, without HTTP`);
    const cpu = await measureHandle(of, inside, options.plan);
    results.push({ name: of.name, title, competitor: section.inside, cpu });
  }
  return results;
}

async function profileCases({ section, contenders, cases, options, tell }: Run): Promise<string[]> {
  const { profile: folder, plan } = options;
  if (folder === undefined) return [];
  const texts: string[] = [];
  for (const contender of contenders) {
    if (!contender.process.name.startsWith('scimkit')) continue;
    for (const of of cases) {
      tell(`${section.store}: profile of ${contender.process.name}, ${of.name}`);
      texts.push(await profileCase(of, contender, plan, folder));
    }
  }
  return texts;
}

/** Gives the server with fixed answers what the model answers. */
async function fixAnswers({ section, contenders, cases }: Run): Promise<void> {
  const fixed = contenders.find(({ process }) => process.name === 'fixed-express');
  const source = contenders.find(({ process }) => process.name === section.model);
  if (fixed === undefined || source === undefined) return;
  const answers: Record<string, Answers[string]> = {};
  for (const of of cases) {
    const { status, text } = await source.try(of);
    answers[of.name] = { status, text };
  }
  await fixed.process.ask('fix', { answers });
}

function titleOf(of: Case, [first]: readonly Contender[]): string {
  return first === undefined ? of.name : of.title(first.directory);
}
