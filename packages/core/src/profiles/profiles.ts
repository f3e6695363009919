import type { Profile } from './profile.ts';
export type ProfileName = 'strict' | 'lenient';
export const profiles: Readonly<Record<ProfileName, Profile>> = { strict: { name: 'strict' }, lenient: { name: 'lenient' } };
export function defineProfile(profile: Profile): Profile { return profile; }
