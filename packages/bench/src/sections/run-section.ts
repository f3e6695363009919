import type { Case } from '../cases/case.ts';
import type { Contender } from '../harness/contender.ts';
import { measureCase } from '../harness/measure-case.ts';
import { measureHandle } from '../harness/measure-handle.ts';
import type { CaseResult, HandleResult, SectionResult } from '../harness/results.ts';
import type { Options } from '../options.ts';
import { profileCase } from '../profile/profile-case.ts';
import type { Answers } from '../servers/messages.ts';
import type { Section } from './section.ts';

/** Runs the cases on one store. `tell` is told what is going on. */
export async function runSection(
  section: Section,
  cases: readonly Case[],
  options: Options,
  tell: (what: string) => void,
): Promise<SectionResult> {
  tell(`${section.store}: starting and filling the servers`);
  const { opened, close } = await section.open();
  try {
    const contenders = opened.map(({ contender }) => contender);
    await fixAnswers(cases, contenders, section);
    const patientFor = (of: Case): Contender[] =>
      contenders.filter(
        ({ process: { name } }) => options.plan.patient || of.patienceFor?.includes(name) !== true,
      );
    const results: CaseResult[] = [];
    for (const of of cases) {
      const title = titleOf(of, contenders);
      tell(`${section.store}: ${title}`);
      results.push({ name: of.name, title, measured: await measureCase(of, patientFor(of), options.plan) });
    }
    const inside = contenders.find(({ process }) => process.name === section.inside);
    const handled: HandleResult[] = [];
    for (const of of inside === undefined ? [] : cases) {
      if (inside === undefined) break;
      const title = titleOf(of, contenders);
      tell(`${section.store}: ${title}, without HTTP`);
      const cpu = await measureHandle(of, inside, options.plan);
      handled.push({ name: of.name, title, competitor: section.inside, cpu });
    }
    const profiles: string[] = [];
    for (const of of options.profile === undefined ? [] : cases) {
      for (const contender of contenders) {
        if (options.profile === undefined || !contender.process.name.startsWith('scimkit')) continue;
        tell(`${section.store}: profile of ${of.name}`);
        profiles.push(await profileCase(of, contender, options.plan, options.profile));
      }
    }
    return {
      profiles,
      store: section.store,
      states: opened.map(({ state }) => state),
      cases: results,
      handled,
    };
  } finally {
    await close();
  }
}

/** Gives the server with fixed answers what the model answers. */
async function fixAnswers(cases: readonly Case[], contenders: readonly Contender[], { model }: Section) {
  const fixed = contenders.find(({ process }) => process.name === 'fixed-express');
  const source = contenders.find(({ process }) => process.name === model);
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
