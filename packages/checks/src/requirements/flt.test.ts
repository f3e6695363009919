import { describe, expect, it } from 'vitest';
import { enterpriseSchema, filtered, searchSchema, startService, user } from '../service.ts';
import { stores } from '../stores.ts';
import { Device, device } from './device.ts';

describe.each(Object.keys(stores))('filters under special configuration on %s', (store) => {
  it('FLT-35 SEC-04: takes filters on sensitive attributes by POST alone', async () => {
    const sensitiveFilters = [
      'phoneNumbers',
      'name.familyName',
      'groups.value',
      `${enterpriseSchema}:employeeNumber`,
    ];
    const service = await startService(store, { policies: { sensitiveFilters } });
    const { id } = (
      await service.send(
        'POST',
        '/Users',
        user('u@example.com', { phoneNumbers: [{ value: '+49 1' }], name: { familyName: 'F' } }),
      )
    ).body;
    for (const filter of [
      'phoneNumbers.value eq "+49 1"',
      'phoneNumbers[type eq "work" or value pr]',
      'userName pr and not (PhoneNumbers pr)',
      'name.familyName eq "F"',
      // Simplified, these ask for nothing sensitive; the URL has it all the same.
      'id pr or phoneNumbers.value eq "+49 1"',
      'meta.resourceType eq "nothing" and phoneNumbers[value eq "+49 1"]',
      'not (id pr) and phoneNumbers eq "+49 1"',
      'id pr or phoneNumbers pr',
      'id pr or groups.$ref pr',
      'id pr or groups eq "g"',
      `${enterpriseSchema}:employeeNumber eq "7"`,
    ]) {
      for (const path of ['/Users', '/']) {
        const refused = await service.send('GET', filtered(path, filter));
        expect([refused.status, refused.body.status, refused.body.scimType]).toEqual([
          403,
          '403',
          'sensitive',
        ]);
        expect(refused.body.detail).toContain('.search');
        expect(refused.body.detail).not.toContain('+49');
      }
    }
    const body = { schemas: [searchSchema], filter: 'phoneNumbers.value eq "+49 1"' };
    for (const path of ['/Users/.search', '/.search']) {
      expect((await service.send('POST', path, body)).body.Resources).toMatchObject([{ id }]);
    }
    expect((await service.send('GET', filtered('/Users', 'name.givenName pr'))).status).toBe(200);
    await service.close();
  });

  it('FLT-35: refuses to start with a rule about an attribute that nobody has', async () => {
    await expect(startService(store, { policies: { sensitiveFilters: ['phoneNumber'] } })).rejects.toThrow(
      /phoneNumber/,
    );
  });

  it('FLT-06 FLT-11: compares numbers as numbers and dates as instants', async () => {
    const service = await startService(store, { resourceTypes: [Device] });
    await service.send(
      'POST',
      '/Devices',
      device({ label: 'a', height: 9, ratio: 0.5, seen: '2024-01-01T10:00:00Z' }),
    );
    await service.send(
      'POST',
      '/Devices',
      device({ label: 'b', height: 10, ratio: -1.25, seen: '2024-01-01T11:30:00+02:00' }),
    );
    await service.send('POST', '/Devices', device({ label: 'c' }));
    const find = async (filter: string) =>
      (await service.send('GET', filtered('/Devices', filter))).body.Resources.map(
        ({ label }: { label: string }) => label,
      );
    const table: readonly (readonly [string, readonly string[]])[] = [
      ['height lt 10', ['a']],
      ['height gt 9', ['b']],
      ['height eq 9', ['a']],
      ['height ne 9', ['b', 'c']],
      ['height ge 9 and height le 10', ['a', 'b']],
      ['ratio lt 0', ['b']],
      ['ratio eq 0.5', ['a']],
      ['seen lt "2024-01-01T10:00:00Z"', ['b']],
      ['seen eq "2024-01-01T09:30:00.000Z"', ['b']],
      ['seen eq "2024-01-01T12:00:00+02:00"', ['a']],
      ['not (seen pr)', ['c']],
    ];
    for (const [filter, labels] of table) expect([filter, await find(filter)]).toEqual([filter, labels]);
    for (const filter of ['height co 1', 'ratio sw 1', 'height eq "9"', 'seen gt 5']) {
      const refused = await service.send('GET', filtered('/Devices', filter));
      expect([filter, refused.status, refused.body.scimType]).toEqual([filter, 400, 'invalidFilter']);
    }
    await service.close();
  });

  it('FLT-13 FLT-33: reads values of the wrong type or without quotes for profiles that need it alone', async () => {
    const strict = await startService(store, { profile: 'strict' });
    const entra = await startService(store, { profile: 'entra' });
    for (const service of [strict, entra]) {
      await service.send('POST', '/Users', user('jo@example.com', { active: true }));
      await service.send('POST', '/Users', user('al@example.com', { active: false }));
    }
    for (const filter of ['active eq "True"', 'userName sw jo', "userName sw 'jo'"]) {
      const refused = await strict.send('GET', filtered('/Users', filter));
      expect([filter, refused.status, refused.body.scimType]).toEqual([filter, 400, 'invalidFilter']);
      const found = await entra.send('GET', filtered('/Users', filter));
      expect([filter, found.body.Resources?.map(({ userName }: { userName: string }) => userName)]).toEqual([
        filter,
        ['jo@example.com'],
      ]);
    }
    await strict.close();
    await entra.close();
  });

  it('FLT-34: keeps to the limits that the host sets', async () => {
    const service = await startService(store, {
      limits: { filter: { maxLength: 60, maxDepth: 3, maxTerms: 2 } },
    });
    for (const filter of [
      `userName eq "${'x'.repeat(60)}"`,
      '((((userName pr))))',
      'userName pr and id pr and title pr',
    ]) {
      const refused = await service.send('GET', filtered('/Users', filter));
      expect([refused.status, refused.body.scimType]).toEqual([400, 'invalidFilter']);
      expect(refused.body.detail).toMatch(/60|3|2/);
    }
    expect((await service.send('GET', filtered('/Users', '(userName pr and id pr)'))).status).toBe(200);
    await service.close();
  });
});
