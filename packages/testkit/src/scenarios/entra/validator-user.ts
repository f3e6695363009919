import type { Json } from '../../replay/scenario.ts';
import { coreUser, enterpriseUser } from '../urns.ts';

/** The user the Microsoft SCIM validator creates: random text in every attribute, whatever its format. */
export const fullUser: Json = {
  userName: 'julien.vonrueden@ondricka.example',
  active: true,
  displayName: 'NDSQQTECVAAC',
  title: 'CJSGUNOAAMMQ',
  emails: [{ type: 'work', value: 'thaddeus@hammes.example', primary: true }],
  preferredLanguage: 'hi',
  name: {
    givenName: 'Elfrieda',
    familyName: 'Urban',
    formatted: 'Myah',
    middleName: 'Cindy',
    honorificPrefix: 'Minerva',
    honorificSuffix: 'Micaela',
  },
  addresses: [
    {
      type: 'work',
      formatted: 'ZQEHBLETAAQE',
      streetAddress: '25928 Katlyn Row',
      locality: 'YRAKBQCGOHZF',
      region: 'XCCVLAIDMQYR',
      postalCode: 'cx47 4mz',
      primary: true,
      country: 'Sierra Leone',
    },
  ],
  phoneNumbers: [
    { type: 'work', value: '10-040-1308', primary: true },
    { type: 'mobile', value: '10-040-1308' },
    { type: 'fax', value: '10-040-1308' },
  ],
  [enterpriseUser]: {
    employeeNumber: 'OXYYEGWVLTGW',
    department: 'ZYWTBPDFHIIP',
    costCenter: 'ASHTVSKANCGL',
    organization: 'DPQRRHJMBXZE',
    division: 'WXNFEJQDRAVI',
    manager: { value: 'XYMKVVRYDIOO' },
  },
  roles: [{ primary: 'True', display: 'MRONYWGFFHXQ', value: 'WDEIISGWWQBE', type: 'XVTUOHMYUFRL' }],
  userType: 'GZILLRZCFPNC',
  nickName: 'FOGSIQTKHIPG',
  locale: 'RJWNTUNNOHNZ',
  timezone: 'America/Guayaquil',
  profileUrl: 'BAPNQLJSRQGD',
  schemas: [coreUser, enterpriseUser],
};
